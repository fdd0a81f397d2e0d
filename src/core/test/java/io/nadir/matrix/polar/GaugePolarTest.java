package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;
import io.nadir.reference.Truth;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bounds of the polars of all gauges against exhaustive search on tiny matrices. */
class GaugePolarTest {
    private static final Gauge EUCLIDEAN = EuclideanPlusL1.EUCLIDEAN;
    private static final Gauge ONE = EuclideanPlusL1.ONE;
    private static final Gauge SPARSE = EuclideanPlusL1.sparse(0.4);

    /** The kinds of {@link #matrix} take turns of this length. */
    private static final int ROUND = 70;

    /**
     * A regularizer, whether its polar is exact, and on how many matrices the long test tries it.
     */
    record Model(Regularizer theta, boolean exact, int columns, int instances) {
        @Override
        public String toString() {
            return theta.name();
        }
    }

    static List<Model> models() {
        NonNegative positive = new NonNegative(EUCLIDEAN);
        NonNegative positiveSparse = new NonNegative(SPARSE);
        return List.of(
                new Model(new GaugeProduct(ONE, ONE), true, 2, 1000),
                new Model(new GaugeProduct(ONE, EUCLIDEAN), true, 2, 1000),
                new Model(new GaugeProduct(EUCLIDEAN, ONE), true, 2, 1000),
                new Model(new GaugeProduct(SPARSE, ONE), true, 2, 200),
                new Model(new GaugeProduct(ONE, positive), true, 2, 200),
                new Model(new GaugeProduct(new NonNegative(ONE), positiveSparse), true, 2, 200),
                new Model(new GaugeProduct(EUCLIDEAN, SPARSE), false, 2, 1000),
                new Model(new GaugeProduct(EUCLIDEAN, SPARSE), false, 3, 50),
                new Model(new GaugeProduct(SPARSE, EUCLIDEAN), false, 2, 200),
                new Model(new GaugeProduct(SPARSE, EuclideanPlusL1.sparse(2)), false, 2, 300),
                new Model(new GaugeProduct(positive, positiveSparse), false, 2, 300),
                new Model(new GaugeProduct(EUCLIDEAN, positiveSparse), false, 2, 200),
                new Model(SquaredNorms.nonNegative(), false, 2, 1000),
                new Model(new SquaredNorms(true, false), false, 2, 1000),
                new Model(new SquaredNorms(false, true), false, 3, 50));
    }

