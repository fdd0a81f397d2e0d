package io.nadir.network.deep.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.reference.DeepTruth;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** Bounds of deep polars against an exhaustive search of all weights of small networks. */
class DeepTruthTest {
    private static final double BUDGET = 3e8;
    private static final double ROUNDING = 1e-12;

    /** Instances of two units in every build. */
    private static final int FEW = 5;

    /**
     * Each instance has other samples, outputs and slopes: five in turn have one to five outputs,
     * and each rectifier with a slope and without.
     */
    private static void checkTwoUnits(int from, int to) {
        int near = 0;
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            double before = seed % 3 == 0 ? 0.3 : 0;
            double slope = seed % 4 == 0 ? 0.2 : 0;
            double[][] s = matrix(3 + random.nextInt(3), 2, random);
            double[][] z = matrix(s.length, 1 + seed % 5, random);
            DeepTruth truth = DeepTruth.ofTwoUnits(s, z, before, slope, 0.02);
            double upper = bounds(new RectifierChain(List.of(before, slope)), s, z, truth, seed);
            near += upper <= 1.05 * truth.upper() ? 1 : 0;
        }
        assertThat(near).isGreaterThanOrEqualTo((to - from) / 2);
    }

    /** No bound is below what is attained; returns the last one. */
    private static double bounds(
            RectifierChain chain, double[][] s, double[][] z, DeepTruth truth, int seed) {
        SeveralRectifiers bounds = new SeveralRectifiers(chain, panel(s), panel(z), seed, () -> {});
        double attained = truth.lower() * (1 - ROUNDING);
        assertThat(bounds.loose()).as("loose, seed %d", seed).isGreaterThan(attained);
        assertThat(bounds.quick(0)).as("quick, seed %d", seed).isGreaterThan(attained);
        RelaxationBudget budget = new RelaxationBudget(BUDGET, u -> true);
        double upper =
                bounds.tighten(
                        0, budget, u -> assertThat(u).as("seed %d", seed).isGreaterThan(attained));
        assertThat(upper).as("tightened, seed %d", seed).isGreaterThan(attained);
        OutputBound outputs = new OutputBound(chain, panel(s), panel(z), seed, () -> {});
        double pairs = outputs.run(0, new RelaxationBudget(BUDGET, u -> true));
        assertThat(pairs).as("pairs, seed %d", seed).isGreaterThan(attained);
        return Math.min(upper, pairs);
    }

    @Test
    void boundsAreNotBelowNetworksOfTwoUnits() {
        checkTwoUnits(0, FEW);
    }

    @Test
    @Tag("long")
    void boundsAreNotBelowNetworksOfTwoUnitsInManyInstances() {
        checkTwoUnits(FEW, 230);
    }

    /** Windows of two numbers, four pixels, means of overlapping windows: exact in the plane. */
    private static void checkWindows(int from, int to) {
        double[][] means = {{0.25, 0.25, 0, 0.25, 0.25, 0}, {0, 0.25, 0.25, 0, 0.25, 0.25}};
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            double slope = seed % 2 == 0 ? 0 : 0.4;
            String rectifier = slope == 0 ? "relu" : "leaky-relu:0.4";
            Subnetwork network =
                    Subnetwork.parse(
                            "2x3x2 > convolution:3,1/1 > %s > mean-pool:2/1 > linear:2"
                                    .formatted(rectifier));
            double[][] s = matrix(3, 12, random);
            double[][] z = matrix(3, 2, random);
            double[][][] windows = new double[3][6][2];
            for (int n = 0; n < 3; n++) {
                for (int e = 0; e < 12; e++) {
                    windows[n][e / 2][e % 2] = s[n][e];
                }
            }
            DeepTruth truth = DeepTruth.ofWindows(windows, means, z, slope, 1e-3);
            PolarBounds polar = polar(network, new SquaredNorms(), s, z);
            assertThat(polar.upper())
                    .as("seed %d", seed)
                    .isBetween(truth.lower() * (1 - ROUNDING), truth.upper());
            assertThat(polar.lower()).as("seed %d", seed).isLessThanOrEqualTo(truth.upper());
        }
    }

    @Test
    void convolutionsWithMeanPoolsHaveExactBounds() {
        checkWindows(0, 5);
    }

    @Test
    @Tag("long")
    void convolutionsWithMeanPoolsHaveExactBoundsInManyInstances() {
        checkWindows(5, 105);
    }

    /** A bias of the first layer is a further number √2 in each sample, where norms are squared. */
    @Test
    void biasesOfTheFirstLayerHaveExactBounds() {
        Subnetwork network = Subnetwork.parse("1 > linear:2 > bias:1 > relu > linear:2");
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            double[][] s = matrix(5, 1, random);
            double[][] z = matrix(5, 2, random);
            double[][][] windows = new double[5][1][];
            for (int n = 0; n < 5; n++) {
                windows[n][0] = new double[] {s[n][0], Math.sqrt(2)};
            }
            DeepTruth truth = DeepTruth.ofWindows(windows, new double[][] {{1}}, z, 0, 1e-3);
            PolarBounds polar = polar(network, new SquaredNorms(), s, z);
            assertThat(polar.upper())
                    .as("seed %d", seed)
                    .isBetween(truth.lower() * (1 - ROUNDING), truth.upper());
            assertThat(polar.lower()).isGreaterThan(0.99 * truth.lower());
        }
    }

    /** Behind one more layer, the two blocks of the first one cost a factor of 2^(1/6). */
    @Test
    void biasesBeforeTwoRectifiersHaveBounds() {
        checkBiases(0, 3);
    }

    @Test
    @Tag("long")
    void biasesBeforeTwoRectifiersHaveBoundsInMoreInstances() {
        checkBiases(3, 20);
    }

    private static void checkBiases(int from, int to) {
        Subnetwork network =
                Subnetwork.parse("1 > linear:2 > bias:1 > relu > linear:1 > relu > linear:1");
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            double[][] s = matrix(4, 1, random);
            double[][] z = matrix(4, 1, random);
            double[][] rows = new double[4][];
            for (int n = 0; n < 4; n++) {
                rows[n] = new double[] {s[n][0], Math.sqrt(2)};
            }
            DeepTruth truth = DeepTruth.ofTwoUnits(rows, z, 0, 0, 0.02);
            PolarBounds polar = polar(network, new NormPowers(3, false), s, z);
            double bySamples = 0;
            for (int n = 0; n < 4; n++) {
                bySamples += Math.abs(z[n][0]) * (Math.abs(s[n][0]) + Math.sqrt(2));
            }
            assertThat(polar.lower())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(Math.pow(2, 1.0 / 6) * truth.upper());
            assertThat(polar.upper()).as("seed %d", seed).isBetween(polar.lower(), 2 * bySamples);
        }
    }

    /** At rank 0, where Z = Y. */
    private static PolarBounds polar(
            Subnetwork network, Regularizer theta, double[][] s, double[][] z) {
        DeepNetwork data = new DeepNetwork(dense(s), dense(z), network);
        try (DeepMap map = new DeepMap(data, new SquaredLoss(), 1, null)) {
            return new Certifier(new Objective<>(map, theta, 1))
                    .certify(
                            Factors.empty(map.dimensions()),
                            new CertificateRequest(1e-6, Evidence.PROBABLE, 1e-10, 1))
                    .polar();
        }
    }

    private static DenseMatrix dense(double[][] a) {
        double[] values = new double[a.length * a[0].length];
        for (int i = 0; i < a.length; i++) {
            System.arraycopy(a[i], 0, values, i * a[0].length, a[0].length);
        }
        return DenseMatrix.wrap(a.length, a[0].length, values);
    }

    private static Panel panel(double[][] a) {
        Panel panel = Panel.zeros(a.length, a[0].length);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                panel.set(i, j, a[i][j]);
            }
        }
        return panel;
    }

    private static double[][] matrix(int rows, int columns, Random random) {
        double[][] a = new double[rows][columns];
        for (double[] row : a) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return a;
    }
}
