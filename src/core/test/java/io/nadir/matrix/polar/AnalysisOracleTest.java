package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.AnalysisPenalty;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.GaugeContract;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.TotalVariation;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/** Bounds of polars under the total variation against a scan of all directions of two rows. */
class AnalysisOracleTest {
    private static final int INSTANCES = 40;

    /** Directions u of the scan, half of which suffice where no sign counts. */
    private static final int DIRECTIONS = 600;

    private static final double OPERATIONS = 1e7;

    private int closed;

    @Test
    void theTruthIsBetweenTheBounds() {
        check(0, INSTANCES);
        assertThat(closed).as("bounds within 2 %").isGreaterThan(INSTANCES * 3 / 4);
    }

    @Test
    @Tag("long")
    void theTruthIsBetweenManyBounds() {
        check(INSTANCES, 3000);
    }

    private void check(int from, int to) {
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(31L * seed);
            int height = seed % 3 == 0 ? 0 : 1 + random.nextInt(3);
            int width = height == 0 ? 0 : 1 + random.nextInt(3);
            int length = height == 0 ? 1 + random.nextInt(8) : height * width;
            Gauge right = variation(seed, height, width, random);
            Gauge left = left(seed);
            double[][] z = matrix(seed, length, random);
            boolean turned = seed % 2 == 1;
            double truth = scan(z, left, right);
            String what = "seed " + seed + " " + left.name() + ", " + right.name();
            Regularizer theta =
                    turned ? new GaugeProduct(right, left) : new GaugeProduct(left, right);
            check(what, theta, data(z, turned), truth, left.isEuclidean());
        }
    }

    /** With λ = ρ, the truth is 1. */
    private void check(
            String what, Regularizer theta, DenseMatrix z, double truth, boolean isFree) {
        MatrixMap map = z.bind(new SquaredLoss(), 1, null);
        Factors zero = Factors.empty(z.rows(), z.columns());
        Objective<MatrixMap> objective = new Objective<>(map, theta, truth > 0 ? truth : 1);
        PolarOracle oracle = new MatrixFamily().polar(objective, zero, 5);
        assertThat(oracle).isInstanceOf(AnalysisOracle.class);
        double wanted = 1 + 1e-4;
        PolarBounds before = oracle.bounds(wanted, 1e-10);
        double[] reported = {Double.POSITIVE_INFINITY};
        RelaxationBudget budget =
                new RelaxationBudget(
                        OPERATIONS,
                        upper -> {
                            reported[0] = Math.min(reported[0], upper);
                            return true;
                        });
        PolarBounds after = oracle.tighten(wanted, 1e-10, budget);
        double polar = truth > 0 ? 1 : 0;
        assertThat(before.upper()).as(what).isGreaterThanOrEqualTo(polar * (1 - 1e-12));
        assertThat(after.upper()).as(what).isGreaterThanOrEqualTo(polar * (1 - 1e-12));
        assertThat(after.upper()).as(what).isLessThanOrEqualTo(before.upper());
        assertThat(reported[0]).as(what).isGreaterThanOrEqualTo(after.upper());
        // The scan has steps.
        assertThat(after.lower()).as(what).isBetween(polar * (1 - 1e-6), polar * (1 + 1e-4));
        Proof proof = oracle.prove(0);
        assertThat(proof.upper()).as(what).isGreaterThanOrEqualTo(polar * (1 - 1e-12));
        closed += isFree && after.upper() <= 1.02 ? 1 : 0;
        closed += isFree ? 0 : 1;
        map.close();
    }

    /**
     * The largest value at directions of u, improved from the best by shorter and shorter steps.
     */
    private static double scan(double[][] z, Gauge left, Gauge right) {
        double best = 0;
        double at = 0;
        for (int k = 0; k < DIRECTIONS; k++) {
            double angle = 2 * Math.PI * k / DIRECTIONS;
            double value = value(z, angle, left, right);
            at = value > best ? angle : at;
            best = Math.max(best, value);
        }
        for (double step = Math.PI / DIRECTIONS; step > 1e-9; step /= 2) {
            for (double angle : new double[] {at - step, at + step}) {
                double value = value(z, angle, left, right);
                at = value > best ? angle : at;
                best = Math.max(best, value);
            }
        }
        return best;
    }

    private static double value(double[][] z, double angle, Gauge left, Gauge right) {
        double[] u = {Math.cos(angle), Math.sin(angle)};
        double size = left.value(u, 0, 1, 2);
        double[] image = new double[z[0].length];
        for (int j = 0; j < image.length; j++) {
            image[j] = u[0] * z[0][j] + u[1] * z[1][j];
        }
        return size < Double.POSITIVE_INFINITY
                ? right.polarize(image, 0, 1, image.length) / size
                : 0;
    }

    private static Gauge left(int seed) {
        return switch (seed % 8) {
            case 5 -> new NonNegative(EuclideanPlusL1.EUCLIDEAN);
            case 6 -> EuclideanPlusL1.sparse(0.5);
            default -> EuclideanPlusL1.EUCLIDEAN;
        };
    }

    private static TotalVariation variation(int seed, int height, int width, Random random) {
        double euclidean = seed % 5 == 0 ? 0 : 1;
        double one = seed % 5 == 0 || seed % 5 == 1 ? 0.1 + random.nextDouble() : 0;
        double change = Math.pow(10, 2 * random.nextDouble() - 1.5);
        TotalVariation gauge =
                new TotalVariation(euclidean, one, change, height, width, seed / 5 % 2 == 1);
        return gauge;
    }

    /** Gaussian, of steps, of integers, zero; at all scales. */
    private static double[][] matrix(int seed, int length, Random random) {
        double scale = seed % 4 == 0 ? Math.pow(10, random.nextInt(101) - 50) : 1;
        double[][] z = new double[2][length];
        for (int i = 0; i < 2; i++) {
            double level = 0;
            for (int j = 0; j < length; j++) {
                double gaussian = random.nextGaussian();
                level += random.nextInt(3) == 0 ? gaussian : 0;
                z[i][j] =
                        scale
                                * switch (seed / 8 % 4) {
                                    case 0 -> gaussian;
                                    case 1 -> level;
                                    case 2 -> random.nextInt(5) - 2;
                                    default -> gaussian + 0.5;
                                };
                z[i][j] = seed % 50 == 9 ? 0 : z[i][j];
            }
        }
        return z;
    }

    private static DenseMatrix data(double[][] z, boolean turned) {
        int n = z[0].length;
        double[] values = new double[2 * n];
        for (int at = 0; at < 2 * n; at++) {
            values[turned ? at % n * 2 + at / n : at] = z[at / n][at % n];
        }
        return turned ? DenseMatrix.wrap(n, 2, values) : DenseMatrix.wrap(2, n, values);
    }

    /** A solve from end to end, with a proof, and with factors that keep the constraint. */
    @Test
    void globalMinimaAreProved() {
        Random random = new Random(4);
        double[] y = new double[8 * 12];
        for (int at = 0; at < y.length; at++) {
            int pixel = at % 12;
            boolean cell = pixel / 4 < 2 && pixel % 4 < 2;
            y[at] = (cell ? 3.0 : 0) * (at / 12 % 3) + 0.3 * random.nextGaussian();
        }
        TotalVariation right = TotalVariation.grid(3, 4, 1, 0.2, 0.4).onNonNegative();
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(8, 12, y), 1)
                        .withRegularizer(new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, right));
        Solution solution =
                Nadir.solve(
                        problem,
                        SolverOptions.defaults()
                                .withEffort(Effort.HIGH)
                                .withEvidence(Evidence.PROVED)
                                .withRelativeGap(1e-2));
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(solution.rank()).isEqualTo(1);
        assertThat(Arrays.stream(solution.v()).min().orElseThrow()).isNotNegative();
        // Pixels of the cell are alike.
        assertThat(solution.v()[0]).isCloseTo(solution.v()[5], within(1e-9));
        assertThat(solution.v()[11]).isZero();
    }

    /** Bounds rest on what a gauge states of its terms, so that is checked first. */
    @Test
    void liesAboutTermsAreRefused() {
        TotalVariation gauge = TotalVariation.line(1, 0.5, 1);
        AnalysisPenalty.Builder builder = AnalysisPenalty.builder(2, 1);
        builder.add(0.5, 0).add(0.5, 1).add(new double[] {1, -1}, new int[] {0, 1});
        assertThatCode(() -> GaugeContract.require(new Stating(gauge, builder.build(false)), 2))
                .doesNotThrowAnyException();
        refused(gauge, builder.atLeast(0.8).build(false), "leastRatio() = 0.8");
        refused(gauge, AnalysisPenalty.builder(2, 1).add(0.5, 1).build(false), "its analysis");
        refused(gauge, AnalysisPenalty.builder(3, 1).build(false), "length() = 3, must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnalysisPenalty.builder(2, 1).add(Double.NaN, 0))
                .withMessage("weight = NaN, allowed are finite numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnalysisPenalty.builder(2, 1).addDifference(1, 0, 2))
                .withMessage("index = 2, allowed are 0 to 1");
    }

    private static void refused(TotalVariation gauge, AnalysisPenalty terms, String how) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaugeContract.require(new Stating(gauge, terms), 2))
                .withMessageContaining(how);
    }

    /** A gauge that states the given terms. */
    private record Stating(TotalVariation gauge, AnalysisPenalty terms) implements Gauge {
        @Override
        public String name() {
            return gauge.name();
        }

        @Override
        public double value(double[] x, int offset, int stride, int length) {
            return gauge.value(x, offset, stride, length);
        }

        @Override
        public void prox(double weight, double[] x, int offset, int stride, int length) {
            gauge.prox(weight, x, offset, stride, length);
        }

        @Override
        public double polarize(double[] z, int offset, int stride, int length) {
            return gauge.polarize(z, offset, stride, length);
        }

        @Override
        public AnalysisPenalty analysis(int length) {
            return terms;
        }

        @Override
        public double lowerConstant() {
            return gauge.lowerConstant();
        }
    }
}
