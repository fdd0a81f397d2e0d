package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.PolarBounds;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.reference.ExactFunctions;
import io.nadir.reference.ExactProblem;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Certificates that were once wrong, each with the right value. */
class CertificateSoundnessTest {
    private static final double[] Y = new Random(5).doubles(12, -1, 1).toArray();
    private static final SolverOptions OPTIONS = SolverOptions.defaults();

    /** f = ½(1 − x)² + ½|x| with x = (2^90·w)³: f* = 0.375. */
    @Test
    void aPowerMakesThePolarLargerThanTheData() {
        DeepNetwork data =
                new DeepNetwork(
                        DenseMatrix.wrap(1, 1, new double[] {0x1p90}),
                        DenseMatrix.wrap(1, 1, new double[] {1}),
                        Subnetwork.parse("1 > linear:1 > power:3"));
        Problem problem =
                new Problem(data, new SquaredLoss(), new NormPowers(3, false), 1.5 * 0x1p270);
        Solution solution = Nadir.solve(problem, OPTIONS);
        Certificate certificate = solution.certificate();
        double x = 0;
        double size = 0;
        for (int i = 0; i < solution.rank(); i++) {
            double unit = Math.pow(0x1p90 * solution.factors().block(0).get(0, i), 3);
            x += unit;
            size += Math.abs(unit);
        }
        double f = 0.5 * (1 - x) * (1 - x) + 0.5 * size;
        assertThat(certificate.objective()).isCloseTo(f, within(1e-12));
        assertThat(certificate.lowerBound()).isLessThanOrEqualTo(0.375);
        assertThat(certificate.gap()).isGreaterThanOrEqualTo(f - 0.375);
        if (certificate.isGlobal()) {
            assertThat(f).isCloseTo(0.375, within(1e-6));
        }
        assertThat(f).isCloseTo(0.375, within(1e-3));
    }

