package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.ImplicitSums;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Weighted sparse matrices against dense ones with the same weights. */
class WeightedSparseTest {
    private static final SquaredLoss SQUARED = new SquaredLoss();
    private static final int[] ROWS = {0, 0, 1, 2};
    private static final int[] COLUMNS = {0, 2, 1, 2};

    @ParameterizedTest
    @EnumSource
    void passesAreThoseOfTheDenseMap(WeightedZeros.Kind kind) {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            int m = 1 + random.nextInt(60);
            int n = 1 + random.nextInt(60);
            WeightedZeros c = new WeightedZeros(m, n, seed % 7, kind, seed);
            MatrixMap dense = c.dense().bind(SQUARED, 1, null);
            MatrixMap sparse = c.data.bind(SQUARED, 1 + seed % 3, null);
            compare(sparse, dense, c, c.w, random);
            Factors other = c.w.copy();
            other.scale(0.3);
            compare(sparse, dense, c, other, random);
            assertThat(sparse.valueAtZero())
                    .isCloseTo(dense.valueAtZero(), within(1e-12 * (1 + dense.valueAtZero())));
            assertThat(sparse.curvature()).isEqualTo(dense.curvature());
            assertThat(c.data.observed()).isEqualTo(c.dense().observed());
            sparse.close();
            dense.close();
        }
    }

    private static void compare(
            MatrixMap sparse, MatrixMap dense, WeightedZeros c, Factors w, Random random) {
        double size = 1 + c.largestWeight() * (1 + w.sumOfNormProducts());
        Panel b = gaussian(c.n, 3, random);
        Panel left = gaussian(c.m, 5, random);
        Panel[] actual = {Panel.zeros(c.m, 3), Panel.zeros(c.n, 5)};
        Panel[] expected = {Panel.zeros(c.m, 3), Panel.zeros(c.n, 5)};
        double value = sparse.residual(w, b, left, actual[0], actual[1]);
        double wanted = dense.residual(w, b, left, expected[0], expected[1]);
        assertThat(value).isCloseTo(wanted, within(1e-12 * (size * size + wanted)));
        assertClose(actual[0], expected[0], size);
        assertClose(actual[1], expected[1], size);
        Panel[] grams = {Panel.zeros(c.m, 3), Panel.zeros(c.n, 3)};
        Panel[] wantedGrams = {Panel.zeros(c.m, 3), Panel.zeros(c.n, 3)};
        sparse.residualGram(w, b, grams[0], grams[1]);
        dense.residualGram(w, b, wantedGrams[0], wantedGrams[1]);
        assertClose(grams[0], wantedGrams[0], size);
        assertClose(grams[1], wantedGrams[1], size * size);
        assertThat(sparse.dualValue(w, 0.4))
                .isCloseTo(dense.dualValue(w, 0.4), within(1e-12 * (size * size + wanted)));
        for (boolean across : new boolean[] {false, true}) {
            double[] sums = new double[2];
            sparse.visitEntries(w, across, row -> sums[0] += sumOf(row, across));
            dense.visitEntries(w, across, row -> sums[1] += sumOf(row, across));
            assertThat(sums[0]).isCloseTo(sums[1], within(1e-12 * size * c.m * c.n));
        }
    }

    private static double sumOf(EntryRow row, boolean across) {
        double sum = 0;
        for (int k = 0; k < row.count(); k++) {
            int i = across ? row.column(k) : row.index();
            int j = across ? row.index() : row.column(k);
            sum += Math.sin(i + 2.3 * j) * row.weight(k) * (row.datum(k) - row.output(k));
        }
        return sum;
    }

    /** Inner products of outputs are those under the weights, which Newton's model needs. */
    @ParameterizedTest
    @EnumSource
    void bentUnitsHaveTheInnerProductsOfTheDenseMap(WeightedZeros.Kind kind) {
        WeightedZeros c = new WeightedZeros(11, 17, 4, kind, 3);
        MatrixMap sparse = c.data.bind(SQUARED, 1, null);
        Panel root = Objects.requireNonNull(sparse.bentUnits(c.w, 0));
        for (int p = 0; p < 4; p++) {
            for (int q = 0; q < 4; q++) {
                double expected = 0;
                for (int at = 0; at < c.y.length; at++) {
                    expected += c.weights[at] * output(c, at, p) * output(c, at, q);
                }
                double inner = 0;
                for (int k = 0; k < root.columns(); k++) {
                    inner += root.get(p, k) * root.get(q, k);
                }
                assertThat(inner).isCloseTo(expected, within(1e-9 * c.largestWeight()));
            }
        }
        sparse.close();
    }

    /** Factors of very different sizes: the square of one underflows, and the other is large. */
    @Test
    void boundsCountSquaresThatUnderflow() {
        double[] ones = {1, 1};
        double small = 0x1p-545;
        double large = 0x1p500;
        double entry = small * large;
        MatrixData data =
                SparseMatrix.weighted(
                        2, 2, new int[1], new int[1], new double[1], new double[] {1}, ones, ones);
        try (MatrixMap map = data.bind(SQUARED, 1, null)) {
            double[] u = {small, small};
            double[] v = {large, large};
            Panel gram = Panel.zeros(2, 2);
            ImplicitSums sums = map.implicitSums(Factors.copyOfPair(2, 2, 1, u, v), gram);
            assertThat(sums.valueUp()).isGreaterThanOrEqualTo(2 * entry * entry);
            double known = Rounding.gamma(sums.chain()) * sums.squareUp();
            double off = Math.abs(gram.get(0, 0) - 2 * entry * entry);
            assertThat(known).isGreaterThanOrEqualTo(off);
        }
    }

    private static double output(WeightedZeros c, int at, int column) {
        return c.w.block(0).get(at / c.n, column) * c.w.block(1).get(at % c.n, column);
    }

    @ParameterizedTest
    @EnumSource
    void blockMinimizersLeaveNoGradient(WeightedZeros.Kind kind) {
        for (int seed = 0; seed < 6; seed++) {
            WeightedZeros c = new WeightedZeros(20 + 7 * seed, 45 - 5 * seed, 5, kind, seed);
            MatrixMap map = c.data.bind(SQUARED, 1 + seed % 2, null);
            Factors w = c.w.copy();
            for (int k : new int[] {0, 1, 0}) {
                double least = map.minimizeBlock(w, k, 0.8);
                requireStationary(map, w, w, k, least, c.largestWeight());
            }
            Factors fixed = new WeightedZeros(c.m, c.n, 2, kind, seed + 100).w;
            for (int k : new int[] {1, 0}) {
                double least = map.minimizerBeside(fixed).minimize(w, k, 0.8);
                Factors both =
                        Factors.wrap(
                                7,
                                Panels.concatenate(w.block(0), fixed.block(0)),
                                Panels.concatenate(w.block(1), fixed.block(1)));
                requireStationary(map, both, w, k, least, c.largestWeight());
            }
            map.close();
        }
    }

    /** With far more columns than a row has entries, rows are solved in other coordinates. */
    @ParameterizedTest
    @EnumSource
    void rowsOfFewEntriesAreSolvedToo(WeightedZeros.Kind kind) {
        for (int seed = 0; seed < 3; seed++) {
            WeightedZeros c = new WeightedZeros(90 + seed, 70, 60, kind, seed + 5);
            MatrixMap map = c.data.bind(SQUARED, 1 + seed, null);
            Factors w = c.w.copy();
            for (int k : new int[] {0, 1, 0}) {
                double least = map.minimizeBlock(w, k, 0.8);
                requireStationary(map, w, w, k, least, c.largestWeight());
            }
            map.close();
        }
    }

    private static void requireStationary(
            MatrixMap map, Factors all, Factors part, int k, double least, double weight) {
        Factors gradient = all.copy();
        double value = map.evaluate(all, gradient);
        Panel block = part.block(k);
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < block.columns(); j++) {
                value += 0.4 * block.get(i, j) * block.get(i, j);
                assertThat(gradient.block(k).get(i, j) + 0.8 * block.get(i, j))
                        .isCloseTo(0, within(1e-10 * (1 + weight)));
            }
        }
        assertThat(least).isCloseTo(value, within(1e-10 * (1 + weight) * (1 + value)));
    }

    @Test
    void zeroForWhatIsNotListedMeansMissing() {
        double[] values = {1, -2, 3, 4};
        double[] weights = {1, 0, 2, 0.5};
        MatrixData data = SparseMatrix.weighted(3, 3, ROWS, COLUMNS, values, weights, 0);
        assertThat(data.fingerprint())
                .isEqualTo(
                        ObservedEntries.copyOf(3, 3, ROWS, COLUMNS, values, weights).fingerprint());
        ObservedEntries listed = ObservedEntries.copyOf(3, 3, ROWS, COLUMNS, values, weights);
        assertThat(listed.withUnlistedWeight(0.7).fingerprint())
                .isEqualTo(
                        SparseMatrix.weighted(3, 3, ROWS, COLUMNS, values, weights, 0.7)
                                .fingerprint());
    }

    /** Weights of 1 everywhere are no weights. */
    @Test
    void equalWeightsAreThePlainProblem() {
        SparseMatrix counts = SparseMatrix.copyOf(3, 3, ROWS, COLUMNS, new double[] {1, 1, 1, 1});
        for (MatrixData same :
                List.of(counts.withUnlistedWeight(1), counts.withImplicitFeedback(0))) {
            double plain = objective(Problem.lowRank(counts, 0.3));
            assertThat(objective(Problem.lowRank(same, 0.3))).isCloseTo(plain, within(1e-9));
        }
    }

    /** Weights and λ times a power of two multiply the objective, from 2^-900 to 2^900. */
    @ParameterizedTest
    @ValueSource(ints = {-900, -60, 60, 900})
    void powersOfTwoChangeNothing(int exponent) {
        double[] values = {1, -2, 3, 4};
        double[] weights = {1, 0.2, 2, 0.5};
        double unit = Math.scalb(1.0, exponent);
        double[] scaled = Arrays.stream(weights).map(x -> x * unit).toArray();
        double expected =
                objective(
                        Problem.lowRank(
                                SparseMatrix.weighted(3, 3, ROWS, COLUMNS, values, weights, 0.7),
                                0.3));
        MatrixData data = SparseMatrix.weighted(3, 3, ROWS, COLUMNS, values, scaled, 0.7 * unit);
        assertThat(objective(Problem.lowRank(data, 0.3 * unit))).isEqualTo(expected * unit);
    }

    private static double objective(Problem problem) {
        var solution = Nadir.solve(problem, SolverOptions.defaults().withRelativeGap(1e-10));
        assertThat(solution.certificate().isGlobal()).isTrue();
        return solution.objective();
    }

    @Test
    void zerosAreHeldOutToo() {
        WeightedZeros c = new WeightedZeros(60, 80, 1, WeightedZeros.Kind.IMPLICIT, 6);
        List<? extends ModelData> parts = c.data.split(0.2, 5);
        ObservedEntries held = (ObservedEntries) parts.get(1);
        MatrixMap training = (MatrixMap) parts.get(0).bind(SQUARED, 1, null);
        long listed = Arrays.stream(c.weights).filter(weight -> weight != 1).count();
        int[] counts = new int[3];
        double[] standing = new double[1];
        double[] scale = new double[1];
        double[] left = new double[1];
        training.visitEntries(
                Factors.empty(60, 80),
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        int at = row.index() * 80 + k;
                        boolean out = held.weight(row.index(), k) > 0;
                        if (out || c.weights[at] != 1) {
                            assertThat(row.weight(k)).isEqualTo(out ? 0 : c.weights[at]);
                        } else {
                            left[0] += row.weight(k);
                        }
                        assertThat(row.datum(k)).isEqualTo(out ? 0 : c.y[at]);
                        if (out && held.get(row.index(), k) > 0) {
                            counts[0]++;
                            double ratio = held.weight(row.index(), k) / c.weights[at];
                            scale[0] = scale[0] == 0 ? ratio : scale[0];
                            assertThat(ratio).isCloseTo(scale[0], within(1e-12 * ratio));
                        } else if (out && c.weights[at] == 1) {
                            counts[1]++;
                            standing[0] += held.weight(row.index(), k);
                        }
                    }
                });
        training.close();
        assertThat(counts[0]).isBetween((int) (0.12 * listed), (int) (0.28 * listed));
        assertThat(counts[1]).isBetween(counts[0], counts[0] + 400);
        double zeros = Arrays.stream(c.weights).filter(weight -> weight == 1).count();
        assertThat(left[0]).isBetween(0.76 * zeros, 0.84 * zeros);
        assertThat(standing[0] / scale[0])
                .isBetween(0.15 * (4800 - 2 * listed), 0.2 * 4800 + counts[1]);
        assertThat(c.data.split(0.2, 5).get(0).fingerprint()).isEqualTo(parts.get(0).fingerprint());
        assertThat(c.data.split(0.2, 6).get(0).fingerprint())
                .isNotEqualTo(parts.get(0).fingerprint());
    }

    @Test
    void reportsNameTheLoss() {
        SparseMatrix counts = SparseMatrix.copyOf(3, 3, ROWS, COLUMNS, new double[] {1, 5, 0, 2});
        MatrixData implicit = counts.withImplicitFeedback(40);
        assertThat(implicit.lossName(SQUARED)).isEqualTo("implicit:40.0");
        assertThat(implicit.lossParameters())
                .containsExactly(Map.entry("alpha", 40.0), Map.entry("unlistedWeight", 1.0));
        MatrixData weighted = counts.withUnlistedWeight(0.25);
        assertThat(weighted.lossName(SQUARED)).isEqualTo("squared");
        assertThat(weighted.lossParameters()).containsExactly(Map.entry("unlistedWeight", 0.25));
        assertThat(counts.lossParameters()).isEmpty();
    }

    @Test
    void refusesWhatItCannotMean() {
        double[] values = {1, -2, 3, 4};
        double[] ones = {1, 1, 1, 1};
        SparseMatrix matrix = SparseMatrix.copyOf(3, 3, ROWS, COLUMNS, values);
        assertThatThrownBy(() -> matrix.withImplicitFeedback(2))
                .hasMessage(
                        "a value = -2.0, allowed for implicit feedback with alpha = 2.0 are numbers"
                                + " from 0 to "
                                + Double.MAX_VALUE / 2);
        assertThatThrownBy(() -> matrix.withImplicitFeedback(-1))
                .hasMessage("alpha = -1.0, allowed are finite numbers from 0");
        assertThatThrownBy(() -> matrix.withUnlistedWeight(Double.NaN))
                .hasMessage(
                        "weight of what is not listed = NaN, allowed are finite numbers from 0");
        assertThatThrownBy(() ->
                        SparseMatrix.weighted(
                                3, 3, ROWS, COLUMNS, values, ones, new double[3], ones))
                .hasMessage("columnWeights.length = 4, must equal columns = 3");
        assertThatThrownBy(() ->
                        SparseMatrix.weighted(
                                3,
                                3,
                                ROWS,
                                COLUMNS,
                                values,
                                ones,
                                new double[3],
                                new double[] {1, 1, 1}))
                .hasMessage("rowWeights[0] = 0.0, allowed are finite numbers greater than 0");
        MatrixData weighted = matrix.withUnlistedWeight(0.5);
        assertThatThrownBy(() -> weighted.bind(new HuberLoss(1), 1, null))
                .hasMessageStartingWith("loss = huber:1.0, allowed for a sparse matrix");
        assertThatThrownBy(() -> weighted.withImplicitFeedback(3))
                .hasMessageStartingWith("implicit feedback with alpha = 3.0, allowed for a sparse");
        assertThatThrownBy(() -> weighted.split(1e-9, 1))
                .hasMessageStartingWith("fraction = 1.0E-9, allowed are those that leave a listed");
    }

    private static Panel gaussian(int rows, int columns, Random random) {
        Panel panel = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        return panel;
    }

    private static void assertClose(Panel actual, Panel expected, double size) {
        double largest = size;
        for (double x : expected.data()) {
            largest = Math.max(largest, Math.abs(x));
        }
        for (int k = 0; k < expected.data().length; k++) {
            assertThat(actual.data()[k]).isCloseTo(expected.data()[k], within(1e-12 * largest));
        }
    }
}
