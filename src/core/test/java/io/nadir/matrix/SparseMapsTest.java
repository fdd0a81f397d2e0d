package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.DuplicateEntryException;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.stream.IntStream;

/** Maps of sparse data against the dense map of the same problem. */
class SparseMapsTest {
    private static final Loss SQUARED = new SquaredLoss();

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "7,5,2,3", "13,40,0,2", "40,13,5,8", "300,700,9,4", "1,50,3,2"})
    void agreeWithTheDenseMap(int m, int n, int rank, int columns) {
        Case c = new Case(m, n, rank, columns);
        c.compare(c.sparse.bind(SQUARED, 1, null), c.filled.bind(SQUARED, 1, null));
        c.compare(c.sparse.bind(SQUARED, 3, null), c.filled.bind(SQUARED, 1, null));
        for (Loss loss : new Loss[] {SQUARED, new HuberLoss(0.7)}) {
            MatrixMap dense = c.filled.withWeights(c.mask).bind(loss, 1, null);
            c.compare(c.observed.bind(loss, 1, null), dense);
            c.compare(c.observed.bind(loss, 3, null), dense);
            MatrixMap denseWeighted = c.filled.withWeights(c.weights).bind(loss, 1, null);
            c.compare(c.weighted.bind(loss, 2, null), denseWeighted);
        }
    }

    /**
     * A Krylov iteration relies on G being that of the point it asks for, whatever came between.
     */
    @Test
    void theResidualIsNeverStale() {
        Case c = new Case(20, 30, 3, 2);
        MatrixMap map = c.observed.bind(SQUARED, 1, null);
        MatrixMap dense = c.filled.withWeights(c.mask).bind(SQUARED, 1, null);
        Factors other = c.w.copy();
        other.block(1).set(4, 1, 5);
        c.compareGrams(map, dense, c.w);
        c.compareGrams(map, dense, other);
        map.dualValue(other, 0.5);
        c.compareGrams(map, dense, other);
        other.block(0).set(0, 0, -1);
        c.compareGrams(map, dense, other);
        map.evaluate(c.w, c.w.copy());
        c.compareGrams(map, dense, other);
        other.setRank(2);
        c.compareGrams(map, dense, other);
        map.minimizeBlock(other, 0, 0.3);
        c.compareGrams(map, dense, other);
    }

    @Test
    void blockMinimizersLeaveNoGradient() {
        Case c = new Case(60, 45, 4, 1);
        for (ObservedEntries data : new ObservedEntries[] {c.observed, c.weighted}) {
            MatrixMap map = data.bind(SQUARED, 1, null);
            Factors w = c.w.copy();
            Factors gradient = c.w.copy();
            for (int k : new int[] {0, 1}) {
                double least = map.minimizeBlock(w, k, 0.8);
                double value = map.evaluate(w, gradient);
                Panel block = w.block(k);
                for (int i = 0; i < block.rows(); i++) {
                    for (int j = 0; j < 4; j++) {
                        value += 0.4 * block.get(i, j) * block.get(i, j);
                        assertThat(gradient.block(k).get(i, j) + 0.8 * block.get(i, j))
                                .isCloseTo(0, within(1e-11));
                    }
                }
                assertThat(least).isCloseTo(value, within(1e-11 * value));
            }
        }
    }

    @Test
    void refusesWhatItCannotMean() {
        int[] one = {0, 0};
        double[] values = {1, 2};
        assertThatThrownBy(() -> SparseMatrix.copyOf(2, 3, one, new int[] {1, 1}, values))
                .isInstanceOf(DuplicateEntryException.class)
                .hasMessage("entries 0 and 1 are both at row 0, column 1, allowed is one");
        assertThatThrownBy(() -> SparseMatrix.copyOf(2, 3, one, new int[] {1, 3}, values))
                .hasMessage("column of entry 1 = 3, allowed are 0 to 2");
        assertThatThrownBy(() -> SparseMatrix.copyOf(2, 3, new int[] {-1, 0}, one, values))
                .hasMessage("row of entry 0 = -1, allowed are 0 to 1");
        assertThatThrownBy(() ->
                        ObservedEntries.copyOf(
                                2, 3, one, new int[] {1, 2}, new double[] {1, Double.NaN}))
                .hasMessage("entry 1, at row 0, column 2 = NaN, allowed are finite numbers");
        assertThatThrownBy(() ->
                        ObservedEntries.copyOf(
                                2, 3, one, new int[] {1, 2}, values, new double[] {1, -1}))
                .hasMessage("weight of entry 1 = -1.0, allowed are finite numbers from 0");
        assertThatThrownBy(() ->
                        SparseMatrix.copyOf(2, 3, one, new int[] {1, 2}, values)
                                .bind(new HuberLoss(1), 1, null))
                .hasMessageStartingWith(
                        "loss = huber:1.0, allowed for a sparse matrix with zeros where nothing is"
                                + " listed are squared, poisson:E");
    }

    @Test
    void valuesAndMissingEntriesAreTold() {
        double nan = Double.NaN;
        ObservedEntries known =
                ObservedEntries.copyOfNonNaN(2, 3, new double[] {1, nan, 2, nan, nan, -3});
        assertThat(known.observed()).isEqualTo(3);
        assertThat(known.get(1, 2)).isEqualTo(-3);
        assertThat(known.get(0, 1)).isNaN();
        assertThat(known.weight(0, 1)).isZero();
        assertThat(known.weight(0, 2)).isEqualTo(1);
        assertThat(known.maxAbs()).isEqualTo(3);
        assertThat(known.frobenius()).isCloseTo(Math.sqrt(14), within(1e-15));
        SparseMatrix zeros =
                SparseMatrix.copyOf(2, 2, new int[] {1, 0}, new int[] {0, 1}, new double[] {4, 5});
        assertThat(zeros.get(0, 1)).isEqualTo(5);
        assertThat(zeros.get(0, 0)).isZero();
        assertThat(zeros.observed()).isEqualTo(4);
        assertThat(ObservedEntries.listedIn(zeros).observed()).isEqualTo(2);
    }

    /** The same random entries as every kind of data. */
    private static final class Case {
        final int m;
        final int n;
        final Factors w;
        final Panel b;
        final Panel c;
        final DenseMatrix filled;
        final DenseMatrix mask;
        final DenseMatrix weights;
        final SparseMatrix sparse;
        final ObservedEntries observed;
        final ObservedEntries weighted;

        Case(int m, int n, int rank, int columns) {
            this.m = m;
            this.n = n;
            Random random = new Random(31L * m + n);
            double[] y = new double[m * n];
            double[] known = new double[m * n];
            double[] weight = new double[m * n];
            int[] places = IntStream.range(0, m * n).filter(at -> random.nextInt(4) == 0).toArray();
            for (int at : places) {
                y[at] = random.nextGaussian();
                known[at] = 1;
                weight[at] = random.nextInt(5) == 0 ? 0 : 0.1 + random.nextDouble();
            }
            int[] i = IntStream.of(places).map(at -> at / n).toArray();
            int[] j = IntStream.of(places).map(at -> at % n).toArray();
            double[] values = IntStream.of(places).mapToDouble(at -> y[at]).toArray();
            double[] listed = IntStream.of(places).mapToDouble(at -> weight[at]).toArray();
            filled = DenseMatrix.wrap(m, n, y);
            mask = DenseMatrix.wrap(m, n, known);
            weights = DenseMatrix.wrap(m, n, weight);
            sparse = SparseMatrix.copyOf(m, n, i, j, values);
            observed = ObservedEntries.copyOf(m, n, i, j, values);
            weighted = ObservedEntries.copyOf(m, n, i, j, values, listed);
            w = Factors.zeros(rank, m, n);
            fill(w.block(0), random);
            fill(w.block(1), random);
            b = fill(Panel.zeros(n, columns), random);
            c = fill(Panel.zeros(m, columns + 1), random);
        }

        void compare(MatrixMap map, MatrixMap dense) {
            Panel gb = Panel.zeros(m, b.columns());
            Panel gc = Panel.zeros(n, c.columns());
            Panel expectedGb = Panel.zeros(m, b.columns());
            Panel expectedGc = Panel.zeros(n, c.columns());
            double value = map.residual(w, b, c, gb, gc);
            double expected = dense.residual(w, b, c, expectedGb, expectedGc);
            assertThat(value).isCloseTo(expected, within(1e-11 * (1 + expected)));
            assertClose(gb, expectedGb);
            assertClose(gc, expectedGc);
            assertThat(map.valueAtZero())
                    .isCloseTo(dense.valueAtZero(), within(1e-12 * (1 + expected)));
            assertThat(map.dualValue(w, 0.4))
                    .isCloseTo(dense.dualValue(w, 0.4), within(1e-11 * (1 + expected)));
            compareGrams(map, dense, w);
            map.close();
        }

        void compareGrams(MatrixMap map, MatrixMap dense, Factors at) {
            Panel t = Panel.zeros(m, b.columns());
            Panel s = Panel.zeros(n, b.columns());
            Panel expectedT = Panel.zeros(m, b.columns());
            Panel expectedS = Panel.zeros(n, b.columns());
            dense.residualGram(at, b, expectedT, expectedS);
            map.residualGram(at, b, t, s);
            assertClose(t, expectedT);
            assertClose(s, expectedS);
            if (map.hasFastGram()) {
                map.gram(at, b, t, s);
                assertClose(t, expectedT);
                assertClose(s, expectedS);
            }
        }

        private static Panel fill(Panel panel, Random random) {
            for (int i = 0; i < panel.rows(); i++) {
                for (int j = 0; j < panel.columns(); j++) {
                    panel.set(i, j, random.nextGaussian());
                }
            }
            return panel;
        }

        private static void assertClose(Panel actual, Panel expected) {
            double size = 1;
            for (double x : expected.data()) {
                size = Math.max(size, Math.abs(x));
            }
            for (int k = 0; k < expected.data().length; k++) {
                assertThat(actual.data()[k]).isCloseTo(expected.data()[k], within(1e-11 * size));
            }
        }
    }
}