    /** Beyond what can be squared: powers of large inputs make the polar as large. */
    @Test
    void aLambdaThatCannotBeReplacedIsRefused() {
        DeepNetwork data =
                new DeepNetwork(
                        DenseMatrix.wrap(1, 1, new double[] {0x1p90}),
                        DenseMatrix.wrap(1, 1, new double[] {1}),
                        Subnetwork.parse("1 > linear:1 > power:3 > power:3"));
        double lambda = 0x1p800;
        Problem problem = new Problem(data, new SquaredLoss(), new NormPowers(9, false), lambda);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, OPTIONS))
                .withMessageContaining("lambda = " + lambda + ", allowed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.certify(problem, Factors.empty(1), OPTIONS))
                .withMessageContaining("lambda = " + lambda + ", allowed");
    }

    /** Weights c·ω with c·λ are the same problem, to the bit where c is a power of two. */
    @ParameterizedTest
    @ValueSource(ints = {-200, -77, -1, 1, 3, 60, 133, 200})
    void weightsTimesAPowerOfTwoAreTheSameProblem(int k) {
        double c = Math.scalb(1.0, k);
        for (boolean listed : new boolean[] {false, true}) {
            for (Evidence evidence : new Evidence[] {Evidence.PROBABLE, Evidence.PROVED}) {
                SolverOptions options = OPTIONS.withEvidence(evidence);
                Solution one = Nadir.solve(weighted(1, 0.3, listed), options);
                Solution other = Nadir.solve(weighted(c, 0.3, listed), options);
                assertThat(other.u()).containsExactly(one.u());
                assertThat(other.v()).containsExactly(one.v());
                Certificate a = one.certificate();
                Certificate b = other.certificate();
                assertThat(b.verdict()).isEqualTo(a.verdict());
                assertThat(b.objective()).isEqualTo(c * a.objective());
                assertThat(b.gap()).isEqualTo(c * a.gap());
                assertThat(b.lowerBound()).isEqualTo(c * a.lowerBound());
                assertThat(b.relativeGap()).isEqualTo(a.relativeGap());
                assertThat(b.polar().upper()).isEqualTo(a.polar().upper());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-112, 1e-20, 3, 1e8, 1e10, 1e77, 1e78, 1e85, 1e112})
    void weightsTimesAnythingAreCertifiedAsWell(double c) {
        Solution one = Nadir.solve(weighted(1, 0.3, false), OPTIONS.withRelativeGap(1e-12));
        Solution other = Nadir.solve(weighted(c, 0.3, false), OPTIONS.withRelativeGap(1e-12));
        assertThat(one.certificate().isGlobal()).isTrue();
        assertThat(other.certificate().isGlobal()).isTrue();
        assertThat(other.objective() / c).isCloseTo(one.objective(), within(1e-11));
    }

    /** λ just below the polar of the zero factors, at weights that λ was once clamped at. */
    @ParameterizedTest
    @ValueSource(doubles = {1e78, 1e112})
    void largeWeightsDoNotHideTheBestColumn(double c) {
        double sigma = Nadir.lambdaMax(weighted(1, 1, false), OPTIONS);
        assertThat(Nadir.lambdaMax(weighted(c, 1, false), OPTIONS) / c)
                .isCloseTo(sigma, within(1e-7));
        Solution solution = Nadir.solve(weighted(c, 0.9 * sigma, false), OPTIONS);
        double zero = 0.5 * c * Arrays.stream(Y).map(y -> y * y).sum();
        assertThat(solution.rank()).isPositive();
        assertThat(solution.certificate().isGlobal()).isTrue();
        double expected = zero - 0.5 * c * 0.01 * sigma * sigma;
        assertThat(solution.objective()).isLessThanOrEqualTo(expected * (1 + 1e-6));
    }

    @Test
    void anObjectiveThatWeightsTakeBeyondFloat64IsRefused() {
        DenseMatrix y = DenseMatrix.wrap(1, 1, new double[] {1e120});
        DenseMatrix weights = DenseMatrix.wrap(1, 1, new double[] {1e100});
        Problem problem = Problem.lowRank(y.withWeights(weights), 1e200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, OPTIONS))
                .withMessageContaining("largest magnitude of the data = 1.0E120")
                .withMessageContaining("largest weight = 1.0E100");
    }

    @Test
    void weightsThatFloat64CannotHoldTogetherAreRefused() {
        DenseMatrix y = DenseMatrix.wrap(1, 2, new double[] {1, 1});
        DenseMatrix weights = DenseMatrix.wrap(1, 2, new double[] {1e200, 1e-200});
        Problem problem = Problem.lowRank(y.withWeights(weights), 1e200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, OPTIONS))
                .withMessageContaining("a weight = 1.0E-200, allowed");
    }

    /** Factors of which the objective is beyond float64 where the data are not. */
    @Test
    void factorsBeyondTheScaleOfTheDataAreRefused() {
        Problem problem = Problem.lowRank(DenseMatrix.wrap(1, 1, new double[] {1e150}), 1e149);
        Factors w = Factors.copyOfPair(1, 1, 1, new double[] {1e80}, new double[] {1e80});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.certify(problem, w, OPTIONS))
                .withMessageContaining("objective of the factors");
    }

    /** The largest singular value of Z is 1 + 5e-9, to first order in β. */
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    void theUpperBoundOfThePolarSurvivesCancellation(Evidence evidence) {
        double beta = 5e-9;
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(2, 2, new double[] {2, beta, beta, 1}), 1);
        Factors w = Factors.copyOfPair(2, 2, 1, new double[] {1, 0}, new double[] {1, 0});
        Certificate certificate = Nadir.certify(problem, w, OPTIONS.withEvidence(evidence));
        assertThat(new BigDecimal(certificate.polar().upper()))
                .isGreaterThanOrEqualTo(BigDecimal.ONE.add(new BigDecimal(beta)));
        assertThat(certificate.polar().lower()).isLessThanOrEqualTo(1 + beta);
    }

    /** The objective is below the normal numbers, where float64 has few bits. */
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    void boundsOfDenormalObjectivesAreRoundedOutwards(Evidence evidence) {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            double y = i == 0 ? 4.1301781711829873E-153 : 1e-153 * (4 + random.nextDouble());
            double lambda =
                    i == 0
                            ? 7.690762290106904E-160
                            : y * Math.pow(10, -4 - 12 * random.nextDouble());
            Certificate certificate =
                    Nadir.solve(
                                    Problem.lowRank(
                                            DenseMatrix.wrap(1, 1, new double[] {y}), lambda),
                                    OPTIONS.withEvidence(evidence))
                            .certificate();
            BigDecimal optimum = ExactProblem.soft(new BigDecimal(y), new BigDecimal(lambda));
            assertThat(new BigDecimal(certificate.lowerBound())).isLessThanOrEqualTo(optimum);
        }
    }

    /**
     * Data of which zero factors are far from optimal, made so that the start of seed 1 alone, or
     * mixed with the hash of any data that differ, shows nothing of it.
     */
    @Test
    void dataMadeForAStartAreRefutedAllTheSame() {
        int n = 64;
        for (long hash : new long[] {1, mixed(1, data(n, new double[n]).fingerprint())}) {
            double[] q = orthogonalToStart(n, hash);
            Problem problem = Problem.lowRank(data(n, q), 1);
            Certificate certificate =
                    Nadir.certify(problem, Factors.empty(n, n), OPTIONS.withSeed(1));
            assertThat(certificate.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
            assertThat(certificate.polar().upper()).isGreaterThanOrEqualTo(2 - 1e-12);
        }
    }

    /** ½I + 1.5qqᵀ. */
    private static DenseMatrix data(int n, double[] q) {
        double[] y = new double[n * n];
        for (int i = 0; i < n; i++) {
            y[i * n + i] = 0.5;
            for (int j = 0; j < n; j++) {
                y[i * n + j] += 1.5 * q[i] * q[j];
            }
        }
        return DenseMatrix.wrap(n, n, y);
    }

    private static long mixed(long seed, long fingerprint) {
        return 0x9E3779B97F4A7C15L * (Long.rotateLeft(seed, 23) ^ fingerprint);
    }

    /** A unit vector that the first eight Gaussian columns of a generator are orthogonal to. */
    private static double[] orthogonalToStart(int n, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] basis = new double[9][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 8; j++) {
                basis[j][i] = random.nextGaussian();
            }
            basis[8][i] = i % 7 - 3;
        }
        for (int j = 0; j < 9; j++) {
            for (int round = 0; round < 2; round++) {
                for (int k = 0; k < j; k++) {
                    double inner = dot(basis[j], basis[k]);
                    for (int i = 0; i < n; i++) {
                        basis[j][i] -= inner * basis[k][i];
                    }
                }
            }
            double norm = Math.sqrt(dot(basis[j], basis[j]));
            for (int i = 0; i < n; i++) {
                basis[j][i] /= norm;
            }
        }
        return basis[8];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void numbersThatCannotBeThoseOfACertificateAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolarBounds(1, 0.5, Evidence.PROVED, 0, null))
                .withMessageContaining("bounds of the polar = 1.0 to 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolarBounds(0, Double.NaN, Evidence.PROVED, 0, null))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Certificate.unknown(Double.NaN, 0, 0))
                .withMessageContaining("objective = NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Certificate.unknown(1, Double.POSITIVE_INFINITY, 0))
                .withMessageContaining("gap = ");
    }

    /** A residual of 0 would say that the point is a first-order one. */
    @Test
    void anUnknownPointHasNoEquilibrium() {
        Certificate certificate = Certificate.unknown(1, 1e-3, 0.5);
        assertThat(certificate.hasEquilibrium()).isFalse();
        assertThat(certificate.withDelta(1e-3).withLowerBound(0.6, 0).hasEquilibrium()).isFalse();
    }

    /** An unknown point's gap has the rounding error of its objective in it. */
    @Test
    void theGapOfAnUnknownPointIncludesTheErrorOfItsObjective() {
        Certificate certificate = Certificate.unknown(1, 1e-3, 1);
        assertThat(certificate.gap()).isGreaterThanOrEqualTo(1e-3);
        assertThat(certificate.withLowerBound(0.5, 1e-3).gap()).isGreaterThanOrEqualTo(1e-3);
    }

    /**
     * The loss of a sample that is fitted well is as small as what rounds 1: log(1 + e^−36), and λ
     * next to nothing.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void aCrossEntropyNextToZeroIsNotRounded(int classes) {
        double[] y = new double[classes];
        y[1] = 1;
        double[] v = new double[classes];
        Arrays.fill(v, -3);
        v[1] = 3;
        TwoLayerNetwork data =
                TwoLayerNetwork.relu(
                        DenseMatrix.wrap(1, 1, new double[] {1}), DenseMatrix.wrap(1, classes, y));
        Problem problem = new Problem(data, new SoftmaxLoss(), new SquaredNorms(), 1e-30);
        Factors w = Factors.copyOfPair(1, classes, 1, new double[] {6}, v);
        Certificate certificate = Nadir.certify(problem, w, OPTIONS);
        BigDecimal exponentials =
                ExactFunctions.expOfMinus(BigDecimal.valueOf(36))
                        .multiply(BigDecimal.valueOf(classes - 1L));
        double value = ExactFunctions.log1p(exponentials).doubleValue();
        assertThat(certificate.objective()).isCloseTo(value, withinPercentage(1e-9));
        // f* is less than 1e-27.
        assertThat(certificate.gap()).isGreaterThan(value * (1 - 1e-10));
        assertThat(certificate.lowerBound()).isLessThan(1e-27);
    }

    private static Problem weighted(double c, double lambda, boolean listed) {
        DenseMatrix y = DenseMatrix.wrap(4, 3, Y);
        double[] all = new double[12];
        Arrays.fill(all, c);
        DenseMatrix weights = DenseMatrix.wrap(4, 3, all);
        MatrixData data =
                listed ? ObservedEntries.copyOf(y).withWeights(weights) : y.withWeights(weights);
        return Problem.lowRank(data, c * lambda);
    }
}
