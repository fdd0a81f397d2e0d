package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.Centering;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

/** Folds are a partition of the entries, even in each row and column. */
class FoldsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1.0",
        "1, 40, 1.0",
        "40, 1, 1.0",
        "7, 5, 1.0",
        "20, 20, 1.0",
        "12, 30, 0.5",
        "60, 25, 0.2",
        "200, 90, 0.03",
        "300, 300, 0.01",
        "50, 400, 0.1"
    })
    void eachRowAndColumnIsDealtOutEvenly(int m, int n, double share) {
        for (int seed = 0; seed < 2; seed++) {
            ObservedEntries all = entries(m, n, share, seed);
            for (int count : new int[] {2, 3, 7, 10}) {
                if (count <= all.observed()) {
                    check(all, all.folds(count, seed), count);
                }
            }
        }
    }

    /** Most rows have many entries, most columns few, as with students and lecturers. */
    @Test
    void skewedDataAreDealtOutEvenly() {
        Random random = new Random(8);
        double[] values = new double[400 * 150];
        for (int i = 0; i < 400; i++) {
            for (int j = 0; j < 150; j++) {
                boolean known = random.nextDouble() < 4.0 / (1 + i) + 3.0 / (1 + j);
                values[i * 150 + j] = known ? random.nextGaussian() : Double.NaN;
            }
        }
        ObservedEntries all = ObservedEntries.copyOfNonNaN(400, 150, values);
        check(all, all.folds(7, 1), 7);
        check(all, all.folds(64, 1), 64);
    }

    private static void check(ObservedEntries all, Folds folds, int count) {
        assertThat(folds.count()).isEqualTo(count);
        assertThat(folds.disjoint()).isTrue();
        assertThat(folds.shareOfVariance()).isEqualTo(1.0 / count);
        int m = all.rows();
        int n = all.columns();
        int[][] inRow = new int[m][count];
        int[][] inColumn = new int[n][count];
        int[] sizes = new int[count];
        int wrong = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int held = 0;
                for (int f = 0; f < count; f++) {
                    Fold fold = folds.list().get(f);
                    double out = ((ObservedEntries) fold.heldOut()).get(i, j);
                    double in = ((ObservedEntries) fold.training()).get(i, j);
                    boolean isHeld = !Double.isNaN(out);
                    held += isHeld ? 1 : 0;
                    inRow[i][f] += isHeld ? 1 : 0;
                    inColumn[j][f] += isHeld ? 1 : 0;
                    sizes[f] += isHeld ? 1 : 0;
                    wrong += Double.compare(isHeld ? out : in, all.get(i, j)) == 0 ? 0 : 1;
                    wrong += Double.isNaN(isHeld ? in : out) ? 0 : 1;
                }
                wrong += held == (Double.isNaN(all.get(i, j)) ? 0 : 1) ? 0 : 1;
            }
        }
        assertThat(wrong).isZero();
        assertEven(sizes);
        for (int[] row : inRow) {
            assertEven(row);
        }
        for (int[] column : inColumn) {
            assertEven(column);
        }
    }

    private static void assertEven(int[] counts) {
        int most = Arrays.stream(counts).max().orElseThrow();
        int least = Arrays.stream(counts).min().orElseThrow();
        assertThat(most - least).as(Arrays.toString(counts)).isLessThanOrEqualTo(1);
    }

    @Test
    void theSeedDecides() {
        ObservedEntries all = entries(30, 20, 0.4, 1);
        assertThat(fingerprint(all.folds(4, 1))).isEqualTo(fingerprint(all.folds(4, 1)));
        assertThat(fingerprint(all.folds(4, 1))).isNotEqualTo(fingerprint(all.folds(4, 2)));
        long once = fingerprint(all.holdOuts(3, 0.2, 1));
        assertThat(once).isEqualTo(fingerprint(all.holdOuts(3, 0.2, 1)));
        assertThat(once).isNotEqualTo(fingerprint(all.holdOuts(3, 0.2, 2)));
    }

    private static long fingerprint(Folds folds) {
        long hash = 0;
        for (Fold fold : folds.list()) {
            hash = 31 * hash + fold.heldOut().fingerprint();
        }
        return hash;
    }

    /** An entry is as likely to be held out with one neighbour as with another. */
    @Test
    void foldsAreRandom() {
        double[] values = new double[36];
        ObservedEntries all = ObservedEntries.copyOfNonNaN(6, 6, values);
        int[] together = new int[36];
        int trials = 600;
        for (int seed = 0; seed < trials; seed++) {
            for (Fold fold : all.folds(3, seed).list()) {
                ObservedEntries held = (ObservedEntries) fold.heldOut();
                for (int at = 0; at < 36 && !Double.isNaN(held.get(0, 0)); at++) {
                    together[at] += Double.isNaN(held.get(at / 6, at % 6)) ? 0 : 1;
                }
            }
        }
        assertThat(together[0]).isEqualTo(trials);
        for (int at = 1; at < 36; at++) {
            // One more of 5 in the row or column; of the other 25, 11 − 2 of the fold's 12.
            double expected = at < 6 || at % 6 == 0 ? 1.0 / 5 : 9.0 / 25;
            assertThat(together[at] / (double) trials).isCloseTo(expected, within(0.1));
        }
    }

    @Test
    void repeatedHoldOutsLeaveAnEntryOfEachRowAndColumn() {
        ObservedEntries all = entries(60, 40, 0.06, 3);
        Folds parts = all.holdOuts(6, 0.4, 5);
        assertThat(parts.disjoint()).isFalse();
        long heldOut = 0;
        long others = 0;
        for (Fold fold : parts.list()) {
            ObservedEntries training = (ObservedEntries) fold.training();
            ObservedEntries held = (ObservedEntries) fold.heldOut();
            heldOut += held.observed();
            others += training.observed();
            assertThat(held.observed() + training.observed()).isEqualTo(all.observed());
            for (int i = 0; i < 60; i++) {
                assertThat(inRow(training, i) > 0).isEqualTo(inRow(all, i) > 0);
            }
            for (int j = 0; j < 40; j++) {
                assertThat(inColumn(training, j) > 0).isEqualTo(inColumn(all, j) > 0);
            }
        }
        assertThat((double) heldOut / others).isBetween(0.3, 0.7);
        assertThat(parts.shareOfVariance())
                .isCloseTo(1.0 / 6 + (double) heldOut / others, within(1e-15));
    }

    private static int inRow(ObservedEntries entries, int i) {
        int count = 0;
        for (int j = 0; j < entries.columns(); j++) {
            count += entries.weight(i, j) > 0 ? 1 : 0;
        }
        return count;
    }

    private static int inColumn(ObservedEntries entries, int j) {
        int count = 0;
        for (int i = 0; i < entries.rows(); i++) {
            count += entries.weight(i, j) > 0 ? 1 : 0;
        }
        return count;
    }

    @Test
    void weightsGoWithTheirEntriesAndWeightlessOnesAreLeftOut() {
        double[] y = new Random(2).doubles(20 * 15, 1, 2).toArray();
        double[] weights = new double[y.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = k % 3;
        }
        MatrixData weighted =
                DenseMatrix.wrap(20, 15, y).withWeights(DenseMatrix.wrap(20, 15, weights));
        int held = 0;
        for (Fold fold : weighted.centered(Centering.ROWS).folds(4, 1).list()) {
            assertThat(fold.training().centering()).isEqualTo(Centering.ROWS);
            ObservedEntries part = (ObservedEntries) fold.heldOut();
            for (int k = 0; k < y.length; k++) {
                if (part.weight(k / 15, k % 15) > 0) {
                    assertThat(part.weight(k / 15, k % 15)).isEqualTo(weights[k]);
                    assertThat(part.get(k / 15, k % 15)).isEqualTo(y[k]);
                    held++;
                }
            }
        }
        assertThat(held).isEqualTo(200);
    }

    @Test
    void impossibleNumbersAreRefused() {
        ObservedEntries five = ObservedEntries.copyOfNonNaN(1, 5, new double[5]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.folds(1, 1))
                .withMessage("folds = 1, allowed are 2 to 5, the number of known entries");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.folds(6, 1))
                .withMessageContaining("folds = 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entries(40, 40, 1, 1).folds(101, 1))
                .withMessage("folds = 101, allowed are 2 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.holdOuts(1, 0.5, 1))
                .withMessageContaining("repeats = 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.holdOuts(2, 1, 1))
                .withMessageContaining("fraction = 1.0");
        assertThat(five.folds(5, 1).list()).hasSize(5);
    }

    private static ObservedEntries entries(int m, int n, double share, long seed) {
        Random random = new Random(seed);
        double[] values = new double[m * n];
        for (int k = 0; k < values.length; k++) {
            boolean known = random.nextDouble() < share;
            values[k] = known ? random.nextGaussian() : Double.NaN;
        }
        return ObservedEntries.copyOfNonNaN(m, n, values);
    }
}
