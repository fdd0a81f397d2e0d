/**
 * Certified global optimization of factorization and small-network training.
 *
 * <p>Runs without flags. {@code --add-modules jdk.incubator.vector} makes the kernels fast, and
 * {@code --enable-native-access=io.nadir,jblas} spares the JVM's warning about native code.
 */
module io.nadir {
    requires java.management;
    requires jdk.jfr;
    requires de.siegmar.fastcsv;
    requires ejml.core;
    requires ejml.ddense;
    requires jblas;
    requires tools.jackson.core;
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports io.nadir;
    exports io.nadir.certify;
    exports io.nadir.io;
    exports io.nadir.kernel;
    exports io.nadir.model;
    exports io.nadir.solver;
}
