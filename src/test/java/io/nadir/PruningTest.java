package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.DenseMatrix;
import io.nadir.model.DenseTensor;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.GaugeProduct;
import io.nadir.model.MixedNorm;
import io.nadir.model.ModelData;
import io.nadir.model.NormPowers;
import io.nadir.model.ObservedEntries;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredLoss;
import io.nadir.model.SquaredNorms;
import io.nadir.model.TwoLayerNetwork;
import io.nadir.solver.Pruning;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.StopReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            requirePruned(y, new GaugeProduct(MixedNorm.EUCLIDEAN, MixedNorm.EUCLIDEAN), w, 6);
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
