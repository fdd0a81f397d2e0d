package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;

import org.jblas.util.Logger;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Loads JBLAS's native library, and trusts it only after it has computed known answers. */
final class JblasLoader {

    private JblasLoader() {}

    /**
     * Loads and probes.
     *
     * @throws KernelUnavailableException if JBLAS does not load or computes wrongly
     */
    static DenseLinearAlgebra load() {
        return loadNoting("");
    }

    /** As {@link #load()}, with a note at the end of the reason. */
    static DenseLinearAlgebra loadNoting(String note) {
        return load(FortranRuntime.load(), note);
    }

    /**
     * As {@link #load()}, where {@code runtime} tells about the Fortran runtime, loaded already.
     */
    static DenseLinearAlgebra load(String runtime) {
        return load(runtime, "");
    }

    private static DenseLinearAlgebra load(String runtime, String note) {
        try {
            silence();
            DenseLinearAlgebra jblas =
                    new JblasLinearAlgebra(
                            "JBLAS " + version() + " native (" + runtime + ")" + note);
            KnownAnswers.require(jblas);
            return jblas;
        } catch (LinkageError | RuntimeException e) {
            throw new KernelUnavailableException(
                    "JBLAS failed to load: " + e + " (" + runtime + ")", e);
        }
    }

    /**
     * JBLAS tells standard error what goes wrong while it loads, which our exception says better,
     * and which temporary files it deletes when the JVM ends.
     */
    private static void silence() {
        Logger.getLogger().setLevel(Logger.ERROR + 1);
    }

    private static String version() {
        try (InputStream in =
                Logger.class
                        .getClassLoader()
                        .getResourceAsStream("META-INF/maven/org.jblas/jblas/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unreadable version";
        }
    }
}
