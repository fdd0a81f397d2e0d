package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.certify.bound.KuczynskiWozniakowski;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** The bounds of the polar one by one, against dense decompositions. */
class BoundsTest {
    private static final SquaredNorms THETA = new SquaredNorms();

    /**
     * A diagonal matrix whose largest singular value is well separated, so that a run of few steps
     * from a bad start misses it: the hardest spectrum for the a priori bound.
     */
    private static final int N = 400;

    private static final double TOP = 1.05;

    /**
     * With a δ far too large to rely on, the bound fails sometimes, and no more often than δ. That
     * it can fail at all shows that the test would see a bound that is wrong.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9})
    void theFailureRateIsAtMostDelta(double delta) {
        int runs = 400;
        int failures = 0;
        int unconverged = 0;
        MatrixMap map = map(diagonal());
        for (int seed = 0; seed < runs; seed++) {
            SpectralOracle oracle =
                    new SpectralOracle(
                            new Objective<MatrixMap>(map, THETA, 1), Factors.empty(N, N), seed);
            PolarBounds bounds = oracle.bounds(1.2, delta);
            assertThat(bounds.lower()).isLessThanOrEqualTo(TOP * (1 + 1e-12));
            failures += bounds.upper() < TOP ? 1 : 0;
            unconverged += bounds.lower() < TOP * (1 - 1e-6) ? 1 : 0;
        }
        double deviation = Math.sqrt(runs * delta * (1 - delta));
        assertThat((double) failures).isLessThanOrEqualTo(runs * delta + 3 * deviation);
        assertThat(unconverged).as("runs that had not found the maximum").isGreaterThan(0);
    }

    /**
     * What decides whether a proof is tried holds for a δ that nobody asked for: it leaves no trace
     * in any bound. The same steps give a looser bound for the δ of the bounds, which is kept. At a
     * target that is out of reach nothing comes of the proof.
     */
    @Test
    void whatOnlyPromisesIsNeverReported() {
        int promised = 0;
        MatrixMap map = map(diagonal());
        for (int seed = 0; seed < 20; seed++) {
            Objective<MatrixMap> objective = new Objective<>(map, THETA, 1);
            SpectralOracle oracle = new SpectralOracle(objective, Factors.empty(N, N), seed);
            double before = oracle.boundsSoFar(1e-10).upper();
            promised += oracle.proveAtOnce(1.2, 0, 1e-10) == null ? 0 : 1;
            int steps = oracle.krylovSteps();
            assertThat(oracle.boundsSoFar(1e-10).upper()).isGreaterThan(1.2).isLessThan(before);
            SpectralOracle other = new SpectralOracle(objective, Factors.empty(N, N), seed);
            PolarBounds bounds = oracle.bounds(1.2, 1e-10);
            assertThat(bounds.upper()).isEqualTo(other.bounds(1.2, 1e-10).upper());
            assertThat(steps).isLessThan(oracle.krylovSteps());
        }
        assertThat(promised).isEqualTo(20);
    }

    @Test
    void aRefutedPointTakesNoMoreStepsAndNoProof() {
        MatrixMap map = map(diagonal());
        for (int seed = 0; seed < 20; seed++) {
            Objective<MatrixMap> objective = new Objective<>(map, THETA, 1);
            SpectralOracle oracle = new SpectralOracle(objective, Factors.empty(N, N), seed);
            SpectralOracle other = new SpectralOracle(objective, Factors.empty(N, N), seed);
            assertThat(oracle.proveAtOnce(1.01, 1, 1e-10)).isNull();
            assertThat(oracle.bounds(1.01, 1e-10).lower())
                    .isEqualTo(other.bounds(1.01, 1e-10).lower());
            assertThat(oracle.isRefuted()).isTrue();
            assertThat(oracle.krylovSteps()).isEqualTo(other.krylovSteps());
        }
    }

