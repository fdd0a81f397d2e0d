/**
 * Certified global optimization of factorization and small-network training.
 *
 * <p>Runs without flags. {@code --add-modules jdk.incubator.vector} makes the kernels fast, and
 * {@code --enable-native-access=io.nadir,jblas} spares the JVM's warning about native code.
 */
module io.nadir {
    requires jdk.jfr;
    requires ejml.core;
    requires ejml.ddense;
    requires jblas;
    requires static de.siegmar.fastcsv;
    requires static info.picocli;
    requires static java.desktop;
    requires static jdk.incubator.vector;
    requires static me.tongfei.progressbar;
    requires static org.jspecify;
    requires static tools.jackson.core;
    requires static xchart;

    exports io.nadir.io;
    exports io.nadir.kernel;

    opens io.nadir.cli to
            info.picocli;
}