    @ParameterizedTest
    @MethodSource("models")
    @Execution(CONCURRENT)
    void theTruthIsBetweenTheBounds(Model model) {
        check(model, Math.min(ROUND, model.instances()));
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("models")
    @Execution(CONCURRENT)
    void theTruthIsBetweenTheBoundsOfMany(Model model) {
        check(model, model.instances());
    }

    private static void check(Model model, int instances) {
        int found = 0;
        int closed = 0;
        for (int seed = 0; seed < instances; seed++) {
            double[][] z = matrix(seed, 1 + new Random(seed).nextInt(3), columns(model, seed));
            double truth = Truth.scan(z, model.theta().gauge(0), model.theta().gauge(1));
            PolarBounds bounds = checkBounds(model.theta(), z, truth, model.exact());
            found += bounds.lower() >= truth * (1 - 1e-6) ? 1 : 0;
            closed += bounds.upper() <= truth * (1 + 2e-3) + 1e-9 ? 1 : 0;
        }
        assertThat(found).as("maxima found").isGreaterThanOrEqualTo(instances * 99 / 100);
        assertThat(closed).as("bounds that meet").isGreaterThan(instances * 4 / 5);
    }

    /** The upper bound has the rounding of a line's sum in it, however few lines there are. */
    @Test
    void oneLongLineIsEnclosed() {
        int n = 1 << 18;
        for (double entry : new double[] {0.1, 0.7, 1.1}) {
            double[] y = new double[n];
            Arrays.fill(y, entry);
            MatrixMap map = DenseMatrix.wrap(1, n, y).bind(new SquaredLoss(), 1, null);
            Regularizer theta = new GaugeProduct(ONE, EUCLIDEAN);
            PolarOracle oracle =
                    new MatrixFamily()
                            .polar(new Objective<>(map, theta, 1), Factors.empty(1, n), 1);
            // √n = 2⁹ scales without rounding.
            assertThat(oracle.bounds(1e6, 0.1).upper()).isGreaterThanOrEqualTo(512 * entry);
            map.close();
        }
    }

    @Test
    void nonNegativePolarsOfAllSupports() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            double[][] z = matrix(seed, 1 + random.nextInt(4), 1 + random.nextInt(4));
            checkBounds(SquaredNorms.nonNegative(), z, Truth.nonNegative(z), false);
        }
    }

    /** 2·‖·‖₂ as a class of its own: nothing is known of it but what the interface tells. */
    @Test
    void gaugesOfAUsersOwnHaveBothBounds() {
        Regularizer theta = new GaugeProduct(new Doubled(), EuclideanPlusL1.EUCLIDEAN);
        for (int seed = 0; seed < 200; seed++) {
            double[][] z = matrix(seed, 1 + seed % 4, 2);
            double truth = 0.5 * Truth.scan(z, EUCLIDEAN, EUCLIDEAN);
            PolarOracle oracle = open(theta, z, 1);
            PolarBounds bounds = oracle.bounds(10 * truth + 1, 1e-10);
            assertThat(bounds.lower()).isCloseTo(truth, within(1e-6 * truth));
            assertThat(bounds.upper()).isGreaterThanOrEqualTo(truth * (1 - 1e-12));
            assertThat(oracle.noProof()).contains("product:doubled,l2");
        }
    }

    /** Bounds at a point with factors are those of the residual there. */
    @Test
    void theResidualCounts() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double[][] y = matrix(seed, 3, 2);
            Factors w =
                    Factors.copyOfPair(
                            3, 2, 2, random.doubles(6).toArray(), random.doubles(4).toArray());
            double[][] z = new double[3][2];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    z[i][j] = y[i][j];
                    for (int k = 0; k < 2; k++) {
                        z[i][j] -= w.block(0).get(i, k) * w.block(1).get(j, k);
                    }
                }
            }
            double truth = Truth.nonNegative(z);
            MatrixMap map = data(y).bind(new SquaredLoss(), 1, null);
            PolarOracle oracle =
                    new MatrixFamily()
                            .polar(new Objective<>(map, SquaredNorms.nonNegative(), 1), w, seed);
            PolarBounds bounds = oracle.bounds(1e300, 1e-10);
            assertThat(bounds.lower()).isLessThanOrEqualTo(truth * (1 + 1e-9) + 1e-12);
            assertThat(bounds.upper()).isGreaterThanOrEqualTo(truth * (1 - 1e-9) - 1e-12);
        }
    }

    private static PolarBounds checkBounds(
            Regularizer theta, double[][] z, double truth, boolean exact) {
        double lambda = 0.37;
        PolarOracle oracle = open(theta, z, lambda);
        double wanted = truth / lambda * (1 + 1e-3) + 1e-9;
        PolarBounds bounds = oracle.bounds(wanted, 1e-10);
        double lower = bounds.lower() * lambda;
        double upper = bounds.upper() * lambda;
        assertThat(lower).isLessThanOrEqualTo(truth * (1 + 1e-6));
        assertThat(upper).isGreaterThanOrEqualTo(truth * (1 - 1e-12));
        if (exact) {
            assertThat(upper).isCloseTo(truth, within(1e-6 * truth + 1e-10));
        }
        if (oracle.noProof() == null) {
            Proof proof = oracle.prove(0);
            assertThat(proof.upper() * lambda).isGreaterThanOrEqualTo(truth * (1 - 1e-12));
        }
        assertWitness(theta, z, bounds, lambda);
        return new PolarBounds(lower, upper, bounds.evidence(), bounds.delta(), bounds.witness());
    }

    private static void assertWitness(
            Regularizer theta, double[][] z, PolarBounds bounds, double lambda) {
        List<double[]> witness = bounds.witness();
        if (witness == null) {
            assertThat(bounds.lower()).isZero();
            return;
        }
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[0].length; j++) {
                sum += witness.get(0)[i] * z[i][j] * witness.get(1)[j] / lambda;
            }
        }
        assertThat(sum).isCloseTo(bounds.lower(), within(1e-9 * bounds.lower()));
        for (int k = 0; k < 2; k++) {
            double[] x = witness.get(k);
            assertThat(theta.gauge(k).value(x, 0, 1, x.length)).isCloseTo(1, within(1e-9));
        }
    }

    private static PolarOracle open(Regularizer theta, double[][] z, double lambda) {
        MatrixMap map = data(z).bind(new SquaredLoss(), 1, null);
        return new MatrixFamily()
                .polar(
                        new Objective<>(map, theta, lambda),
                        Factors.empty(z.length, z[0].length),
                        5);
    }

    private static DenseMatrix data(double[][] z) {
        double[] values = new double[z.length * z[0].length];
        for (int i = 0; i < z.length; i++) {
            System.arraycopy(z[i], 0, values, i * z[0].length, z[0].length);
        }
        return DenseMatrix.wrap(z.length, z[0].length, values);
    }

    private static int columns(Model model, int seed) {
        return model.columns() == 3 ? 3 : 1 + seed % 2;
    }

    /**
     * Gaussian, sparse, integer, all negative, of equal singular values, zero; at several scales.
     */
    private static double[][] matrix(int seed, int m, int n) {
        Random random = new Random(97L * seed);
        double scale = Math.pow(10, random.nextInt(9) - 4);
        double[][] z = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double element =
                        switch (seed % 7) {
                            case 0, 1 -> random.nextGaussian();
                            case 2 -> random.nextInt(2) == 0 ? 0 : random.nextGaussian();
                            case 3 -> random.nextInt(5) - 2;
                            case 4 -> -random.nextDouble();
                            case 5 -> i == j ? 1 : 0;
                            default -> random.nextDouble();
                        };
                z[i][j] = seed % 70 == 1 ? 0 : scale * element;
            }
        }
        return z;
    }

    /** 2·‖x‖₂. */
    private static final class Doubled implements Gauge {
        @Override
        public String name() {
            return "doubled";
        }

        @Override
        public double value(double[] x, int offset, int stride, int length) {
            return 2 * EUCLIDEAN.value(x, offset, stride, length);
        }

        @Override
        public void prox(double weight, double[] x, int offset, int stride, int length) {
            EUCLIDEAN.prox(2 * weight, x, offset, stride, length);
        }

        @Override
        public double polarize(double[] z, int offset, int stride, int length) {
            double dual = 0.5 * EUCLIDEAN.polarize(z, offset, stride, length);
            for (int i = 0; i < length; i++) {
                z[offset + i * stride] *= 0.5;
            }
            return dual;
        }

        @Override
        public double lowerConstant() {
            return 2;
        }
    }
}
