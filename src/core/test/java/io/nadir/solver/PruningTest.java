package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution.StopReason;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class PruningTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();

    private final Random random = new Random(5);

    /** At most 6 entries of X: at most 6 columns, whatever their number was. */
    @Test
    void anyFactorizationKeepsItsValueWithAsManyColumnsAsEntries() {
        for (int trial = 0; trial < 100; trial++) {
            DenseMatrix y = DenseMatrix.wrap(3, 2, gaussian(6));
            Factors w = Factors.copyOfPair(3, 2, 40, gaussian(120), gaussian(80));
            requirePruned(y, new SquaredNorms(), w, 6);
            requirePruned(
                    y,
                    new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.EUCLIDEAN),
                    w,
                    6);
        }
    }

    @Test
    void aNetworkKeepsItsOutputs() {
        for (double slope : new double[] {0, 0.1, 1}) {
            TwoLayerNetwork network =
                    new TwoLayerNetwork(
                            DenseMatrix.wrap(7, 3, gaussian(21)),
                            DenseMatrix.wrap(7, 2, gaussian(14)),
                            slope);
            Factors w = Factors.copyOfPair(3, 2, 500, gaussian(1500), gaussian(1000));
            requirePruned(network, new SquaredNorms(), w, 14);
        }
    }

    /** Only the observed entries count. */
    @Test
    void observedEntriesKeepTheirValues() {
        double[] y = gaussian(42);
        for (int i = 0; i < 30; i++) {
            y[i] = Double.NaN;
        }
        ObservedEntries entries = ObservedEntries.copyOfNonNaN(6, 7, y);
        Factors w = Factors.copyOfPair(6, 7, 60, gaussian(360), gaussian(420));
        requirePruned(entries, new SquaredNorms(), w, 12);
    }

    /** Entries without weight do not count; the drift is bounded from above. */
    @Test
    void thereAreNoMoreColumnsThanEntriesWithWeight() {
        for (int trial = 0; trial < 300; trial++) {
            int m = 1 + random.nextInt(6);
            int n = 1 + random.nextInt(5);
            double share = random.nextDouble();
            double[] weights =
                    random.doubles((long) m * n)
                            .map(x -> x < share ? 0 : Math.pow(10, 6 * x))
                            .toArray();
            weights[random.nextInt(m * n)] = 1;
            int seen = (int) Arrays.stream(weights).filter(weight -> weight > 0).count();
            DenseMatrix y = DenseMatrix.wrap(m, n, gaussian(m * n));
            DenseMatrix all = DenseMatrix.wrap(m, n, weights);
            int rank = 1 + random.nextInt(40);
            Factors w = Factors.copyOfPair(m, n, rank, gaussian(m * rank), gaussian(n * rank));
            for (MatrixData data :
                    List.of(y.withWeights(all), ObservedEntries.copyOf(y).withWeights(all))) {
                Problem problem = Problem.lowRank(data, 1);
                Pruning pruning = Nadir.prune(problem, w, OPTIONS);
                assertThat(pruning.factors().rank()).isLessThanOrEqualTo(seen);
                assertThat(pruning.drift())
                        .isLessThan(1e-10 * rank)
                        .satisfies(bound ->
                                assertThat(new BigDecimal(bound))
                                        .isGreaterThanOrEqualTo(
                                                drift(w, pruning.factors(), weights)));
            }
        }
    }

    /** ‖X' − X‖_F over the entries with a weight, without rounding, rounded down. */
    private static BigDecimal drift(Factors before, Factors after, double[] weights) {
        int n = before.block(1).rows();
        BigDecimal squares = BigDecimal.ZERO;
        for (int at = 0; at < weights.length; at++) {
            if (weights[at] > 0) {
                BigDecimal change =
                        entry(after, at / n, at % n).subtract(entry(before, at / n, at % n));
                squares = squares.add(change.multiply(change));
            }
        }
        return squares.sqrt(new MathContext(20, RoundingMode.DOWN));
    }

    private static BigDecimal entry(Factors w, int i, int j) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int c = 0; c < w.rank(); c++) {
            BigDecimal u = new BigDecimal(w.block(0).get(i, c));
            sum = sum.add(u.multiply(new BigDecimal(w.block(1).get(j, c))));
        }
        return sum;
    }

    /** Columns that underflow beside others, or by themselves, are part of the drift. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-70, 1e-105, 1e-130, 1e-145, 1e-160})
    void theDriftOfTinyColumnsIsNotZero(double small) {
        double[] u = gaussian(3 * 12);
        double[] v = gaussian(2 * 12);
        for (int at = 0; at < u.length; at++) {
            u[at] *= at % 12 < 3 ? 1 : small;
        }
        for (int at = 0; at < v.length; at++) {
            v[at] *= at % 12 < 3 ? 1 : small;
        }
        double[] ones = new double[6];
        Arrays.fill(ones, 1);
        Factors w = Factors.copyOfPair(3, 2, 12, u, v);
        Problem problem = Problem.lowRank(DenseMatrix.wrap(3, 2, ones), 1);
        Pruning pruning = Nadir.prune(problem, w, OPTIONS);
        BigDecimal drift = drift(w, pruning.factors(), ones);
        assertThat(drift).isPositive();
        assertThat(pruning.factors().rank()).isLessThanOrEqualTo(6);
        assertThat(new BigDecimal(pruning.drift())).isGreaterThanOrEqualTo(drift);
    }

    /** Outputs whose squares overflow or underflow keep their values too. */
    @ParameterizedTest
    @ValueSource(doubles = {1e70, 1e-70})
    void outputsOfAnyScaleKeepTheirValues(double scale) {
        int[] shape = {1, 1, 1};
        List<double[]> blocks = List.of(gaussian(6), gaussian(6), gaussian(6));
        double x = 0;
        for (int i = 0; i < 6; i++) {
            x += blocks.get(0)[i] * blocks.get(1)[i] * blocks.get(2)[i];
        }
        Factors w = Factors.copyOf(6, shape, blocks);
        w.scale(scale);
        Problem problem =
                new Problem(
                        DenseTensor.wrap(shape, new double[] {1}),
                        new SquaredLoss(),
                        new NormPowers(3, false),
                        1);
        Pruning pruning = Nadir.prune(problem, w, OPTIONS);
        Factors pruned = pruning.factors();
        assertThat(pruned.rank()).isEqualTo(1);
        double one = 1;
        for (int k = 0; k < 3; k++) {
            one *= pruned.block(k).get(0, 0) / scale;
        }
        assertThat(one).isCloseTo(x, within(1e-13));
        double size = scale * scale * scale;
        assertThat(pruning.norm() / size).isCloseTo(Math.abs(x), within(1e-13));
        assertThat(pruning.drift() / size).isLessThan(1e-13);
    }

    /** A start with columns that the others imply does not stand in the way of the rank limit. */
    @Test
    void aSolveMakesRoomForColumnsByPruning() {
        DenseMatrix y = DenseMatrix.wrap(8, 6, gaussian(48));
        double[] u = new double[16];
        double[] v = new double[12];
        for (int i = 0; i < 8; i++) {
            u[2 * i] = 0.1;
            u[2 * i + 1] = 0.1;
        }
        for (int j = 0; j < 6; j++) {
            v[2 * j] = 0.1;
            v[2 * j + 1] = 0.1;
        }
        Solution solution =
                Nadir.solve(
                        Problem.lowRank(y, 1.5),
                        OPTIONS.withMaxRank(2).withStart(Factors.copyOfPair(8, 6, 2, u, v)));
        assertThat(solution.stopReason()).isIn(StopReason.MAX_RANK, StopReason.CERTIFIED);
        assertThat(solution.rank()).isEqualTo(2);
    }

    private static void requirePruned(ModelData data, Regularizer theta, Factors w, int entries) {
        Problem problem = new Problem(data, new SquaredLoss(), theta, 1);
        Pruning pruning = Nadir.prune(problem, w, OPTIONS);
        Factors pruned = pruning.factors();
        assertThat(pruned.rank()).isLessThanOrEqualTo(entries);
        assertThat(theta.value(pruned)).isLessThanOrEqualTo(theta.value(w) * (1 + 1e-12));
        assertThat(pruning.drift()).isLessThan(1e-11 * (1 + pruning.norm()) * w.rank());
        try (FactorizationMap map = data.bind(new SquaredLoss(), 1, null)) {
            double before = map.evaluate(w, w.copy());
            assertThat(map.evaluate(pruned, pruned.copy()))
                    .isCloseTo(before, within(1e-9 * before));
        }
    }

    private double[] gaussian(int length) {
        return random.doubles(length, -1, 1).toArray();
    }
}
