package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.scalar.ScalarKernels;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Every operation of the kernels in force against the scalar ones, on random shapes: all residues
 * of the tile and block sizes, padded and wrapped panels, row blocks that start anywhere, empty
 * ranges, rank 0. The tolerance of each element is computed, by the same operation on absolute
 * values.
 */
@Tag("kernel")
class KernelsAgainstScalarTest {
    private static final DenseKernels SCALAR = new ScalarKernels();

    /**
     * Magnitude of the squared loss: |x| + |y| in place of the derivative and of the root of the
     * loss.
     */
    static final ElementwiseLoss MAGNITUDE = KernelsAgainstScalarTest::magnitude;

    private final Scratch scratch = new Scratch();

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    /** One random case: a row block of data with factors and a range of rows. */
    private static final class Case {
        final Shapes shapes;
        final int rows;
        final int columns;
        final int rank;
        final int block;
        final Panel y;
        final Panel u;
        final Panel v;
        final Panel b;
        final long from;
        final long to;

        Case(int seed) {
            shapes = new Shapes(seed);
            rows = 1 + shapes.below(seed % 3 == 0 ? 300 : 40);
            columns = 1 + shapes.below(seed % 4 == 0 ? 400 : 40);
            rank = shapes.below(seed % 5 == 0 ? 150 : 36);
            block = 1 + shapes.below(9);
            long first = shapes.below(1000);
            y = shapes.block(rows, columns, first);
            u = shapes.block(rows, rank, first);
            v = shapes.panel(columns, rank);
            b = shapes.panel(columns, block);
            from = first + shapes.below(rows + 1);
            to = from + shapes.below((int) (first + rows - from) + 1);
        }

