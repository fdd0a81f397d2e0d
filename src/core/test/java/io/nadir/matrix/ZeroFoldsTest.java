package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Folds of data whose unlisted entries count. */
class ZeroFoldsTest {
    private static final SquaredLoss SQUARED = new SquaredLoss();
    private static final int COUNT = 4;

    /** Where zeros are few, all of them are dealt out: every entry is held out once. */
    @ParameterizedTest
    @EnumSource
    void foldsOfFewZerosDivideAllEntries(WeightedZeros.Kind kind) {
        WeightedZeros c = dense(kind);
        double[] scale = new double[COUNT];
        int[] timesOut = new int[c.m * c.n];
        Folds folds = c.data.folds(COUNT, 3);
        assertThat(folds.disjoint()).isTrue();
        for (int fold = 0; fold < COUNT; fold++) {
            Fold parts = folds.list().get(fold);
            ObservedEntries held = (ObservedEntries) parts.heldOut();
            double[] training = weights(parts.training());
            double sum = 0;
            int count = 0;
            for (int at = 0; at < training.length; at++) {
                double weight = held.weight(at / c.n, at % c.n);
                boolean out = weight > 0;
                timesOut[at] += out ? 1 : 0;
                sum += weight;
                count += out ? 1 : 0;
                assertThat(training[at])
                        .isCloseTo(out ? 0 : c.weights[at], within(0.2 * c.weights[at]));
                if (out) {
                    assertThat(held.get(at / c.n, at % c.n)).isEqualTo(c.y[at]);
                    double ratio = weight / c.weights[at];
                    scale[fold] = scale[fold] == 0 ? ratio : scale[fold];
                    // Zeros stand for a share of all that need not be a whole number.
                    assertThat(ratio / scale[fold]).isBetween(0.5, 2.0);
                }
            }
            assertThat(sum).isCloseTo(count, within(1e-10 * count));
        }
        for (int at = 0; at < timesOut.length; at++) {
            assertThat(timesOut[at]).isEqualTo(c.weights[at] > 0 ? 1 : 0);
        }
    }

    /** An instance of which more than half is listed. */
    private static WeightedZeros dense(WeightedZeros.Kind kind) {
        for (int seed = 0; ; seed++) {
            WeightedZeros c = new WeightedZeros(7, 9, 0, kind, seed);
            long zeros = Arrays.stream(c.y).filter(value -> value == 0).count();
            if (zeros < 26) {
                return c;
            }
        }
    }

    private static double[] weights(ModelData data) {
        try (MatrixMap map = ((MatrixData) data).bind(SQUARED, 1, null)) {
            double[] weights = new double[map.rows() * map.columns()];
            map.visitEntries(
                    Factors.empty(map.dimensions()),
                    false,
                    row -> {
                        for (int k = 0; k < row.count(); k++) {
                            weights[row.index() * map.columns() + row.column(k)] = row.weight(k);
                        }
                    });
            return weights;
        }
    }

    /** Listed entries are dealt out evenly in each row; zeros stand for all there are. */
    @Test
    void foldsAreEvenAndStandForAll() {
        WeightedZeros c = new WeightedZeros(40, 60, 0, WeightedZeros.Kind.SIDES, 8);
        double listed = Arrays.stream(c.y).filter(value -> value != 0).count();
        double missing = Arrays.stream(c.weights).filter(weight -> weight == 0).count();
        for (Fold parts : c.data.folds(COUNT, 5).list()) {
            ObservedEntries held = (ObservedEntries) parts.heldOut();
            double[] standing = new double[2];
            for (int i = 0; i < c.m; i++) {
                int inRow = 0;
                int inFold = 0;
                for (int j = 0; j < c.n; j++) {
                    double weight = c.weights[i * c.n + j];
                    boolean isListed = c.y[i * c.n + j] != 0;
                    inRow += isListed && weight > 0 ? 1 : 0;
                    inFold += isListed && held.weight(i, j) > 0 ? 1 : 0;
                    if (held.weight(i, j) > 0) {
                        standing[isListed ? 1 : 0] += held.weight(i, j) / weight;
                    }
                }
                assertThat(inFold).isBetween(inRow / COUNT, Math.ceilDiv(inRow, COUNT));
            }
            double expected = (c.y.length - listed) / (listed - missing);
            assertThat(standing[0] / standing[1]).isBetween(0.97 * expected, 1.03 * expected);
        }
    }

