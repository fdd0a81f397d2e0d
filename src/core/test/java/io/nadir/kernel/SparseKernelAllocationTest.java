package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.loss.SquaredLoss;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Once warm, no sparse kernel allocates: boxes of vectors are how a body that the compiler gave up
 * on shows. At the preferred width alone, like the dense ones.
 */
@Tag("allocation")
class SparseKernelAllocationTest {
    private static final SquaredLoss SQUARED = new SquaredLoss();

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 16, 24, 32, 37})
    void warmKernelsAllocateNothing(int rank) {
        SparseKernels kernels = Kernels.sparse();
        SparseShapes shapes = new SparseShapes(rank);
        CompressedRows s = shapes.places(150, 90);
        double[] y = shapes.values(s.entries());
        double[] g = new double[s.entries()];
        Panel u = shapes.panel(150, rank);
        Panel v = shapes.panel(90, rank);
        Panel t = Panel.zeros(150, rank);
        Panel w = Panel.zeros(90, rank);
        Panel base = Panel.zeros(rank, rank);
        double[] scales = shapes.values(150);
        Scratch scratch = new Scratch();
        Runnable work =
                () -> {
                    kernels.multiply(s, y, 0, 150, v, t);
                    kernels.sampledProduct(s, 0, 150, u, v, g);
                    kernels.residualGradient(SQUARED, s, y, 0, 150, u, v, v, g, t);
                    kernels.addTransposed(s, y, 0, 150, u, w);
                    kernels.residualGradient(
                            SparseKernelAllocationTest::difference, s, y, 0, 150, u, v, v, g, t);
                    kernels.leastSquares(s, y, null, 0, 150, 1, v, t, scratch);
                    kernels.shiftedLeastSquares(s, y, 0, 150, 1e3, base, scales, u, v, t, scratch);
                };
        Allocation.assertNoneWhenWarm("sparse kernels", work);
    }

    private static double difference(double[] y, int yOffset, double[] x, int xOffset, int length) {
        for (int k = 0; k < length; k++) {
            x[xOffset + k] -= y[yOffset + k];
        }
        return 0;
    }
}
