package io.nadir.kernel.blas;

import static java.util.Objects.requireNonNull;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.SettingException;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Chooses among JBLAS, a BLAS of the system and EJML; reached by its name from {@link
 * io.nadir.kernel.LinearAlgebra}, which documents the properties.
 */
public final class LinearAlgebraSelector implements Supplier<DenseLinearAlgebra> {

    static final String PROPERTY = "nadir.blas";
    static final String LIBRARY = "nadir.blas.library";
    static final String THREADS = "nadir.blas.threads";

    private final Function<String, @Nullable String> properties;
    private final Packaged jblas;
    private final SystemLibrary system;

    /** Loads JBLAS. */
    @FunctionalInterface
    interface Packaged {
        /**
         * Loads it.
         *
         * @param note what its reason has to say besides; may be empty
         * @throws KernelUnavailableException if it does not load
         */
        DenseLinearAlgebra load(String note);
    }

    /** Loads a BLAS of the system. */
    @FunctionalInterface
    interface SystemLibrary {
        /**
         * Loads it.
         *
         * @param file a path or a name; null to try the usual names
         * @param threads its number of threads
         * @param why why it was chosen
         * @throws KernelUnavailableException if there is none
         */
        DenseLinearAlgebra load(@Nullable String file, int threads, String why);
    }

    /** Called by reflection. */
    public LinearAlgebraSelector() {
        this(System::getProperty, JblasLoader::loadNoting, LinearAlgebraSelector::loadFromSystem);
    }

    LinearAlgebraSelector(
            Function<String, @Nullable String> properties, Packaged jblas, SystemLibrary system) {
        this.properties = properties;
        this.jblas = jblas;
        this.system = system;
    }

    /**
     * Chooses, and loads what was chosen.
     *
     * @return a new implementation
     * @throws SettingException if a property has a value that is not allowed
     * @throws KernelUnavailableException if {@code nadir.blas} asks for what cannot run here
     */
    @Override
    public DenseLinearAlgebra get() {
        String file = properties.apply(LIBRARY);
        String wish = properties.apply(PROPERTY);
        int threads = threads();
        if (file != null && file.isBlank()) {
            throw new SettingException(
                    LIBRARY + " is empty: must be the path or the name of a library");
        }
        if (wish == null) {
            wish = file == null ? "auto" : "native";
        }
        if (file != null && !wish.equals("native")) {
            throw new SettingException(
                    LIBRARY
                            + "="
                            + file
                            + " goes with "
                            + PROPERTY
                            + "=native, which "
                            + PROPERTY
                            + "="
                            + wish
                            + " contradicts");
        }
        return switch (wish) {
            case "auto" ->
                    isLinuxX64() ? jblasOrElseAnother(threads) : systemOrElseAnother(threads);
            case "jblas" -> jblas(threads);
            case "native" -> system.load(file, threads, asked(file));
            case "java", "ejml" -> ejml(PROPERTY + "=" + wish, threads);
            default ->
                    throw new SettingException(
                            PROPERTY + "=" + wish + ": must be auto, jblas, native or java");
        };
    }

    private static String asked(@Nullable String file) {
        return file == null ? PROPERTY + "=native" : LIBRARY + "=" + file;
    }

    private DenseLinearAlgebra jblasOrElseAnother(int threads) {
        try {
            return jblas(threads);
        } catch (KernelUnavailableException noJblas) {
            String why = requireNonNull(noJblas.getMessage());
            try {
                return system.load(null, threads, why);
            } catch (KernelUnavailableException noLibrary) {
                return ejml(why + "; no BLAS of the system", threads);
            }
        }
    }

    /** Where JBLAS has no library, or one that nobody has tested. */
    private DenseLinearAlgebra systemOrElseAnother(int threads) {
        try {
            return system.load(null, threads, "JBLAS is tested on Linux x86-64 only");
        } catch (KernelUnavailableException noLibrary) {
            try {
                return jblas(threads);
            } catch (KernelUnavailableException noJblas) {
                return ejml(
                        "no BLAS of the system; " + requireNonNull(noJblas.getMessage()), threads);
            }
        }
    }

    private DenseLinearAlgebra jblas(int threads) {
        return jblas.load(noteOn(threads, "JBLAS was built without threads"));
    }

    private static DenseLinearAlgebra ejml(String why, int threads) {
        return new EjmlLinearAlgebra(why + noteOn(threads, "EJML has one thread"));
    }

    /** What has no effect is told, because nobody would see it in the results. */
    private static String noteOn(int threads, String why) {
        return threads == 1 ? "" : "; " + THREADS + "=" + threads + " is ignored: " + why;
    }

    private boolean isLinuxX64() {
        return "Linux".equals(properties.apply("os.name"))
                && "amd64".equals(properties.apply("os.arch"));
    }

    private int threads() {
        String value = properties.apply(THREADS);
        if (value == null) {
            return 1;
        }
        try {
            int threads = Integer.parseInt(value);
            if (threads > 0) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number that is not positive is.
        }
        throw new SettingException(
                THREADS + "=" + value + ": must be a whole number of at least 1");
    }

    private static DenseLinearAlgebra loadFromSystem(
            @Nullable String file, int threads, String why) {
        return new NativeLoader(threads, LinearAlgebraSelector::packaged).load(file, why);
    }

    /** Decompositions beside a library that has none. */
    private static DenseLinearAlgebra packaged() {
        try {
            return JblasLoader.load();
        } catch (KernelUnavailableException e) {
            return new EjmlLinearAlgebra(requireNonNull(e.getMessage()));
        }
    }
}
