package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Solves and certificates under gauges, against closed forms, or the best of many starts. */
class GaugeProblemsTest {
    private static final EuclideanPlusL1 EUCLIDEAN = EuclideanPlusL1.EUCLIDEAN;
    private static final EuclideanPlusL1 ONE = EuclideanPlusL1.ONE;

    /** Instances of each convex model. */
    private static final int CONVEX = 250;

    /** Instances of each hard model, larger than those of {@link GaugeOptimalityTest}. */
    private static final int HARD = 15;

    /** A convex problem in X with a solution by thresholding groups of entries. */
    enum Thresholding {
        ENTRIES,
        ROWS,
        COLUMNS;

        Regularizer theta() {
            return new GaugeProduct(
                    this == COLUMNS ? EUCLIDEAN : ONE, this == ROWS ? EUCLIDEAN : ONE);
        }

        /** Σ over the groups, with norm s, of ½s² or λs − ½λ². */
        double optimum(double[] y, int m, int n, double lambda) {
            int groups = this == ENTRIES ? m * n : this == ROWS ? m : n;
            double[] squares = new double[groups];
            for (int i = 0; i < y.length; i++) {
                squares[this == ENTRIES ? i : this == ROWS ? i / n : i % n] += y[i] * y[i];
            }
            double sum = 0;
            for (double square : squares) {
                double s = Math.sqrt(square);
                sum += s <= lambda ? 0.5 * square : lambda * s - 0.5 * lambda * lambda;
            }
            return sum;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void convexProblemsAreSolvedAndProved(Thresholding kind) {
        checkConvex(kind, 0, CONVEX);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void moreConvexProblemsAreSolvedAndProved(Thresholding kind) {
        checkConvex(kind, CONVEX, 1000);
    }

    private static void checkConvex(Thresholding kind, int from, int to) {
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            int m = seed % 17 == 0 ? 1 : 1 + random.nextInt(12);
            int n = seed % 13 == 0 ? 1 : 1 + random.nextInt(12);
            double[] y = data(seed, m * n);
            double lambda = lambda(y, random);
            Evidence evidence = seed % 2 == 0 ? Evidence.PROVED : Evidence.PROBABLE;
            Problem problem = problem(m, n, y, kind.theta(), lambda);
            SolverOptions options = SolverOptions.defaults().withEvidence(evidence);
            Solution solution = Nadir.solve(problem, options);
            double optimum = kind.optimum(y, m, n, lambda);
            String what = "instance %d, %d x %d".formatted(seed, m, n);
            double rounding = 1e-12 * optimum;
            assertThat(solution.stopReason()).as(what).isEqualTo(StopReason.CERTIFIED);
            Certificate certificate = solution.certificate();
            assertThat(certificate.polar().evidence()).as(what).isEqualTo(evidence);
            assertThat(certificate.lowerBound()).as(what).isLessThanOrEqualTo(optimum + rounding);
            assertThat(solution.objective())
                    .as(what)
                    .isBetween(optimum - rounding, optimum * (1 + 1e-6) + rounding);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"columns", "proximal-gradient"})
    void everyDescentEndsAtTheOptimum(String name) {
        Descent descent = new Descent(name);
        for (int seed = 0; seed < 60; seed++) {
            double[] y = data(seed, 30);
            double lambda = lambda(y, new Random(seed));
            Thresholding kind = Thresholding.values()[seed % 3];
            SolverOptions options = SolverOptions.defaults().withDescent(descent);
            Solution solution = Nadir.solve(problem(6, 5, y, kind.theta(), lambda), options);
            double optimum = kind.optimum(y, 6, 5, lambda);
            assertThat(solution.objective()).isCloseTo(optimum, within(1e-6 * optimum + 1e-300));
            assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        }
    }

    static List<Regularizer> hard() {
        NonNegative signed = new NonNegative(EUCLIDEAN);
        return List.of(
                SquaredNorms.nonNegative(),
                new SquaredNorms(true, false),
                new SquaredNorms(false, true),
                new GaugeProduct(signed, signed),
                new GaugeProduct(EUCLIDEAN, EuclideanPlusL1.sparse(0.3)),
                new GaugeProduct(signed, new NonNegative(EuclideanPlusL1.sparse(0.3))),
                new GaugeProduct(EuclideanPlusL1.sparse(0.3), EuclideanPlusL1.sparse(0.1)));
    }

    /**
     * Whatever the verdict, the lower bound is below everything that any start reaches, so no point
     * is called global that is not within the gap.
     */
    @ParameterizedTest
    @MethodSource("hard")
    @Execution(CONCURRENT)
    void lowerBoundsAreBelowTheBestOfManyStarts(Regularizer theta) {
        int certified = 0;
        for (int seed = 0; seed < HARD; seed++) {
            Random random = new Random(seed);
            int m = 1 + random.nextInt(5);
            int n = 1 + random.nextInt(5);
            double[] y = data(seed, m * n);
            if (seed % 3 == 0) {
                for (int i = 0; i < y.length; i++) {
                    y[i] = Math.abs(y[i]);
                }
            }
            Problem problem = problem(m, n, y, theta, lambda(y, random));
            SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-4);
            Evidence evidence = seed % 2 == 0 ? Evidence.PROVED : Evidence.PROBABLE;
            Solution solution = Nadir.solve(problem, options.withEvidence(evidence));
            double best = solution.objective();
            for (int start = 0; start < 4; start++) {
                Factors from = start(theta, m, n, random);
                Certificate there = Nadir.certify(problem, from, options);
                Solution other =
                        Nadir.solve(problem, options.withStart(from).withMaxRank(from.rank()));
                best = Math.min(best, other.objective());
                assertBelow(there, best, seed);
                assertBelow(other.certificate(), best, seed);
            }
            assertBelow(solution.certificate(), best, seed);
            assertThat(solution.stopReason()).isNotEqualTo(StopReason.MAX_RANK);
            certified += solution.certificate().isGlobal() ? 1 : 0;
        }
        boolean spectral = theta.gauge(1).lowerConstant() == 1;
        assertThat(certified).as("solutions certified").isGreaterThan(spectral ? HARD / 3 : 0);
    }

