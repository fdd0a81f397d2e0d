package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.EntryRow;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.function.Consumer;

/** The gradient with all its entries, and products with the data, against plain loops. */
class GradientEntriesTest {
    @ParameterizedTest
    @CsvSource({"1,1,0", "7,5,2", "30,200,3", "300,70,1"})
    void entriesAreThoseOfTheLoss(int m, int n, int rank) {
        Random random = new Random(m + n);
        double[] y = random.doubles((long) m * n, -3, 3).toArray();
        Factors w = factors(m, n, rank, random);
        HuberLoss loss = new HuberLoss(0.8);
        for (int threads = 1; threads <= 2; threads++) {
            try (MatrixMap map = blocks(m, n, y).bind(loss, threads, null)) {
                Panel fast = map.gradient(w);
                Panel slow = new ByPasses(map).gradient(w);
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double x = 0;
                        for (int k = 0; k < rank; k++) {
                            x += w.block(0).get(i, k) * w.block(1).get(j, k);
                        }
                        double expected = loss.derivative(y[i * n + j], x);
                        assertThat(fast.get(i, j)).isCloseTo(expected, within(1e-13));
                        assertThat(slow.get(i, j)).isCloseTo(expected, within(1e-13));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,5", "300,70"})
    void productsWithTheData(int m, int n) {
        Random random = new Random(m + n);
        double[] y = random.doubles((long) m * n, -3, 3).toArray();
        Factors w = factors(m, n, 3, random);
        MatrixMap map = blocks(m, n, y).bind(new SquaredLoss(), 1, null);
        for (MatrixMap each : new MatrixMap[] {map, new ByPasses(map)}) {
            Panel yb = factors(m, n, 3, random).block(0);
            Panel yc = factors(m, n, 3, random).block(1);
            each.multiplyData(w.block(1), w.block(0), yb, yc);
            for (int k = 0; k < 3; k++) {
                double[] rows = new double[m];
                double[] columns = new double[n];
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        rows[i] += y[i * n + j] * w.block(1).get(j, k);
                        columns[j] += y[i * n + j] * w.block(0).get(i, k);
                    }
                }
                for (int i = 0; i < m; i++) {
                    assertThat(yb.get(i, k)).isCloseTo(rows[i], within(1e-12 * (m + n)));
                }
                for (int j = 0; j < n; j++) {
                    assertThat(yc.get(j, k)).isCloseTo(columns[j], within(1e-12 * (m + n)));
                }
            }
        }
    }

    @Test
    void otherLossesHaveNoFastProducts() {
        MatrixMap map = DenseMatrix.wrap(1, 1, new double[] {1}).bind(new HuberLoss(1), 1, null);
        Panel one = Panel.zeros(1, 1);
        assertThatThrownBy(() -> map.multiplyData(one, one, Panel.zeros(1, 1), Panel.zeros(1, 1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("huber");
    }

    private static Factors factors(int m, int n, int rank, Random random) {
        return Factors.copyOfPair(
                m,
                n,
                rank,
                random.doubles((long) m * rank, -1, 1).toArray(),
                random.doubles((long) n * rank, -1, 1).toArray());
    }

    /** Several row blocks where there are rows enough. */
    private static DenseMatrix blocks(int m, int n, double[] y) {
        DenseMatrix.Builder builder = DenseMatrix.builder(n, 19);
        for (int i = 0; i < m; i++) {
            builder.addRow(y, i * n);
        }
        return builder.build();
    }

    /** A map that knows its passes only. */
    private static final class ByPasses extends MatrixMap {
        private final MatrixMap map;

        ByPasses(MatrixMap map) {
            super(map.data(), map.rows(), map.columns(), map.loss(), 1, 1, null);
            this.map = map;
        }

        @Override
        public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
            return map.residual(w, b, c, gb, gc);
        }

        @Override
        public void residualGram(Factors w, Panel b, Panel t, Panel s) {
            map.residualGram(w, b, t, s);
        }

        @Override
        public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
            map.visitEntries(w, transposed, visitor);
        }

        @Override
        public double dualValue(Factors w, double s) {
            return map.dualValue(w, s);
        }

        @Override
        public boolean hasFastGram() {
            return map.hasFastGram();
        }
    }
}
