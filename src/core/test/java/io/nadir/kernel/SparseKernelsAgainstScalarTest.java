package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.scalar.ScalarSparseKernels;
import io.nadir.loss.SquaredLoss;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Every operation of the sparse kernels in force against the scalar ones, on random places: empty
 * and full rows, all residues of the vector and tile sizes, more padding than needed, rank 0.
 */
@Tag("kernel")
class SparseKernelsAgainstScalarTest {
    private static final SparseKernels SCALAR = new ScalarSparseKernels();
    private static final SparseKernels KERNELS = Kernels.sparse();

    static IntStream seeds() {
        return IntStream.range(0, 80);
    }

    /** One random case. */
    private static final class Case {
        final SparseShapes shapes;
        final CompressedRows s;
        final int rank;
        final int block;
        final double[] values;
        final Panel u;
        final Panel v;
        final Panel b;
        final int from;
        final int to;

        Case(int seed) {
            shapes = new SparseShapes(seed);
            s = shapes.places(1 + shapes.below(30), 1 + shapes.below(seed % 4 == 0 ? 400 : 40));
            rank = shapes.below(seed % 5 == 0 ? 80 : 20);
            block = shapes.below(40);
            values = shapes.values(s.entries());
            u = shapes.panel(s.rows(), rank);
            v = shapes.panel(s.columns(), rank);
            b = shapes.panel(s.columns(), block);
            from = shapes.below(s.rows() + 1);
            to = from + shapes.below(s.rows() - from + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void multiply(int seed) {
        Case c = new Case(seed);
        Panel actual = c.shapes.panel(c.s.rows(), c.block);
        Panel expected = SparseShapes.copy(actual);
        Panel size = SparseShapes.abs(actual);
        KERNELS.multiply(c.s, c.values, c.from, c.to, c.b, actual);
        SCALAR.multiply(c.s, c.values, c.from, c.to, c.b, expected);
        SCALAR.multiply(c.s, SparseShapes.abs(c.values), c.from, c.to, SparseShapes.abs(c.b), size);
        RoundingBounds.assertAgree(actual, expected, size, c.s.columns() + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addTransposed(int seed) {
        Case c = new Case(seed);
        Panel t = c.shapes.panel(c.s.rows(), c.block);
        Panel actual = c.shapes.panel(c.s.columns(), c.block);
        Panel expected = SparseShapes.copy(actual);
        Panel size = SparseShapes.abs(actual);
        KERNELS.addTransposed(c.s, c.values, c.from, c.to, t, actual);
        SCALAR.addTransposed(c.s, c.values, c.from, c.to, t, expected);
        SCALAR.addTransposed(
                c.s, SparseShapes.abs(c.values), c.from, c.to, SparseShapes.abs(t), size);
        RoundingBounds.assertAgree(actual, expected, size, c.s.rows() + 2);
        if (c.s.entries() > 0 && c.block > 0) {
            c.values[0] = Double.NaN;
            KERNELS.addTransposed(c.s, c.values, 0, c.s.rows(), t, actual);
            for (int j = 0; j < actual.rows(); j++) {
                for (int k = c.block; k < actual.stride(); k++) {
                    assertThat(actual.data()[j * actual.stride() + k]).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sampledProduct(int seed) {
        Case c = new Case(seed);
        double[] actual = c.values.clone();
        double[] expected = c.values.clone();
        double[] size = SparseShapes.abs(c.values);
        KERNELS.sampledProduct(c.s, c.from, c.to, c.u, c.v, actual);
        SCALAR.sampledProduct(c.s, c.from, c.to, c.u, c.v, expected);
        SCALAR.sampledProduct(
                c.s, c.from, c.to, SparseShapes.abs(c.u), SparseShapes.abs(c.v), size);
        RoundingBounds.assertAgree(row(actual), row(expected), row(size), c.rank + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void residualGradient(int seed) {
        Case c = new Case(seed);
        double[] y = c.shapes.values(c.s.entries());
        double[] g = c.values.clone();
        double[] expectedG = c.values.clone();
        double[] sizeG = SparseShapes.abs(c.values);
        Panel gb = c.shapes.panel(c.s.rows(), c.block);
        Panel expected = SparseShapes.copy(gb);
        Panel size = SparseShapes.abs(gb);
        double loss =
                KERNELS.residualGradient(
                        (data, p, x, q, length) -> combine(data, p, x, q, length, -1),
                        c.s,
                        y,
                        c.from,
                        c.to,
                        c.u,
                        c.v,
                        c.b,
                        g,
                        gb);
        double expectedLoss =
                SCALAR.residualGradient(
                        (data, p, x, q, length) -> combine(data, p, x, q, length, -1),
                        c.s,
                        y,
                        c.from,
                        c.to,
                        c.u,
                        c.v,
                        c.b,
                        expectedG,
                        expected);
        double sizeOfLoss =
                SCALAR.residualGradient(
                        (data, p, x, q, length) -> combine(data, p, x, q, length, 1),
                        c.s,
                        SparseShapes.abs(y),
                        c.from,
                        c.to,
                        SparseShapes.abs(c.u),
                        SparseShapes.abs(c.v),
                        SparseShapes.abs(c.b),
                        sizeG,
                        size);
        int chain = c.rank + 3;
        RoundingBounds.assertAgree(row(g), row(expectedG), row(sizeG), chain);
        RoundingBounds.assertAgree(gb, expected, size, chain + c.s.columns());
        double tolerance = 2 * RoundingBounds.gamma(2 * chain + c.s.entries()) * sizeOfLoss;
        assertThat(loss).isCloseTo(expectedLoss, within(tolerance));
    }

    /** Residuals of the squared loss times the factor itself, which have a loop of their own. */
    @ParameterizedTest
    @MethodSource("seeds")
    void residualGradientOfSquares(int seed) {
        Case c = new Case(seed);
        double[] y = c.shapes.values(c.s.entries());
        double[] minusY = Arrays.stream(SparseShapes.abs(y)).map(a -> -a).toArray();
        double[] g = c.values.clone();
        double[] expectedG = c.values.clone();
        double[] sizeG = SparseShapes.abs(c.values);
        Panel gv = c.shapes.panel(c.s.rows(), c.rank);
        Panel expected = SparseShapes.copy(gv);
        Panel size = SparseShapes.abs(gv);
        Panel absV = SparseShapes.abs(c.v);
        SquaredLoss loss = new SquaredLoss();
        double actualLoss =
                KERNELS.residualGradient(loss, c.s, y, c.from, c.to, c.u, c.v, c.v, g, gv);
        double expectedLoss =
                SCALAR.residualGradient(
                        loss, c.s, y, c.from, c.to, c.u, c.v, c.v, expectedG, expected);
        double sizeOfLoss =
                SCALAR.residualGradient(
                        loss,
                        c.s,
                        minusY,
                        c.from,
                        c.to,
                        SparseShapes.abs(c.u),
                        absV,
                        absV,
                        sizeG,
                        size);
        int chain = c.rank + 3;
        RoundingBounds.assertAgree(row(g), row(expectedG), row(sizeG), chain);
        RoundingBounds.assertAgree(gv, expected, size, chain + c.s.columns());
        double tolerance = 2 * RoundingBounds.gamma(2 * chain + c.s.entries()) * sizeOfLoss;
        assertThat(actualLoss).isCloseTo(expectedLoss, within(tolerance));
        for (int i = c.from; i < c.to; i++) {
            for (int k = c.rank; k < Panel.paddedStride(c.rank); k++) {
                assertThat(gv.data()[i * gv.stride() + k]).isZero();
            }
        }
    }

    /** Both solve the same well-conditioned equations; the tolerance is that of their condition. */
    @ParameterizedTest
    @MethodSource("seeds")
    void leastSquares(int seed) {
        Case c = new Case(seed);
        double @Nullable [] weights =
                seed % 2 == 0 ? null : SparseShapes.abs(c.shapes.values(c.s.entries()));
        Panel actual = c.shapes.panel(c.s.rows(), c.rank);
        Panel expected = SparseShapes.copy(actual);
        double value = leastSquares(KERNELS, c, weights, actual);
        double expectedValue = leastSquares(SCALAR, c, weights, expected);
        assertThat(value).isCloseTo(expectedValue, within(1e-12 * (1 + c.s.entries())));
        for (int k = 0; k < actual.data().length; k++) {
            assertThat(actual.data()[k]).isCloseTo(expected.data()[k], within(1e-10));
        }
    }

    /** Weights of both signs on a base that outweighs them. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shiftedLeastSquares(int seed) {
        Case c = new Case(seed);
        double[] weights = c.shapes.values(c.s.entries());
        double[] scales = SparseShapes.abs(c.shapes.values(c.s.rows()));
        Panel base = Panel.zeros(c.rank, c.rank);
        for (int p = 0; p < c.rank; p++) {
            for (int q = 0; q < c.rank; q++) {
                base.set(p, q, p == q ? 3 : 0.5 * Math.sin(p * q));
            }
        }
        for (int e = 0; e < weights.length; e++) {
            weights[e] = weights[e] < 0 ? 1e-3 * weights[e] : weights[e];
        }
        Panel right = c.shapes.panel(c.s.rows(), c.rank);
        Panel actual = c.shapes.panel(c.s.rows(), c.rank);
        Panel expected = SparseShapes.copy(actual);
        double[] values = new double[2];
        for (int k = 0; k < 2; k++) {
            values[k] =
                    (k == 0 ? KERNELS : SCALAR)
                            .shiftedLeastSquares(
                                    c.s,
                                    weights,
                                    c.from,
                                    c.to,
                                    9,
                                    base,
                                    scales,
                                    right,
                                    c.v,
                                    k == 0 ? actual : expected,
                                    new Scratch());
        }
        assertThat(values[0]).isCloseTo(values[1], within(1e-12 * (1 + Math.abs(values[1]))));
        for (int k = 0; k < actual.data().length; k++) {
            assertThat(actual.data()[k]).isCloseTo(expected.data()[k], within(1e-11));
        }
    }

    /** The base alone with equal entries is the plain problem. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shiftedLeastSquaresWithoutABaseArePlain(int seed) {
        Case c = new Case(seed);
        double[] weights = SparseShapes.abs(c.shapes.values(c.s.entries()));
        double[] targets = new double[weights.length];
        Arrays.setAll(targets, e -> weights[e] * c.values[e]);
        Panel right = Panel.zeros(c.s.rows(), c.rank);
        SCALAR.multiply(c.s, targets, 0, c.s.rows(), c.v, right);
        Panel actual = c.shapes.panel(c.s.rows(), c.rank);
        Panel expected = SparseShapes.copy(actual);
        KERNELS.shiftedLeastSquares(
                c.s,
                weights,
                c.from,
                c.to,
                0.7,
                Panel.zeros(c.rank, c.rank),
                new double[c.s.rows()],
                right,
                c.v,
                actual,
                new Scratch());
        leastSquares(SCALAR, c, weights, expected);
        for (int k = 0; k < actual.data().length; k++) {
            assertThat(actual.data()[k]).isCloseTo(expected.data()[k], within(1e-9));
        }
    }

    @Test
    void notANumberNeverReachesThePadding() {
        CompressedRows s = new CompressedRows(1, 1, new int[] {0, 1}, new int[] {0});
        Panel b = Panel.zeros(1, 3);
        Panel t = Panel.zeros(1, 3);
        KERNELS.multiply(s, new double[] {Double.NaN}, 0, 1, b, t);
        assertThat(t.data()).startsWith(Double.NaN, Double.NaN, Double.NaN, 0).endsWith(0);
    }

    @Test
    void notANumberNeverReachesThePaddingOfAGradient() {
        CompressedRows s = new CompressedRows(1, 4, new int[] {0, 4}, new int[] {0, 1, 2, 3});
        Panel u = Panel.zeros(1, 3);
        Panel v = Panel.zeros(4, 3);
        Panel t = Panel.zeros(1, 3);
        double[] y = {1, Double.NaN, 1, 1};
        KERNELS.residualGradient(new SquaredLoss(), s, y, 0, 1, u, v, v, new double[4], t);
        assertThat(t.data()).startsWith(Double.NaN, Double.NaN, Double.NaN, 0).endsWith(0);
    }

    /** A pivot lost to rounding must not spoil the row. */
    @Test
    void brokenDownEquationsLeaveTheRow() {
        CompressedRows s = new CompressedRows(1, 1, new int[] {0, 1}, new int[] {0});
        Panel v = Panel.zeros(1, 2);
        v.set(0, 0, 1e200);
        v.set(0, 1, 1e200);
        Panel u = Panel.zeros(1, 2);
        u.set(0, 1, 7);
        KERNELS.leastSquares(s, new double[] {1}, null, 0, 1, 1, v, u, new Scratch());
        assertThat(Arrays.copyOf(u.data(), 2)).containsExactly(0, 7);
    }

    private static double leastSquares(
            SparseKernels kernels, Case c, double @Nullable [] weights, Panel target) {
        return kernels.leastSquares(
                c.s, c.values, weights, c.from, c.to, 0.7, c.v, target, new Scratch());
    }

    private static Panel row(double[] values) {
        return Panel.wrap(values, 1, values.length, 0);
    }

    private static double combine(
            double[] y, int yOffset, double[] x, int xOffset, int length, double sign) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            double r = x[xOffset + k] + sign * y[yOffset + k];
            sum += 0.5 * r * r;
            x[xOffset + k] = r;
        }
        return sum;
    }
}
