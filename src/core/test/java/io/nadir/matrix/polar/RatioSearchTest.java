package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;
import io.nadir.model.RelaxationBudget;
import io.nadir.reference.Truth;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Random;

/**
 * Bounds by relaxations for fixed ratios against exhaustive search: never below what is attained,
 * and next to it where that is possible.
 */
class RatioSearchTest {
    private static final int INSTANCES = 240;
    private static final int MANY_INSTANCES = 6000;

    /** Of a relaxation, for matrices as small as these. */
    private static final double OPERATIONS = 2e7;

    private int closed;
    private int closedBefore;

    @Test
    void theTruthIsNeverAboveTheBound() {
        check(0, INSTANCES);
        assertThat(closed).as("bounds that meet").isGreaterThan(INSTANCES * 9 / 10);
        assertThat(closed).as("more than without").isGreaterThan(closedBefore);
    }

    @Test
    @Tag("long")
    void theTruthIsNeverAboveManyBounds() {
        check(INSTANCES, MANY_INSTANCES);
        assertThat(closed).isGreaterThan((MANY_INSTANCES - INSTANCES) * 9 / 10);
    }

    /** Where the search is interrupted, what it has found until then stays. */
    @Test
    void interruptedBoundsHold() {
        int interrupted = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(31L * seed);
            Regularizer theta = regularizer(seed, random);
            double[][] z = matrix(seed, 3, 2, random);
            double truth = Truth.scan(z, theta.gauge(0), theta.gauge(1));
            if (truth == 0) {
                continue;
            }
            MatrixMap map = data(z).bind(new SquaredLoss(), 1, null);
            Objective<MatrixMap> objective = new Objective<>(map, theta, truth);
            PolarOracle oracle = new MatrixFamily().polar(objective, Factors.empty(3, 2), 5);
            double before = oracle.bounds(1 + 1e-9, 1e-10).upper();
            RelaxationBudget budget =
                    new RelaxationBudget(
                            OPERATIONS,
                            upper -> {
                                throw new WorkInterruptedException();
                            });
            try {
                oracle.tighten(1 + 1e-9, 1e-10, budget);
            } catch (WorkInterruptedException e) {
                interrupted++;
            }
            double upper = oracle.boundsSoFar(1e-10).upper();
            assertThat(upper).as("seed %d", seed).isBetween(1 - 1e-12, before);
            map.close();
        }
        assertThat(interrupted).isGreaterThan(10);
    }

    /** Beyond what a map takes for its data: powers of two give the same bits. */
    @Test
    void scalesDoNotMatter() {
        double[][] z = matrix(3, 3, 2, new Random(3));
        double bound = bound(z, 0);
        for (int exponent : new int[] {-900, -330, -1, 333, 900}) {
            double scaled = Math.scalb(bound(z, exponent), -exponent);
            assertThat(scaled / bound).isBetween(1 - 1e-12, 1 + 1e-12);
        }
    }

    /** Matrices are refused whose relaxations would fill the heap. */
    @Test
    void relaxationsFitIntoTheHeap() {
        assertThat(RatioSearch.largestOrder(1L << 40)).isEqualTo(2500);
        for (long heap : new long[] {1 << 20, 1 << 26, 1 << 28, 1 << 30}) {
            double order = RatioSearch.largestOrder(heap);
            assertThat(20 * 8 * order * order).isBetween(0.45 * heap, 0.5 * heap);
        }
    }

    private static double bound(double[][] z, int exponent) {
        Panel r = Panel.wrap(new double[6], 3, 2, 0);
        for (int at = 0; at < 6; at++) {
            r.data()[at] = Math.scalb(z[at / 2][at % 2], exponent);
        }
        BlockPenalty norm = new BlockPenalty(0, 1, 0.3, false);
        double truth = Truth.scan(z, EuclideanPlusL1.sparse(0.3), EuclideanPlusL1.sparse(0.3));
        double target = Math.scalb(truth * (1 + 1e-6), exponent);
        double lower = Math.scalb(truth * (1 - 1e-6), exponent);
        RelaxationBudget budget = new RelaxationBudget(OPERATIONS, upper -> true);
        NormSumRelaxation relaxation =
                new NormSumRelaxation(r, norm, norm, lower, budget, () -> {});
        relaxation.run(target, lower, budget, starts -> lower, () -> {});
        double bound = relaxation.bound();
        assertThat(Math.scalb(bound, -exponent)).isGreaterThanOrEqualTo(truth * (1 - 1e-12));
        return bound;
    }

    private void check(int from, int to) {
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(31L * seed);
            Regularizer theta = regularizer(seed, random);
            double[][] z = matrix(seed, 1 + random.nextInt(3), columns(seed), random);
            double truth = Truth.scan(z, theta.gauge(0), theta.gauge(1));
            double lambda = truth > 0 ? truth : 1;
            check("seed " + seed + " " + theta.name(), theta, z, truth, lambda);
        }
    }

    /** With λ = ρ, the truth is 1. */
    private void check(String what, Regularizer theta, double[][] z, double truth, double lambda) {
        MatrixMap map = data(z).bind(new SquaredLoss(), 1, null);
        Factors zero = Factors.empty(z.length, z[0].length);
        PolarOracle oracle = new MatrixFamily().polar(new Objective<>(map, theta, lambda), zero, 5);
        double wanted = 1 + 1e-4;
        PolarBounds before = oracle.bounds(wanted, 1e-10);
        assertThat(oracle.hasRelaxation()).as(what).isTrue();
        double[] reported = {Double.POSITIVE_INFINITY};
        RelaxationBudget budget =
                new RelaxationBudget(
                        OPERATIONS,
                        upper -> {
                            assertThat(upper).as(what).isLessThanOrEqualTo(reported[0]);
                            reported[0] = upper;
                            return true;
                        });
        PolarBounds after = oracle.tighten(wanted, 1e-10, budget);
        double polar = truth / lambda;
        assertThat(after.upper()).as(what).isGreaterThanOrEqualTo(polar * (1 - 1e-12));
        assertThat(after.upper()).as(what).isLessThanOrEqualTo(before.upper());
        assertThat(reported[0]).as(what).isGreaterThanOrEqualTo(after.upper());
        assertThat(after.lower()).as(what).isBetween(before.lower(), polar * (1 + 1e-6));
        assertThat(oracle.boundsSoFar(1e-10).upper()).as(what).isEqualTo(after.upper());
        Proof proof = oracle.prove(0);
        assertThat(proof.upper()).as(what).isGreaterThanOrEqualTo(polar * (1 - 1e-12));
        if (truth > 0) {
            assertThat(proof.upper()).as(what).isCloseTo(after.upper(), within(1e-9));
        }
        closedBefore += before.upper() <= wanted ? 1 : 0;
        closed += after.upper() <= wanted ? 1 : 0;
        map.close();
    }

    /** All forms that have a relaxation of ratios, with weights of the 1-norm of 1e-6 to 1e3. */
    private static Regularizer regularizer(int seed, Random random) {
        double gamma = Math.pow(10, -6 + 9 * random.nextDouble());
        double usual = 0.1 + 0.9 * random.nextDouble();
        Gauge euclidean = EuclideanPlusL1.EUCLIDEAN;
        Gauge sparse = EuclideanPlusL1.sparse(seed % 3 == 0 ? gamma : usual);
        Gauge other = new EuclideanPlusL1(0.5, usual);
        return switch (seed % 8) {
            case 0, 1 -> new GaugeProduct(euclidean, sparse);
            case 2 -> new GaugeProduct(sparse, euclidean);
            case 3 -> new GaugeProduct(euclidean, new NonNegative(sparse));
            case 4 -> new GaugeProduct(new NonNegative(euclidean), new NonNegative(sparse));
            case 5 -> new GaugeProduct(new NonNegative(euclidean), sparse);
            case 6 -> new GaugeProduct(sparse, other);
            default -> new GaugeProduct(sparse, new NonNegative(other));
        };
    }

    private static int columns(int seed) {
        return seed % 60 == 7 ? 3 : 1 + seed / 8 % 2;
    }

    /** Gaussian, with zeros, integer, negative, of equal singular values, zero; at all scales. */
    private static double[][] matrix(int seed, int m, int n, Random random) {
        double scale = seed % 4 == 0 ? Math.pow(10, random.nextInt(101) - 50) : 1;
        double[][] z = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double gaussian = random.nextGaussian();
                z[i][j] =
                        scale
                                * switch (seed / 8 % 7) {
                                    case 0, 1 -> gaussian;
                                    case 2 -> random.nextInt(3) == 0 ? 0 : gaussian;
                                    case 3 -> random.nextInt(5) - 2;
                                    case 4 -> -Math.abs(gaussian);
                                    case 5 -> i == j ? 1 : 0;
                                    default -> i == 0 ? 1 : 1e-9 * gaussian;
                                };
                z[i][j] = seed % 50 == 9 ? 0 : z[i][j];
            }
        }
        return z;
    }

    private static DenseMatrix data(double[][] z) {
        double[] values = new double[z.length * z[0].length];
        for (int i = 0; i < z.length; i++) {
            System.arraycopy(z[i], 0, values, i * z[0].length, z[0].length);
        }
        return DenseMatrix.wrap(z.length, z[0].length, values);
    }
}
