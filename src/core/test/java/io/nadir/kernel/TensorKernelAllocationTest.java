package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once warm, no tensor kernel allocates. At the preferred width alone, like the dense ones. */
@Tag("allocation")
class TensorKernelAllocationTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 10, 24})
    void warmKernelsAllocateNothing(int rank) {
        TensorKernels kernels = Kernels.tensor();
        SparseShapes shapes = new SparseShapes(rank);
        int[] dimensions = {12, 11, 9, 16};
        Panel[] blocks = new Panel[4];
        Panel[] gradients = new Panel[4];
        for (int k = 0; k < 4; k++) {
            blocks[k] = shapes.panel(dimensions[k], rank);
            gradients[k] = Panel.zeros(dimensions[k], rank);
        }
        Panel y = Panel.wrap(shapes.values(132 * 144), 132, 144, 0);
        Panel right = Panel.zeros(144, rank);
        Panel rightGradient = Panel.zeros(144, rank);
        CompressedFibers fibers = fibers(shapes);
        double[] values = shapes.values(fibers.rows().entries());
        double[] g = new double[values.length];
        ElementwiseLoss loss = new SquaredEntries(true);
        Scratch scratch = new Scratch();
        Runnable work =
                () -> {
                    kernels.khatriRao(blocks, 2, 4, 0, 144, right, scratch);
                    kernels.residualGradient(
                            loss, y, 0, 132, blocks, 2, right, gradients, rightGradient, scratch);
                    kernels.khatriRaoAdjoint(
                            blocks, 2, 4, 0, 144, rightGradient, gradients, scratch);
                    kernels.observedGradient(
                            loss,
                            fibers,
                            values,
                            0,
                            fibers.fibers(),
                            blocks,
                            g,
                            gradients,
                            scratch);
                };
        Allocation.assertNoneWhenWarm("tensor kernels", work);
    }

    private static CompressedFibers fibers(SparseShapes shapes) {
        CompressedRows rows = shapes.places(12 * 11 * 9, 16);
        int[] leads = new int[rows.rows() * 3];
        for (int f = 0; f < rows.rows(); f++) {
            leads[3 * f] = f / 99;
            leads[3 * f + 1] = f / 9 % 11;
            leads[3 * f + 2] = f % 9;
        }
        return new CompressedFibers(4, rows, leads);
    }
}