    @Test
    void theSeedChoosesFoldsAndHoldOuts() {
        WeightedZeros c = new WeightedZeros(30, 40, 0, WeightedZeros.Kind.SIDES, 2);
        assertThat(print(c.data.folds(2, 1))).isEqualTo(print(c.data.folds(2, 1)));
        assertThat(print(c.data.folds(2, 1))).isNotEqualTo(print(c.data.folds(3, 2)));
        Folds repeated = c.data.holdOuts(3, 0.3, 1);
        assertThat(repeated.disjoint()).isFalse();
        assertThat(print(repeated)).isEqualTo(print(c.data.holdOuts(3, 0.3, 1)));
        assertThat(print(repeated).stream().distinct()).hasSize(3);
        assertThatThrownBy(() -> c.data.holdOuts(1, 0.3, 1))
                .hasMessage("repeats = 1, allowed are 2 and more");
        assertThatThrownBy(() -> c.data.folds(1, 1))
                .hasMessageStartingWith("folds = 1, allowed are 2 to ");
    }

    private static List<Long> print(Folds folds) {
        return folds.list().stream().map(fold -> fold.training().fingerprint()).toList();
    }

    /** Repeated hold-outs leave each row and column a listed entry. */
    @Test
    void holdOutsLeaveOneOfEachRow() {
        int[] i = new int[24];
        int[] j = new int[24];
        double[] values = new double[24];
        double[] weights = new double[24];
        for (int e = 0; e < 24; e++) {
            i[e] = e / 3;
            j[e] = 2 * (e % 3);
            values[e] = 1;
            weights[e] = e % 3 == 0 ? 0 : 1;
        }
        MatrixData data = SparseMatrix.weighted(8, 9, i, j, values, weights, 0.1);
        for (Fold fold : data.holdOuts(30, 0.45, 6).list()) {
            double[] training = weights(fold.training());
            for (int row = 0; row < 8; row++) {
                double listed = 0;
                for (int e = 3 * row; e < 3 * row + 3; e++) {
                    listed += training[i[e] * 9 + j[e]];
                }
                assertThat(listed).isPositive();
            }
        }
    }

    /** Planted factors under noise, zeros counted: what is chosen predicts better than means. */
    @Test
    void pathsChooseByFolds() {
        Random random = new Random(3);
        int m = 14;
        int n = 12;
        int[] rows = new int[m * n];
        int[] columns = new int[m * n];
        double[] counts = new double[m * n];
        int next = 0;
        for (int at = 0; at < m * n; at++) {
            double rate = at / n % 2 == at % n % 2 ? 2.5 : 0.2;
            int count = poisson(rate, random);
            if (count > 0) {
                rows[next] = at / n;
                columns[next] = at % n;
                counts[next++] = count;
            }
        }
        SparseMatrix data =
                SparseMatrix.copyOf(
                        m,
                        n,
                        Arrays.copyOf(rows, next),
                        Arrays.copyOf(columns, next),
                        Arrays.copyOf(counts, next));
        SolverOptions options = SolverOptions.defaults().withRelativeGap(3e-2);
        for (Problem problem :
                List.of(
                        Problem.lowRank(data, 1),
                        new Problem(data, new PoissonLoss(0.1), SquaredNorms.nonNegative(), 1))) {
            PathOptions path =
                    PathOptions.geometric(0.3, 4).withFolds(data.folds(2, 1)).withPatience(2);
            List<PathPoint> points = Nadir.solvePath(problem, path, options);
            int best = PathPoint.best(points);
            assertThat(best).isPositive();
            assertThat(points.get(best).solution().rank()).isPositive();
            double baseline =
                    Nadir.baselines(problem, path, options).stream()
                            .mapToDouble(simple -> simple.heldOut().meanLoss())
                            .min()
                            .orElseThrow();
            assertThat(Objects.requireNonNull(points.get(best).heldOut()).meanLoss())
                    .isLessThan(0.9 * baseline);
        }
    }

    private static int poisson(double rate, Random random) {
        double product = random.nextDouble();
        int count = 0;
        while (product > Math.exp(-rate)) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