    /** Rank one and nonnegative: the optimum is that without signs, by thresholding. */
    @Test
    void nonNegativeRankOneHasAClosedForm() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int m = 1 + random.nextInt(8);
            int n = 1 + random.nextInt(8);
            double[] u = random.doubles(m).toArray();
            double[] v = random.doubles(n).toArray();
            double[] y = new double[m * n];
            double square = 0;
            for (int i = 0; i < y.length; i++) {
                y[i] = u[i / n] * v[i % n];
                square += y[i] * y[i];
            }
            double sigma = Math.sqrt(square);
            double lambda = sigma * (0.1 + random.nextDouble());
            double optimum =
                    sigma <= lambda ? 0.5 * square : lambda * sigma - 0.5 * lambda * lambda;
            SolverOptions options = SolverOptions.defaults().withEvidence(Evidence.PROVED);
            Solution solution =
                    Nadir.solve(problem(m, n, y, SquaredNorms.nonNegative(), lambda), options);
            assertThat(solution.certificate().isGlobal()).isTrue();
            assertThat(solution.objective()).isCloseTo(optimum, within(1e-6 * optimum));
        }
    }

    static List<Loss> otherLosses() {
        return List.of(new HuberLoss(0.5), new LogisticLoss(), new SquaredHingeLoss());
    }

    @ParameterizedTest
    @MethodSource("otherLosses")
    @Execution(CONCURRENT)
    void otherLossesHaveGapsToo(Loss loss) {
        int proved = 0;
        List<Regularizer> hard = hard();
        for (int seed = 0; seed < 3 * hard.size(); seed++) {
            double[] y = data(seed, 20);
            Random random = new Random(seed);
            double lambda = loss instanceof HuberLoss ? lambda(y, random) : random.nextDouble();
            for (int e = 0; e < y.length && !(loss instanceof HuberLoss); e++) {
                y[e] = y[e] < 0 ? -1 : 1;
            }
            Problem problem = problem(5, 4, y, hard.get(seed % hard.size()), lambda).withLoss(loss);
            SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-3).withMaxRank(6);
            Solution solution = Nadir.solve(problem, options.withEvidence(Evidence.PROVED));
            for (int start = 0; start < 3; start++) {
                Factors from = start(problem.regularizer(), 5, 4, random);
                Solution other = Nadir.solve(problem, options.withStart(from));
                assertThat(solution.certificate().lowerBound())
                        .isLessThanOrEqualTo(other.objective() * (1 + 1e-10));
            }
            boolean global = solution.certificate().isGlobal();
            proved += global ? 1 : 0;
            assertThat(!global || solution.certificate().polar().evidence() == Evidence.PROVED)
                    .isTrue();
        }
        assertThat(proved).isGreaterThan(hard.size());
    }

    @Test
    void startsThatViolateConstraintsAreRefused() {
        double[] y = {1, 2, 3, 4};
        Problem problem = problem(2, 2, y, SquaredNorms.nonNegative(), 1);
        Factors bad = Factors.copyOfPair(2, 2, 1, new double[] {1, -1}, new double[] {1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.certify(problem, bad, SolverOptions.defaults()))
                .withMessageContaining("column 0 of factor 0")
                .withMessageContaining("constraints of squared-norms:nonnegative,nonnegative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, SolverOptions.defaults().withStart(bad)))
                .withMessageContaining("column 0 of factor 0");
    }

    @Test
    void descentsThatDoNotApplyAreRefused() {
        Problem problem = problem(2, 2, new double[4], SquaredNorms.nonNegative(), 1);
        SolverOptions options = SolverOptions.defaults().withDescent(Descent.SUBSPACE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, options))
                .withMessageContaining("descent = subspace")
                .withMessageContaining("auto, columns, proximal-gradient");
    }

    @Test
    void zeroDataHaveTheOriginForOptimum() {
        for (Regularizer theta : hard()) {
            Problem problem = problem(3, 2, new double[6], theta, 1);
            Solution solution = Nadir.solve(problem);
            assertThat(solution.certificate().isGlobal()).as(theta.name()).isTrue();
            assertThat(solution.rank()).isZero();
        }
    }

    private static void assertBelow(Certificate certificate, double best, int seed) {
        assertThat(certificate.lowerBound())
                .as("instance %d", seed)
                .isLessThanOrEqualTo(best * (1 + 1e-10));
    }

    private static Problem problem(int m, int n, double[] y, Regularizer theta, double lambda) {
        return new Problem(DenseMatrix.wrap(m, n, y), new SquaredLoss(), theta, lambda);
    }

    private static Factors start(Regularizer theta, int m, int n, Random random) {
        int rank = 1 + random.nextInt(6);
        Factors w = Factors.zeros(rank, m, n);
        for (int k = 0; k < 2; k++) {
            boolean signed = theta.gauge(k) instanceof NonNegative;
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < rank; j++) {
                    double element = random.nextGaussian();
                    w.block(k).set(i, j, signed ? Math.abs(element) : element);
                }
            }
        }
        return w;
    }

    private static double lambda(double[] y, Random random) {
        double square = 0;
        for (double x : y) {
            square += x * x;
        }
        return square == 0 ? 1 : Math.sqrt(square) * (0.05 + 0.7 * random.nextDouble());
    }

    /** Gaussian, integer, sparse, constant, zero; at scales from 1e-8 to 1e8. */
    private static double[] data(int seed, int length) {
        Random random = new Random(31L * seed);
        double scale = Math.pow(10, random.nextInt(17) - 8);
        double[] y = new double[length];
        for (int i = 0; i < length; i++) {
            double element =
                    switch (seed % 5) {
                        case 0, 1 -> random.nextGaussian();
                        case 2 -> random.nextInt(5) - 2;
                        case 3 -> random.nextInt(3) == 0 ? random.nextGaussian() : 0;
                        default -> 1;
                    };
            y[i] = seed % 50 == 44 ? 0 : scale * element;
        }
        return y;
    }
}
