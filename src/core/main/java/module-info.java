/**
 * Certified global optimization of factorization and small-network training.
 *
 * <p>Start with {@link io.nadir.Nadir}, which has an example.
 *
 * <p>The library needs no JVM flags. {@code --add-modules jdk.incubator.vector} makes the kernels
 * fast, and {@code --enable-native-access=io.nadir,jblas} avoids the JVM's warning about native
 * code.
 *
 * <p>Each family of models has a package of its own: {@link io.nadir.matrix}, {@link
 * io.nadir.tensor}, {@link io.nadir.network.twolayer} and {@link io.nadir.network.deep}. {@link
 * io.nadir.loss} and {@link io.nadir.regularizer} contain the losses and the regularizers, {@link
 * io.nadir.io} reads and writes files, {@link io.nadir.solver} and {@link io.nadir.certify} contain
 * options, solutions and certificates, and {@link io.nadir.model} the contracts between families
 * and the solver, which you implement to add one.
 */
module io.nadir {
    requires de.siegmar.fastcsv;
    requires ejml.core;
    requires ejml.ddense;
    requires java.management;
    requires jblas;
    requires jdk.jfr;
    requires tools.jackson.core;
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports io.nadir;
    exports io.nadir.array;
    exports io.nadir.certify;
    exports io.nadir.certify.relaxation;
    exports io.nadir.io;
    exports io.nadir.loss;
    exports io.nadir.matrix;
    exports io.nadir.model;
    exports io.nadir.network.deep;
    exports io.nadir.network.deep.layer;
    exports io.nadir.network.twolayer;
    exports io.nadir.regularizer;
    exports io.nadir.solver;
    exports io.nadir.tensor;
    exports io.nadir.check to
            io.nadir.cli,
            io.nadir.landscape;
    exports io.nadir.io.output to
            io.nadir.cli;
    exports io.nadir.kernel to
            io.nadir.cli,
            io.nadir.landscape;

    uses io.nadir.io.TableFormat;
    uses io.nadir.model.ModelFamily;

    provides io.nadir.model.ModelFamily with
            io.nadir.matrix.family.MatrixFamily,
            io.nadir.network.deep.family.DeepFamily,
            io.nadir.network.twolayer.family.TwoLayerFamily,
            io.nadir.tensor.family.TensorFamily;
}
