package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.reference.ConvexReference;
import io.nadir.reference.OffsetReference;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Weighted zeros and implicit feedback against accelerated proximal gradient over all of X, with
 * dense decompositions of another library.
 */
class WeightedZerosOptimalityTest {
    private static final int INSTANCES = 8;
    private static final int LONG_INSTANCES = 400;
    private static final double GAP = 1e-6;
    private static final double ACCURACY = 1e-9;
    private static final int FEW_STEPS = 400;
    private static final int STEPS = 4000;

    private static final Centering[] CENTERINGS = {
        Centering.BOTH, Centering.ROWS, Centering.COLUMNS, Centering.GLOBAL
    };

    /** Penalties κ beside weights of the order of 1. */
    private static final double[] PENALTIES = {1e-3, 0.1, 1, 5, 100};

    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void noGapIsBelowTheTrueOne(WeightedZeros.Kind kind) {
        checkAll(kind, 0, INSTANCES);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void noGapOfManyIsBelowTheTrueOne(WeightedZeros.Kind kind) {
        checkAll(kind, INSTANCES, LONG_INSTANCES);
    }

    private static void checkAll(WeightedZeros.Kind kind, int from, int to) {
        List<String> open = new ArrayList<>();
        for (int index = from; index < to; index++) {
            String what = check(kind, index);
            if (!what.isEmpty()) {
                open.add(what);
            }
        }
        assertThat(open).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void noGapWithOffsetsIsBelowTheTrueOne(WeightedZeros.Kind kind) {
        checkAllWithOffsets(kind, 0, INSTANCES, FEW_STEPS, false);
    }

    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void noGapUnderAPenaltyIsBelowTheTrueOne(WeightedZeros.Kind kind) {
        checkAllWithOffsets(kind, 0, INSTANCES, FEW_STEPS, true);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void noGapOfManyWithOffsetsIsBelowTheTrueOne(WeightedZeros.Kind kind) {
        checkAllWithOffsets(kind, INSTANCES, LONG_INSTANCES, STEPS, false);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    @Execution(CONCURRENT)
    void noGapOfManyUnderAPenaltyIsBelowTheTrueOne(WeightedZeros.Kind kind) {
        checkAllWithOffsets(kind, INSTANCES, LONG_INSTANCES, STEPS, true);
    }

    private static void checkAllWithOffsets(
            WeightedZeros.Kind kind, int from, int to, int steps, boolean penalized) {
        int all = 0;
        int certified = 0;
        for (int index = from; index < to; index++) {
            Random random = new Random(index);
            int m = 1 + random.nextInt(10);
            int n = 1 + random.nextInt(10);
            WeightedZeros c = new WeightedZeros(m, n, 0, kind, index + 1000);
            // The last one has no penalty.
            Centering centering = CENTERINGS[index % (CENTERINGS.length - (penalized ? 1 : 0))];
            double penalty = penalized ? PENALTIES[index % PENALTIES.length] : 0;
            boolean proved = index / 4 % 2 == 0;
            SolverOptions options =
                    SolverOptions.defaults()
                            .withRelativeGap(GAP)
                            .withEvidence(proved ? Evidence.PROVED : Evidence.PROBABLE);
            Problem any = Problem.lowRank(c.data, 1).withCentering(centering, penalty);
            double max = Nadir.lambdaMax(any, options);
            double lambda = max > 1e-9 ? new double[] {1.02, 0.5, 0.1, 0.01}[index % 4] * max : 1;
            Problem problem = any.withLambda(lambda);
            Solution solution = Nadir.solve(problem, options);
            double attained = attained(c, centering, penalty, lambda, steps);
            String what =
                    "%s %d, %s, penalty %s, %d x %d"
                            .formatted(kind, index, centering.label(), penalty, m, n);
            requireBelow(solution.certificate(), attained, what);
            for (double scale : new double[] {0, 0.5, 0.9, 1.1}) {
                Factors other = solution.factors().copy();
                other.scale(scale);
                requireBelow(Nadir.certify(problem, other, options), attained, what);
            }
            boolean certifiable = solution.objective() > 1e-9;
            all += certifiable ? 1 : 0;
            certified += certifiable && solution.certificate().isGlobal() ? 1 : 0;
        }
        assertThat(all).isGreaterThan((to - from) / 2);
        assertThat(certified).as("certified of " + all).isGreaterThanOrEqualTo(all * 95 / 100);
    }

    private static double attained(
            WeightedZeros c, Centering centering, double penalty, double lambda, int steps) {
        double unit = Math.max(1, c.largestWeight());
        double[] weights = Arrays.stream(c.weights).map(weight -> weight / unit).toArray();
        return unit
                * new OffsetReference(
                                c.m,
                                c.n,
                                c.y,
                                weights,
                                new SquaredLoss(),
                                lambda / unit,
                                centering,
                                penalty / unit,
                                new ConvexReference.Nuclear(c.m, c.n))
                        .attained(steps);
    }

    /** Returns what is not certified; empty if it is. */
    private static String check(WeightedZeros.Kind kind, int index) {
        Random random = new Random(index);
        int m = 1 + random.nextInt(12);
        int n = 1 + random.nextInt(12);
        WeightedZeros c = new WeightedZeros(m, n, 0, kind, index);
        boolean proved = index % 2 == 0;
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(GAP)
                        .withEvidence(proved ? Evidence.PROVED : Evidence.PROBABLE);
        double max = Nadir.lambdaMax(Problem.lowRank(c.data, 1), options);
        double share = new double[] {1.02, 0.5, 0.1, 0.01, 1e-3}[index % 5];
        double lambda = max == 0 ? 1 : share * max;
        Problem problem = Problem.lowRank(c.data, lambda);
        Solution solution = Nadir.solve(problem, options);
        double unit = Math.max(1, c.largestWeight());
        double[] weights = Arrays.stream(c.weights).map(weight -> weight / unit).toArray();
        ConvexReference.Interval truth =
                new ConvexReference(m, n, c.y, weights, new SquaredLoss(), lambda / unit)
                        .solve(ACCURACY);
        double upper = unit * truth.upper();
        String what =
                "%s %d, %d x %d, lambda = %s max, after %s"
                        .formatted(kind, index, m, n, share, solution.stopReason());
        requireBelow(solution.certificate(), upper, what);
        assertThat(solution.objective())
                .as(what)
                .isGreaterThanOrEqualTo(unit * truth.lower() * (1 - 1e-10));
        if (share > 1 && max > 0) {
            assertThat(solution.factors().rank()).as(what).isZero();
        }
        for (double scale : new double[] {0, 0.5, 0.9, 1.1}) {
            Factors other = solution.factors().copy();
            other.scale(scale);
            requireBelow(
                    Nadir.certify(problem, other, options), upper, what + ", scaled by " + scale);
        }
        boolean certified =
                solution.certificate().isGlobal()
                        && (!proved
                                || solution.certificate().polar().evidence() == Evidence.PROVED);
        return certified ? "" : what + ", " + solution.certificate();
    }

    /** A lower bound is no more than what is attained; a certified objective is about the least. */
    private static void requireBelow(Certificate certificate, double attained, String what) {
        double rounding = 1e-12 * (1 + attained);
        assertThat(certificate.lowerBound())
                .as(what + ", " + certificate)
                .isLessThanOrEqualTo(attained + rounding);
        assertThat(certificate.gap())
                .as(what + ", " + certificate)
                .isGreaterThanOrEqualTo(certificate.objective() - attained - rounding);
        if (certificate.isGlobal()) {
            assertThat(certificate.objective())
                    .as(what + ", " + certificate)
                    .isLessThanOrEqualTo(attained * (1 + GAP) + rounding);
        }
    }
}
