/**
 * Certified global optimization of factorization and small-network training.
 *
 * <p>Runs without flags. {@code --add-modules jdk.incubator.vector} makes the kernels fast, and
 * {@code --enable-native-access=io.nadir,jblas} spares the JVM's warning about native code.
 *
 * <p>{@code io.nadir} is the door: {@link io.nadir.Nadir#solve(io.nadir.Problem)}. Each family of
 * models has a room of its own: {@code matrix}, {@code tensor}, {@code network.twolayer} and {@code
 * network.deep}. {@code loss} and {@code regularizer} hold what goes with them, and {@code model}
 * the contracts between families and the solver.
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
    exports io.nadir.io;
    exports io.nadir.loss;
    exports io.nadir.matrix;
    exports io.nadir.model;
    exports io.nadir.network;
    exports io.nadir.network.deep;
    exports io.nadir.network.deep.layer;
    exports io.nadir.network.twolayer;
    exports io.nadir.regularizer;
    exports io.nadir.solver;
    exports io.nadir.tensor;
    exports io.nadir.kernel to
            io.nadir.cli,
            io.nadir.landscape;

    uses io.nadir.model.ModelFamily;

    provides io.nadir.model.ModelFamily with
            io.nadir.matrix.family.MatrixFamily,
            io.nadir.network.deep.family.DeepFamily,
            io.nadir.network.twolayer.family.TwoLayerFamily,
            io.nadir.tensor.family.TensorFamily;
}
