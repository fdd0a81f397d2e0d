package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.scalar.ScalarTensorKernels;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Every tensor operation of the kernels in force against the scalar ones, on random orders, shapes,
 * splits and ranges, rank 0 and modes of size 1 included. The tolerance of each element is
 * computed, by the same operation on absolute values.
 */
@Tag("kernel")
class TensorKernelsAgainstScalarTest {
    private static final TensorKernels SCALAR = new ScalarTensorKernels();

    private final TensorKernels kernels = Kernels.tensor();
    private final Scratch scratch = new Scratch();

    static IntStream seeds() {
        return IntStream.range(0, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void khatriRao(int seed) {
        TensorShapes c = new TensorShapes(seed);
        Panel actual = c.shapes.panel(c.y.rows(), c.rank);
        Panel expected = SparseShapes.copy(actual);
        Panel size = SparseShapes.abs(actual);
        kernels.khatriRao(c.blocks, 0, c.split, c.from, c.to, actual, scratch);
        SCALAR.khatriRao(c.blocks, 0, c.split, c.from, c.to, expected, scratch);
        Panel[] magnitudes = TensorShapes.magnitudes(c.blocks);
        SCALAR.khatriRao(magnitudes, 0, c.split, c.from, c.to, size, scratch);
        RoundingBounds.assertAgree(actual, expected, size, c.order);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void khatriRaoAdjoint(int seed) {
        TensorShapes c = new TensorShapes(seed);
        Panel h = c.shapes.panel(c.y.rows(), c.rank);
        Panel[] actual = c.gradients();
        Panel[] expected = TensorShapes.copies(actual);
        Panel[] size = TensorShapes.magnitudes(actual);
        kernels.khatriRaoAdjoint(c.blocks, 0, c.split, c.from, c.to, h, actual, scratch);
        SCALAR.khatriRaoAdjoint(c.blocks, 0, c.split, c.from, c.to, h, expected, scratch);
        SCALAR.khatriRaoAdjoint(
                TensorShapes.magnitudes(c.blocks),
                0,
                c.split,
                c.from,
                c.to,
                SparseShapes.abs(h),
                size,
                scratch);
        assertAgree(actual, expected, size, c.y.rows() + c.order + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void residualGradient(int seed) {
        TensorShapes c = new TensorShapes(seed);
        Panel right = Panel.zeros(c.y.columns(), c.rank);
        SCALAR.khatriRao(c.blocks, c.split, c.order, 0, right.rows(), right, scratch);
        ElementwiseLoss squared = new SquaredEntries(seed % 2 == 0);
        Panel[] actual = c.gradients();
        Panel[] expected = TensorShapes.copies(actual);
        Panel[] size = TensorShapes.magnitudes(actual);
        Panel actualRight = c.shapes.panel(c.y.columns(), c.rank);
        Panel expectedRight = SparseShapes.copy(actualRight);
        Panel sizeRight = SparseShapes.abs(actualRight);
        double loss = pass(kernels, squared, c, c.y, c.blocks, right, actual, actualRight);
        double sum = pass(SCALAR, squared, c, c.y, c.blocks, right, expected, expectedRight);
        double magnitude =
                pass(
                        SCALAR,
                        KernelsAgainstScalarTest.MAGNITUDE,
                        c,
                        Shapes.abs(c.y),
                        TensorShapes.magnitudes(c.blocks),
                        SparseShapes.abs(right),
                        size,
                        sizeRight);
        int chain = c.y.columns() + c.rank + 2 * c.order + 6;
        int all = c.y.columns() * c.y.rows() + 2 * chain;
        assertThat(loss).isCloseTo(sum, within(2 * RoundingBounds.gamma(all) * magnitude));
        assertAgree(actual, expected, size, chain + c.y.rows());
        RoundingBounds.assertAgree(actualRight, expectedRight, sizeRight, chain + c.y.rows());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void product(int seed) {
        TensorShapes c = new TensorShapes(seed);
        Panel right = Panel.zeros(c.y.columns(), c.rank);
        SCALAR.khatriRao(c.blocks, c.split, c.order, 0, right.rows(), right, scratch);
        Panel actual = Shapes.copy(c.y);
        Panel expected = Shapes.copy(c.y);
        Panel size = Shapes.abs(c.y);
        kernels.product(c.blocks, c.split, right, c.from, c.to, actual, scratch);
        SCALAR.product(c.blocks, c.split, right, c.from, c.to, expected, scratch);
        SCALAR.product(
                TensorShapes.magnitudes(c.blocks),
                c.split,
                SparseShapes.abs(right),
                c.from,
                c.to,
                size,
                scratch);
        RoundingBounds.assertAgree(actual, expected, size, c.rank + c.order + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void observedGradient(int seed) {
        TensorShapes c = new TensorShapes(seed);
        CompressedFibers s = c.fibers();
        double[] y = c.shapes.values(s.rows().entries());
        int a = c.shapes.below(s.fibers() + 1);
        int b = c.shapes.below(s.fibers() + 1);
        int from = Math.min(a, b);
        int to = Math.max(a, b);
        Panel[] actual = c.gradients();
        Panel[] expected = TensorShapes.copies(actual);
        Panel[] size = TensorShapes.magnitudes(actual);
        double[] g = new double[y.length];
        double[] expectedG = new double[y.length];
        double[] sizeG = new double[y.length];
        ElementwiseLoss squared = new SquaredEntries(true);
        double loss =
                kernels.observedGradient(squared, s, y, from, to, c.blocks, g, actual, scratch);
        double sum =
                SCALAR.observedGradient(
                        squared, s, y, from, to, c.blocks, expectedG, expected, scratch);
        double magnitude =
                SCALAR.observedGradient(
                        KernelsAgainstScalarTest.MAGNITUDE,
                        s,
                        SparseShapes.abs(y),
                        from,
                        to,
                        TensorShapes.magnitudes(c.blocks),
                        sizeG,
                        size,
                        scratch);
        int chain = c.rank + 2 * c.order + 4;
        int all = chain + y.length;
        assertThat(loss).isCloseTo(sum, within(2 * RoundingBounds.gamma(2 * all) * magnitude));
        assertAgree(actual, expected, size, all);
        RoundingBounds.assertAgree(row(g), row(expectedG), row(sizeG), chain);
    }

    /** Whatever a larger rank has left in the working memory stays out of the padding. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 19, 20})
    void observedGradientOfFewerColumnsLeavesThePaddingZero(int rank) {
        for (int order = 2; order <= 3; order++) {
            int[] leads = new int[order - 1];
            CompressedRows entry = new CompressedRows(1, 1, new int[] {0, 1}, new int[1]);
            CompressedFibers s = new CompressedFibers(order, entry, leads);
            observe(s, ones(order, Panel.paddedStride(rank)), Double.POSITIVE_INFINITY);
            for (Panel g : observe(s, ones(order, rank), 0)) {
                assertThat(Arrays.copyOfRange(g.data(), 0, rank)).containsOnly((double) rank);
                assertThat(Arrays.copyOfRange(g.data(), rank, g.stride()))
                        .satisfiesAnyOf(
                                padding -> assertThat(padding).isEmpty(),
                                padding -> assertThat(padding).containsOnly(0.0));
            }
        }
    }

    private Panel[] observe(CompressedFibers s, Panel[] blocks, double y) {
        Panel[] g = new Panel[blocks.length];
        Arrays.setAll(g, k -> Panel.zeros(1, blocks[k].columns()));
        ElementwiseLoss squared = new SquaredEntries(true);
        kernels.observedGradient(
                squared, s, new double[] {y}, 0, 1, blocks, new double[1], g, scratch);
        return g;
    }

    private static Panel[] ones(int order, int rank) {
        Panel[] blocks = new Panel[order];
        Arrays.setAll(blocks, k -> Panel.zeros(1, rank));
        for (Panel block : blocks) {
            Arrays.fill(block.data(), 0, rank, 1.0);
        }
        return blocks;
    }

    private static Panel row(double[] values) {
        return Panel.wrap(values, 1, values.length, 0);
    }

    private double pass(
            TensorKernels tensor,
            ElementwiseLoss loss,
            TensorShapes c,
            Panel y,
            Panel[] blocks,
            Panel right,
            Panel[] g,
            Panel gRight) {
        return tensor.residualGradient(
                loss, y, c.from, c.to, blocks, c.split, right, g, gRight, scratch);
    }

    private static void assertAgree(Panel[] actual, Panel[] expected, Panel[] size, int chain) {
        for (int k = 0; k < actual.length; k++) {
            RoundingBounds.assertAgree(actual[k], expected[k], size[k], chain);
        }
    }
}
