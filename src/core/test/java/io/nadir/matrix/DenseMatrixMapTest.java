package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.Allocation;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

/** Passes over the data against plain loops, across row blocks and chunks. */
class DenseMatrixMapTest {
    private static final Loss SQUARED = new SquaredLoss();

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "7,5,2,3", "13,40,0,2", "40,13,5,8", "1300,900,3,4", "33,17,17,1"})
    void passesAgreeWithPlainLoops(int m, int n, int rank, int columns) {
        Random random = new Random(m * 31L + n);
        for (int rowsPerBlock : new int[] {m, Math.max(1, m / 3), 1}) {
            if (m > 1000 && rowsPerBlock == 1) {
                continue;
            }
            Case c = new Case(m, n, rank, columns, rowsPerBlock, random);
            c.checkEvaluate();
            c.checkGrams();
        }
    }

    @Test
    @Tag("allocation")
    void warmPassesOnOneThreadAllocateNothing() {
        Random random = new Random(1);
        Case c = new Case(600, 500, 5, 8, 600, random);
        Factors gradient = c.w.copy();
        Panel t = Panel.zeros(600, 8);
        Panel s = Panel.zeros(500, 8);
        Factors appended = Factors.zeros(1, 600, 500);
        var witness = java.util.List.of(Panel.zeros(600, 1), Panel.zeros(500, 1));
        Runnable work =
                () -> {
                    c.map.evaluate(c.w, gradient);
                    c.map.gram(c.w, c.b, t, s);
                    c.map.residualGram(c.w, c.b, t, s);
                    appended.append(witness, 0, 1);
                    appended.setRank(1);
                };
        Allocation.assertNoneWhenWarm("passes", work);
    }

    @Test
    void theLipschitzConstantIsTheLargestEigenvalueOfTheOtherGramMatrix() {
        Factors w = Factors.copyOfPair(2, 3, 1, new double[] {3, 4}, new double[] {1, 2, 2});
        MatrixMap map = DenseMatrix.wrap(2, 3, new double[6]).bind(SQUARED, 1, null);
        assertThat(map.lipschitz(w, 0)).isCloseTo(9, within(1e-12));
        assertThat(map.lipschitz(w, 1)).isCloseTo(25, within(1e-12));
        assertThat(map.lipschitz(Factors.empty(2, 3), 0)).isZero();
    }

    @Test
    void theGradientAgreesWithDifferences() {
        Random random = new Random(6);
        Case c = new Case(9, 8, 3, 1, 4, random);
        Factors gradient = c.w.copy();
        c.map.evaluate(c.w, gradient);
        Factors scratch = c.w.copy();
        double h = 1e-6;
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < c.w.block(k).rows(); i++) {
                for (int j = 0; j < 3; j++) {
                    Factors up = c.w.copy();
                    up.block(k).set(i, j, up.block(k).get(i, j) + h);
                    Factors down = c.w.copy();
                    down.block(k).set(i, j, down.block(k).get(i, j) - h);
                    double difference =
                            (c.map.evaluate(up, scratch) - c.map.evaluate(down, scratch)) / (2 * h);
                    assertThat(gradient.block(k).get(i, j)).isCloseTo(difference, within(1e-7));
                }
            }
        }
    }

    /** Data, a point, and what plain loops make of them. */
    private static final class Case {
        final int m;
        final int n;
        final Factors w;
        final Panel b;
        final MatrixMap map;
        final double[][] gradient;

        Case(int m, int n, int rank, int columns, int rowsPerBlock, Random random) {
            this.m = m;
            this.n = n;
            double[] y = random.doubles((long) m * n, -1, 1).toArray();
            DenseMatrix.Builder builder = DenseMatrix.builder(n, rowsPerBlock);
            for (int i = 0; i < m; i++) {
                builder.addRow(y, i * n);
            }
            this.map = builder.build().bind(SQUARED, 1, null);
            this.w =
                    Factors.copyOfPair(
                            m,
                            n,
                            rank,
                            random.doubles((long) m * rank, -1, 1).toArray(),
                            random.doubles((long) n * rank, -1, 1).toArray());
            this.b = Panel.zeros(n, columns);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < columns; j++) {
                    b.set(i, j, random.nextGaussian());
                }
            }
            this.gradient = new double[m][n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = -y[i * n + j];
                    for (int k = 0; k < rank; k++) {
                        sum += w.block(0).get(i, k) * w.block(1).get(j, k);
                    }
                    gradient[i][j] = sum;
                }
            }
        }

        void checkEvaluate() {
            Factors out = w.copy();
            double loss = map.evaluate(w, out);
            double expected = 0.5 * Arrays.stream(gradient).mapToDouble(Case::square).sum();
            assertThat(loss).isCloseTo(expected, within(1e-12 * expected));
            assertClose(out.block(0), times(w.block(1)));
            assertClose(out.block(1), transposedTimes(array(w.block(0))));
        }

        void checkGrams() {
            double[][] product = times(b);
            double[][] gram = transposedTimes(product);
            Panel t = Panel.zeros(m, b.columns());
            Panel s = Panel.zeros(n, b.columns());
            map.gram(w, b, t, s);
            assertClose(negated(t), product);
            assertClose(s, gram);
            map.residualGram(w, b, t, s);
            assertClose(negated(t), product);
            assertClose(s, gram);
        }

        private double[][] times(Panel v) {
            double[][] out = new double[m][v.columns()];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < v.columns(); k++) {
                        out[i][k] += gradient[i][j] * v.get(j, k);
                    }
                }
            }
            return out;
        }

        private double[][] transposedTimes(double[][] u) {
            int columns = u[0].length;
            double[][] out = new double[n][columns];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < columns; k++) {
                        out[j][k] += gradient[i][j] * u[i][k];
                    }
                }
            }
            return out;
        }

        private static double square(double[] row) {
            return Arrays.stream(row).map(x -> x * x).sum();
        }

        private static double[][] array(Panel panel) {
            double[][] out = new double[panel.rows()][panel.columns()];
            for (int i = 0; i < panel.rows(); i++) {
                for (int j = 0; j < panel.columns(); j++) {
                    out[i][j] = panel.get(i, j);
                }
            }
            return out;
        }

        private static Panel negated(Panel panel) {
            Panel out = Panel.zeros(panel.rows(), panel.columns());
            for (int i = 0; i < panel.rows(); i++) {
                for (int j = 0; j < panel.columns(); j++) {
                    out.set(i, j, -panel.get(i, j));
                }
            }
            return out;
        }

        private static void assertClose(Panel actual, double[][] expected) {
            double size =
                    1
                            + Arrays.stream(expected)
                                    .flatMapToDouble(Arrays::stream)
                                    .map(Math::abs)
                                    .max()
                                    .orElse(0);
            for (int i = 0; i < expected.length; i++) {
                for (int j = 0; j < expected[i].length; j++) {
                    assertThat(actual.get(i, j)).isCloseTo(expected[i][j], within(1e-11 * size));
                }
            }
        }
    }
}
