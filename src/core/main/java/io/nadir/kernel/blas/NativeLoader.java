package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds and loads a BLAS of the system, and trusts it only after it has computed known answers.
 *
 * <p>A library without LAPACK, such as BLIS, multiplies; decompositions are left to a separate
 * LAPACK if there is one, and else to what would be used without the library.
 */
final class NativeLoader {

    private static final String LAPACK = "liblapack.so.3";

    private final int threads;
    private final Supplier<DenseLinearAlgebra> packaged;
    private final Function<String, NativeLibrary> load;

    /**
     * Loads nothing yet.
     *
     * @param threads of the library, at least 1
     * @param packaged decompositions for a library that has none
     */
    NativeLoader(int threads, Supplier<DenseLinearAlgebra> packaged) {
        this(threads, packaged, NativeLibrary::load);
    }

    /** The same with another way to load a library. */
    NativeLoader(
            int threads,
            Supplier<DenseLinearAlgebra> packaged,
            Function<String, NativeLibrary> load) {
        this.threads = threads;
        this.packaged = packaged;
        this.load = load;
    }

    /**
     * Loads a library.
     *
     * @param file a path or a name; null to try the usual names
     * @param why why a library of the system was chosen, for the reason
     * @throws KernelUnavailableException if there is none, it cannot be called, or it computes
     *     wrongly
     */
    DenseLinearAlgebra load(@Nullable String file, String why) {
        return file == null
                ? NativeSearch.first(
                        NativeSearch.names(
                                System.getProperty("os.name"), System.getProperty("os.arch")),
                        name -> make(load.apply(name), why))
                : make(named(file), why);
    }

    private NativeLibrary named(String file) {
        try {
            return load.apply(file);
        } catch (KernelUnavailableException e) {
            String message = String.valueOf(e.getMessage());
            if (message.endsWith(NativeLibrary.NO_BLAS)) {
                throw new KernelUnavailableException(
                        LinearAlgebraSelector.LIBRARY + "=" + message + ": name another library",
                        e);
            }
            if (!message.endsWith(NativeLibrary.DOES_NOT_LOAD)) {
                throw e;
            }
            throw new KernelUnavailableException(
                    LinearAlgebraSelector.LIBRARY
                            + "="
                            + message
                            + ": either there is no such file, or it is for another processor, or"
                            + " a library that it needs is missing",
                    e);
        }
    }

    /** The same of a library that is loaded already. */
    DenseLinearAlgebra make(NativeLibrary library, String why) {
        try {
            Vendor vendor = Vendor.of(library, threads);
            IntegerWidth.requireNarrow(library);
            if (!library.has(FortranRoutine.DGEMM)) {
                throw unusable(library, "it has no dgemm");
            }
            DenseLinearAlgebra made = make(library, vendor, why);
            KnownAnswers.require(made);
            return made;
        } catch (LinkageError | IllegalStateException e) {
            throw new KernelUnavailableException(library.file() + " cannot be used: " + e, e);
        }
    }

    private DenseLinearAlgebra make(NativeLibrary library, Vendor vendor, String why) {
        Fortran fortran = new Fortran(library, vendor.concurrent());
        NativeProducts products = new NativeProducts(fortran, vendor.beforeCalls());
        String name =
                "%s (%s, %s)".formatted(vendor.description(), library.file(), vendor.threads());
        if (library.has(Lapack.NEEDED)) {
            return new NativeLinearAlgebra(
                    name + " with LAPACK " + fortran.lapackVersion() + ": " + why,
                    new Lapack(fortran, vendor.beforeCalls()),
                    products);
        }
        try {
            NativeLibrary separate = load.apply(LAPACK);
            IntegerWidth.requireNarrow(separate);
            if (!separate.has(Lapack.NEEDED)) {
                throw unusable(separate, "routines are missing");
            }
            Vendor below = Vendor.of(separate, threads);
            Fortran routines = new Fortran(separate, below.concurrent());
            return new NativeLinearAlgebra(
                    "%s for products, LAPACK %s (%s over %s, %s) for decompositions: %s"
                            .formatted(
                                    name,
                                    routines.lapackVersion(),
                                    separate.file(),
                                    below.description(),
                                    below.threads(),
                                    why),
                    new Lapack(routines, below.beforeCalls()),
                    products);
        } catch (KernelUnavailableException e) {
            return new ProductsBeside(packaged.get(), products, name, why);
        }
    }

    private static KernelUnavailableException unusable(NativeLibrary library, String why) {
        return new KernelUnavailableException(
                library.file() + " cannot be used: " + why,
                new UnsatisfiedLinkError(library.file()));
    }
}