        Panel rowPanel(int width) {
            return shapes.block(rows, width, y.firstRow());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void multiplyAdd(int seed) {
        Case c = new Case(seed);
        Panel start = c.rowPanel(c.rank);
        Panel actual = Shapes.copy(start);
        Panel expected = Shapes.copy(start);
        Panel magnitude = Shapes.abs(start);
        Kernels.get().multiplyAdd(c.y, c.from, c.to, c.v, actual, scratch);
        SCALAR.multiplyAdd(c.y, c.from, c.to, c.v, expected, scratch);
        SCALAR.multiplyAdd(Shapes.abs(c.y), c.from, c.to, Shapes.abs(c.v), magnitude, scratch);
        RoundingBounds.assertAgree(actual, expected, magnitude, c.columns + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void transposeMultiplyAdd(int seed) {
        Case c = new Case(seed);
        Panel start = c.shapes.panel(c.columns, c.rank);
        Panel actual = Shapes.copy(start);
        Panel expected = Shapes.copy(start);
        Panel magnitude = Shapes.abs(start);
        Kernels.get().transposeMultiplyAdd(c.y, c.from, c.to, c.u, actual, scratch);
        SCALAR.transposeMultiplyAdd(c.y, c.from, c.to, c.u, expected, scratch);
        SCALAR.transposeMultiplyAdd(
                Shapes.abs(c.y), c.from, c.to, Shapes.abs(c.u), magnitude, scratch);
        RoundingBounds.assertAgree(actual, expected, magnitude, c.rows + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gramMultiply(int seed) {
        Case c = new Case(seed);
        Panel weights = c.shapes.panel(c.rank, c.block);
        Panel t = c.rowPanel(c.block);
        Panel w = c.shapes.panel(c.columns, c.block);
        Panel s = c.shapes.panel(c.rank, c.block);
        Panel expectedT = Shapes.copy(t);
        Panel expectedW = Shapes.copy(w);
        Panel expectedS = Shapes.copy(s);
        Panel sizeT = Shapes.abs(t);
        Panel sizeW = Shapes.abs(w);
        Panel sizeS = Shapes.abs(s);
        Panel negative = Shapes.abs(weights);
        SCALAR.scale(-1, negative.data(), 0, negative.data().length);
        Kernels.get().gramMultiply(c.y, c.from, c.to, c.b, c.u, weights, t, w, s, scratch);
        SCALAR.gramMultiply(
                c.y, c.from, c.to, c.b, c.u, weights, expectedT, expectedW, expectedS, scratch);
        SCALAR.gramMultiply(
                Shapes.abs(c.y),
                c.from,
                c.to,
                Shapes.abs(c.b),
                Shapes.abs(c.u),
                negative,
                sizeT,
                sizeW,
                sizeS,
                scratch);
        int chain = c.columns + c.rank + 4;
        RoundingBounds.assertAgree(t, expectedT, sizeT, chain);
        RoundingBounds.assertAgree(w, expectedW, sizeW, chain + c.rows);
        RoundingBounds.assertAgree(s, expectedS, sizeS, chain + c.rows);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void residualGradient(int seed) {
        Case c = new Case(seed);
        ElementwiseLoss squared = new SquaredEntries(seed % 2 == 0);
        Panel gb = c.rowPanel(c.block);
        Panel gc = c.shapes.panel(c.columns, c.rank);
        Panel expectedGb = Shapes.copy(gb);
        Panel expectedGc = Shapes.copy(gc);
        Panel sizeGb = Shapes.abs(gb);
        Panel sizeGc = Shapes.abs(gc);
        double loss =
                Kernels.get()
                        .residualGradient(
                                squared, c.y, c.from, c.to, c.u, c.v, c.b, c.u, gb, gc, scratch);
        double expected =
                SCALAR.residualGradient(
                        squared,
                        c.y,
                        c.from,
                        c.to,
                        c.u,
                        c.v,
                        c.b,
                        c.u,
                        expectedGb,
                        expectedGc,
                        scratch);
        double size =
                SCALAR.residualGradient(
                        MAGNITUDE,
                        Shapes.abs(c.y),
                        c.from,
                        c.to,
                        Shapes.abs(c.u),
                        Shapes.abs(c.v),
                        Shapes.abs(c.b),
                        Shapes.abs(c.u),
                        sizeGb,
                        sizeGc,
                        scratch);
        int chain = c.columns + c.rank + 4;
        int all = c.columns * c.rows + 2 * chain;
        assertThat(loss).isCloseTo(expected, within(2 * RoundingBounds.gamma(all) * size));
        RoundingBounds.assertAgree(gb, expectedGb, sizeGb, chain);
        RoundingBounds.assertAgree(gc, expectedGc, sizeGc, chain + c.rows);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void residualGramMultiply(int seed) {
        Case c = new Case(seed);
        ElementwiseLoss squared = new SquaredEntries(seed % 2 == 0);
        Panel t = c.rowPanel(c.block);
        Panel w = c.shapes.panel(c.columns, c.block);
        Panel expectedT = Shapes.copy(t);
        Panel expectedW = Shapes.copy(w);
        Panel sizeT = Shapes.abs(t);
        Panel sizeW = Shapes.abs(w);
        Kernels.get()
                .residualGramMultiply(squared, c.y, c.from, c.to, c.u, c.v, c.b, t, w, scratch);
        SCALAR.residualGramMultiply(
                squared, c.y, c.from, c.to, c.u, c.v, c.b, expectedT, expectedW, scratch);
        SCALAR.residualGramMultiply(
                MAGNITUDE,
                Shapes.abs(c.y),
                c.from,
                c.to,
                Shapes.abs(c.u),
                Shapes.abs(c.v),
                Shapes.abs(c.b),
                sizeT,
                sizeW,
                scratch);
        int chain = c.columns + 2 * c.rank + 6;
        RoundingBounds.assertAgree(t, expectedT, sizeT, chain);
        RoundingBounds.assertAgree(w, expectedW, sizeW, chain + c.rows);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void product(int seed) {
        Case c = new Case(seed);
        Panel x = c.rowPanel(c.columns);
        Panel expected = Shapes.copy(x);
        Panel size = Shapes.abs(x);
        Kernels.get().product(c.u, c.v, c.from, c.to, x, scratch);
        SCALAR.product(c.u, c.v, c.from, c.to, expected, scratch);
        SCALAR.product(Shapes.abs(c.u), Shapes.abs(c.v), c.from, c.to, size, scratch);
        RoundingBounds.assertAgree(x, expected, size, c.rank + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gramLower(int seed) {
        Case c = new Case(seed);
        Panel gram = c.shapes.panel(c.columns, c.columns);
        Panel expected = Shapes.copy(gram);
        Panel size = Shapes.abs(gram);
        Kernels.get().gramLower(c.y, c.from, c.to, gram, scratch);
        SCALAR.gramLower(c.y, c.from, c.to, expected, scratch);
        SCALAR.gramLower(Shapes.abs(c.y), c.from, c.to, size, scratch);
        clearAboveDiagonal(gram);
        clearAboveDiagonal(expected);
        RoundingBounds.assertAgree(gram, expected, size, c.rows + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gramLowerOfFloats(int seed) {
        Case c = new Case(seed);
        FloatSquare gram = c.shapes.square(c.columns);
        FloatSquare start = new FloatSquare(gram.data().clone(), c.columns);
        FloatSquare expected = new FloatSquare(gram.data().clone(), c.columns);
        FloatPanels rows = c.shapes.floatPanels(Kernels.get(), c.y);
        int count = (int) (c.to - c.from);
        Kernels.get().gramLower(rows, count, gram, scratch);
        SCALAR.gramLower(c.shapes.floatPanels(SCALAR, c.y), count, expected, scratch);
        int chains = Math.ceilDiv(count, DenseKernels.FLOAT_CHAIN);
        double roundings = (DenseKernels.FLOAT_CHAIN + chains) * 0x1p-24;
        for (int i = 0; i < c.columns; i++) {
            for (int j = 0; j <= i; j++) {
                double exact = start.get(i, j);
                double size = Math.abs(exact);
                for (int k = 0; k < count; k++) {
                    double product = rows.get(k, i) * rows.get(k, j);
                    exact += product;
                    size += Math.abs(product);
                }
                assertThat(gram.get(i, j)).isCloseTo(exact, within(1.01 * roundings * size));
                assertThat(expected.get(i, j)).isCloseTo(exact, within(1.01 * roundings * size));
            }
        }
    }

    /** Lemma 8.4 of Higham, in both implementations; products of float32 are exact in float64. */
    @ParameterizedTest
    @MethodSource("seeds")
    void solveLower(int seed) {
        Case c = new Case(seed);
        int order = seed % 5 == 0 ? DenseKernels.FLOAT_CHAIN : c.shapes.below(60);
        Panel l = c.shapes.panel(order, order);
        for (int i = 0; i < order; i++) {
            l.set(i, i, 1 + Math.abs(l.get(i, i)));
        }
        Panel right = c.shapes.block(order, c.columns, 0);
        assertSolves(Kernels.get(), l, c.shapes.floatPanels(Kernels.get(), right), c.shapes);
        assertSolves(SCALAR, l, c.shapes.floatPanels(SCALAR, right), c.shapes);
    }

    private void assertSolves(DenseKernels kernels, Panel l, FloatPanels right, Shapes shapes) {
        int panels = Math.ceilDiv(right.columns(), right.width());
        int first = shapes.below(panels + 1);
        int end = first + shapes.below(panels + 1 - first);
        FloatPanels x =
                new FloatPanels(right.data().clone(), right.rows(), right.columns(), right.width());
        kernels.solveLower(l, x, first, end, scratch);
        for (int i = 0; i < l.rows(); i++) {
            for (int j = 0; j < right.columns(); j++) {
                int panel = j / right.width();
                if (panel < first || panel >= end) {
                    assertThat(x.get(i, j)).isEqualTo(right.get(i, j));
                    continue;
                }
                double sum = 0;
                double size = 0;
                for (int k = 0; k <= i; k++) {
                    double product = (float) l.get(i, k) * x.get(k, j);
                    sum += product;
                    size += Math.abs(product);
                }
                assertThat(sum).isCloseTo(right.get(i, j), within(1.01 * (i + 1) * 0x1p-24 * size));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void runsOfNumbers(int seed) {
        Shapes shapes = new Shapes(seed);
        int length = shapes.below(200);
        Panel x = shapes.block(1, length + 9, 0);
        Panel y = shapes.block(1, length + 9, 0);
        int p = shapes.below(9);
        int q = shapes.below(9);
        double size = SCALAR.dot(Shapes.abs(x).data(), p, Shapes.abs(y).data(), q, length);
        assertThat(Kernels.get().dot(x.data(), p, y.data(), q, length))
                .isCloseTo(
                        SCALAR.dot(x.data(), p, y.data(), q, length),
                        within(2 * RoundingBounds.gamma(length + 1) * size));
        assertThat(Kernels.get().maxAbs(x.data(), p, length))
                .isEqualTo(SCALAR.maxAbs(x.data(), p, length));
        Panel actual = Shapes.copy(y);
        Panel expected = Shapes.copy(y);
        Panel magnitude = Shapes.abs(y);
        Kernels.get().axpy(-0.7, x.data(), p, actual.data(), q, length);
        SCALAR.axpy(-0.7, x.data(), p, expected.data(), q, length);
        SCALAR.axpy(0.7, Shapes.abs(x).data(), p, magnitude.data(), q, length);
        RoundingBounds.assertAgree(actual, expected, magnitude, 2);
        Kernels.get().scale(1.7, actual.data(), q, length);
        SCALAR.scale(1.7, expected.data(), q, length);
        SCALAR.scale(1.7, magnitude.data(), q, length);
        RoundingBounds.assertAgree(actual, expected, magnitude, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void replacedNumbers(int seed) {
        Shapes shapes = new Shapes(seed);
        int length = shapes.below(200);
        double[] x = shapes.block(1, length + 9, 0).data();
        Panel y = shapes.block(1, length + 9, 0);
        int p = shapes.below(9);
        int q = shapes.below(9);
        Panel expected = Shapes.copy(y);
        double square = SCALAR.replace(x, p, expected.data(), q, length);
        double rounding = 2 * RoundingBounds.gamma(length + 2) * square;
        assertThat(Kernels.get().replace(x, p, y.data(), q, length))
                .isCloseTo(square, within(rounding));
        assertThat(y.data()).isEqualTo(expected.data());
        for (int i = 0; i < length; i++) {
            assertThat(y.data()[q + i]).isEqualTo(x[p + i]);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sumsOfMultiples(int seed) {
        Shapes shapes = new Shapes(seed);
        int length = shapes.below(200);
        int rows = shapes.below(20);
        int from = shapes.below(rows + 1);
        Panel x = shapes.block(rows + 2, length + 9, 0);
        Panel y = shapes.block(1, length + 9, 0);
        double[] factors = shapes.block(1, rows + 1, 0).data();
        double[] sizes = Arrays.stream(factors).map(Math::abs).toArray();
        int p = shapes.below(9);
        int q = shapes.below(9);
        Panel actual = Shapes.copy(y);
        Panel expected = Shapes.copy(y);
        Panel magnitude = Shapes.abs(y);
        int stride = x.stride();
        double[] positive = Shapes.abs(x).data();
        Kernels.get()
                .addMultiples(factors, from, rows, x.data(), p, stride, actual.data(), q, length);
        SCALAR.addMultiples(factors, from, rows, x.data(), p, stride, expected.data(), q, length);
        SCALAR.addMultiples(sizes, from, rows, positive, p, stride, magnitude.data(), q, length);
        RoundingBounds.assertAgree(actual, expected, magnitude, 2 * (rows - from) + 1);
        for (int j = from; j < rows; j++) {
            Kernels.get().axpy(factors[j], x.data(), p + j * stride, y.data(), q, length);
        }
        assertThat(actual.data()).isEqualTo(y.data());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rectifiers(int seed) {
        Shapes shapes = new Shapes(seed);
        int length = shapes.below(200);
        double[] x = shapes.block(1, length + 1, 0).data();
        double[] g = shapes.block(1, length + 1, 0).data();
        double[] special = {0.0, -0.0, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NaN};
        for (int i = 0; i < length; i += 7) {
            x[i] = special[i % special.length];
        }
        for (double slope : new double[] {0, 0.25, 1}) {
            double[] actual = x.clone();
            double[] expected = x.clone();
            Kernels.get().rectify(slope, actual, actual, length);
            SCALAR.rectify(slope, expected, expected, length);
            assertThat(actual).containsExactly(expected);
            Kernels.get().rectifyAdjoint(slope, x, g, actual, length);
            SCALAR.rectifyAdjoint(slope, x, g, expected, length);
            assertThat(actual).containsExactly(expected);
            for (int i = 0; i < length; i++) {
                assertThat(actual[i]).isEqualTo(x[i] > 0 ? g[i] : slope * g[i]);
            }
            assertThat(actual[length]).isEqualTo(x[length]);
        }
    }

    private static void clearAboveDiagonal(Panel square) {
        for (int i = 0; i < square.rows(); i++) {
            for (int j = i + 1; j < square.columns(); j++) {
                square.set(i, j, 0);
            }
        }
    }

    private static double magnitude(double[] y, int yOffset, double[] x, int xOffset, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            double r = x[xOffset + k] + y[yOffset + k];
            sum += r * r;
            x[xOffset + k] = r;
        }
        return sum;
    }
}
