/** Certified global optimization of factorization and small-network training. */
module io.nadir {
    requires java.logging;
    requires java.management;
    requires jdk.jfr;
    requires ejml.core;
    requires ejml.ddense;
    requires jblas;
    requires static de.siegmar.fastcsv;
    requires static info.picocli;
    requires static java.desktop;
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports io.nadir;
    exports io.nadir.certify;
    exports io.nadir.kernel;
    exports io.nadir.model;
    exports io.nadir.solver;
}