    @Test
    void theDefaultDeltaDoesNotFail() {
        MatrixMap map = map(diagonal());
        for (int seed = 0; seed < 100; seed++) {
            SpectralOracle oracle =
                    new SpectralOracle(
                            new Objective<MatrixMap>(map, THETA, 1), Factors.empty(N, N), seed);
            assertThat(oracle.bounds(1.1, 1e-10).upper()).isGreaterThanOrEqualTo(TOP);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30, 77})
    void theProvedBoundIsOneAndTight(int n) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(1000L * n + seed);
            int m = 1 + random.nextInt(60);
            int rank = random.nextInt(4);
            double[] y = random.doubles((long) m * n, -1, 1).toArray();
            Factors w =
                    Factors.copyOfPair(
                            m,
                            n,
                            rank,
                            random.doubles((long) m * rank, -0.3, 0.3).toArray(),
                            random.doubles((long) n * rank, -0.3, 0.3).toArray());
            double sigma = residualNorm(m, n, y, w);
            double lambda = sigma * (1 + 1e-7);
            Proof proof = prove(DenseMatrix.wrap(m, n, y), lambda, w, 1e-6 * m * n);
            double upper = proof.upper();
            assertThat(upper).isGreaterThanOrEqualTo(sigma / lambda * (1 - 1e-14));
            if (rank == 0) {
                assertThat(upper).isLessThan(1.1);
                assertThat(proof.gap()).isLessThanOrEqualTo(1e-6 * m * n);
            }
        }
    }

    /**
     * λ just below σ_max(Y): rank 0 is not optimal, and no tolerance below the excess proves it.
     */
    @Test
    void whatIsFalseIsNotProved() {
        int m = 40;
        int n = 30;
        double[] y = new Random(8).doubles((long) m * n, -1, 1).toArray();
        double sigma = residualNorm(m, n, y, Factors.empty(m, n));
        for (double excess : new double[] {1e-2, 1e-3, 1e-4, 1e-5}) {
            double lambda = sigma * (1 - excess);
            double objective = 0.5 * square(y);
            double trueGap = 0.5 * (sigma - lambda) * (sigma - lambda);
            Proof proof =
                    prove(DenseMatrix.wrap(m, n, y), lambda, Factors.empty(m, n), 0.5 * trueGap);
            assertThat(proof.gap()).isGreaterThanOrEqualTo(trueGap - 1e-12 * objective);
        }
    }

    private static Proof prove(DenseMatrix y, double lambda, Factors w, double target) {
        Objective<MatrixMap> objective = new Objective<>(map(y), THETA, lambda);
        PointValue point = new SpectralOracle(objective, w, 1).point();
        return ProvedBound.prove(objective, point, w, target);
    }

    /** What the bounds do not hold for must not reach them. */
    @Test
    void otherProblemsAreRefused() {
        SquaredLoss squared = new SquaredLoss();
        DenseMatrix tiny = DenseMatrix.wrap(1, 1, new double[] {1e-200});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tiny.bind(squared, 1, null))
                .withMessageContaining("1.0E-200");
        MatrixMap other = DenseMatrix.wrap(1, 1, new double[] {1}).bind(new HalvedLoss(), 1, null);
        CertificateRequest proved = new CertificateRequest(1e-6, Evidence.PROVED, 1e-10, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Certifier(new Objective<>(other, THETA, 1))
                                .certify(Factors.empty(1, 1), proved))
                .withMessageContaining("evidence = PROVED")
                .withMessageContaining("the loss halved has no errorConstant()");
    }

    @Test
    void regularizersOfAnotherDegreeAreRefused() {
        MatrixMap map = map(DenseMatrix.wrap(1, 1, new double[] {1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Certifier(new Objective<>(map, new Cubed(), 1)))
                .withMessageContaining("cubed = 3")
                .withMessageContaining("2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Certifier(new Objective<>(map, THETA, 1e-130)))
                .withMessageContaining("lambda = 1.0E-130");
    }

    /** Θ may be far smaller than the factors: rounding errors of ⟨Z, X⟩ are not relative to it. */
    @Test
    void roundingOfThePairingFollowsTheFactors() {
        EuclideanPlusL1 small = new EuclideanPlusL1(0x1p-40, 0);
        MatrixMap map = map(DenseMatrix.wrap(1, 1, new double[] {1}));
        double x = Math.sqrt(1 - 1e-9);
        Factors w = Factors.copyOfPair(1, 1, 1, new double[] {x}, new double[] {x});
        PolarOracle oracle =
                new MatrixFamily()
                        .polar(new Objective<>(map, new GaugeProduct(small, small), 1), w, 1);
        assertThat(oracle.point().rounding()).isGreaterThanOrEqualTo(Math.ulp(1.0));
    }

    /** θ of degree 3. */
    private static final class Cubed implements Regularizer {
        @Override
        public String name() {
            return "cubed";
        }

        @Override
        public int degree() {
            return 3;
        }

        @Override
        public double value(Factors w, int column) {
            return Math.pow(THETA.value(w, column), 1.5);
        }

        @Override
        public double price(Factors w, int k, int column) {
            return 1;
        }

        @Override
        public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
            throw new AssertionError("not to be called");
        }

        @Override
        public Gauge gauge(int k) {
            return EuclideanPlusL1.EUCLIDEAN;
        }
    }

    /** Some other loss. */
    private static final class HalvedLoss implements Loss {
        private final SquaredLoss squared = new SquaredLoss();

        @Override
        public String name() {
            return "halved";
        }

        @Override
        public double curvature() {
            return 1;
        }

        @Override
        public double value(double y, double x) {
            return 0.5 * squared.value(y, x);
        }

        @Override
        public double derivative(double y, double x) {
            return 0.5 * squared.derivative(y, x);
        }

        @Override
        public double dualValue(double y, double g) {
            return 0.5 * squared.dualValue(y, 2 * g);
        }
    }

    @Test
    void powerIterationIsALowerBoundThatImproves() {
        MatrixMap map = map(diagonal());
        Factors none = Factors.empty(N, N);
        double one = PowerIteration.lowerBound(map, 1, none, 1, 4);
        double many = PowerIteration.lowerBound(map, 1, none, 300, 4);
        assertThat(one).isLessThan(many);
        assertThat(many).isCloseTo(TOP, within(1e-3)).isLessThanOrEqualTo(TOP * (1 + 1e-12));
    }

    @Test
    void theNormOfATwoByTwoMatrixIsExact() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            Panel a = Panel.zeros(2, 2);
            for (int k = 0; k < 4; k++) {
                double size = Math.pow(10, random.nextInt(9) - 4);
                a.set(k / 2, k % 2, random.nextInt(5) == 0 ? 0 : size * random.nextDouble());
            }
            double expected = SmallDense.svd(a).values()[0];
            assertThat(SpectralNorm.ofBlocks(a.get(0, 0), a.get(0, 1), a.get(1, 0), a.get(1, 1)))
                    .isCloseTo(expected, within(1e-14 * expected));
        }
    }

    @Test
    void theProbabilityBoundIsTheOneOfTheTheorem() {
        double epsilon = KuczynskiWozniakowski.epsilon(40, 1000, 1, 1e-10);
        double probability = 1.648 * Math.sqrt(1000) * Math.exp(-Math.sqrt(epsilon) * 79);
        assertThat(probability).isCloseTo(1e-10, within(1e-18));
        double block = KuczynskiWozniakowski.epsilon(40, 1000, 8, 1e-10);
        double each = 1.648 * Math.sqrt(1000) * Math.exp(-Math.sqrt(block) * 79);
        assertThat(Math.pow(each, 8)).isCloseTo(1e-10, within(1e-16));
        assertThat(KuczynskiWozniakowski.epsilon(1, 1000, 1, 1e-10)).isEqualTo(1);
    }

    private static DenseMatrix diagonal() {
        double[] y = new double[N * N];
        for (int i = 0; i < N; i++) {
            y[i * N + i] = i == 17 ? TOP : Math.sqrt((double) i / N);
        }
        return DenseMatrix.wrap(N, N, y);
    }

    private static MatrixMap map(DenseMatrix y) {
        return y.bind(new SquaredLoss(), 1, null);
    }

    private static double residualNorm(int m, int n, double[] y, Factors w) {
        Panel residual = Panel.zeros(m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = y[i * n + j];
                for (int k = 0; k < w.rank(); k++) {
                    sum -= w.block(0).get(i, k) * w.block(1).get(j, k);
                }
                residual.set(i, j, sum);
            }
        }
        return SmallDense.svd(residual).values()[0];
    }

    private static double square(double[] y) {
        double sum = 0;
        for (double x : y) {
            sum += x * x;
        }
        return sum;
    }
}
