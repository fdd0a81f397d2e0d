package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.reference.ConvexReference;
import io.nadir.reference.OffsetReference;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/**
 * Problems with offsets, for every loss and kind of data, against an independent solver of the
 * convex problem in X and the offsets together.
 */
class OffsetOptimalityTest {
    private static final int INSTANCES = 12;
    private static final int LONG_INSTANCES = 500;
    private static final int MORE_INSTANCES = 150;
    private static final int FEW_INSTANCES = 5;
    private static final int STEPS = 4000;
    private static final int FEW_STEPS = 400;
    private static final double GAP = 1e-6;

    /** Weights that differ by 2^60 take descent many steps; the bounds hold wherever it ends. */
    private static final int MOST_ITERATIONS = 200;

    private static final Centering[] CENTERINGS = {
        Centering.BOTH, Centering.ROWS, Centering.COLUMNS, Centering.GLOBAL
    };

    static Stream<Loss> losses() {
        return Stream.of(
                new SquaredLoss(), new HuberLoss(0.5), new LogisticLoss(), new SquaredHingeLoss());
    }

    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, 0, INSTANCES, FEW_STEPS, false, false);
    }

    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapUnderAPenaltyIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, 0, INSTANCES, FEW_STEPS, true, false);
    }

    /** θ = ‖u‖₁·g(v), whose polar is exact too. */
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapOfRowNormsIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, 0, FEW_INSTANCES, FEW_STEPS, loss.isQuadratic(), true);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapOfManyRowNormsIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, FEW_INSTANCES, MORE_INSTANCES, STEPS, false, true);
        checkAll(loss, FEW_INSTANCES, MORE_INSTANCES, STEPS, true, true);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapOfManyIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, INSTANCES, LONG_INSTANCES, STEPS, false, false);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapOfManyUnderAPenaltyIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, INSTANCES, LONG_INSTANCES, STEPS, true, false);
    }

    private static void checkAll(
            Loss loss, int from, int to, int steps, boolean penalized, boolean rowNorms) {
        int all = 0;
        int certified = 0;
        for (int index = from; index < to; index++) {
            Centering centering = CENTERINGS[index / 3 % (penalized ? 3 : CENTERINGS.length)];
            double penalty = penalized ? PENALTIES[index % PENALTIES.length] : 0;
            EuclideanPlusL1 norm = rowNorms ? NORMS.get(index % NORMS.size()) : null;
            Checked checked = check(loss, index, steps, new Kind(centering, penalty, norm));
            all += checked.isCertifiable ? 1 : 0;
            certified += checked.isCertifiable && checked.isCertified ? 1 : 0;
        }
        assertThat(all).as("instances with a minimum above 0").isGreaterThan((to - from) / 3);
        int share = rowNorms ? 90 : 95;
        assertThat(certified).as("certified of " + all).isGreaterThanOrEqualTo(all * share / 100);
    }

    private static final List<EuclideanPlusL1> NORMS =
            List.of(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.ONE, EuclideanPlusL1.sparse(0.5));

    /** Penalties κ beside weights of up to 1. */
    private static final double[] PENALTIES = {1e-3, 0.1, 1, 5, 100};

    /**
     * What an instance has shown.
     *
     * @param isCertifiable whether the minimum is above rounding, and descent need not take long
     */
    private record Checked(boolean isCertifiable, boolean isCertified) {}

    /**
     * What is fitted.
     *
     * @param norm g of θ = ‖u‖₁·g(v); null for the nuclear norm
     */
    private record Kind(Centering centering, double penalty, @Nullable EuclideanPlusL1 norm) {
        Problem problem(LossInstance instance) {
            Regularizer theta =
                    norm == null ? new SquaredNorms() : new GaugeProduct(EuclideanPlusL1.ONE, norm);
            return instance.problem(theta).withCentering(centering, penalty);
        }

        ConvexReference.Penalty reference(int m, int n) {
            return norm == null
                    ? new ConvexReference.Nuclear(m, n)
                    : new ConvexReference.RowNorms(n, norm);
        }
    }

    private static Checked check(Loss loss, int index, int steps, Kind kind) {
        LossInstance instance =
                LossInstance.generate(index, loss, draft -> polarAtZero(draft, kind));
        Problem problem = kind.problem(instance);
        boolean proved = index % 2 == 0;
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(GAP)
                        .withEvidence(proved ? Evidence.PROVED : Evidence.PROBABLE);
        Solution solution = Nadir.solve(problem, options.withListener(new Limit()));
        double attained = attained(instance, kind, steps);
        String what =
                "instance %d of %s, %s, %s, %d x %d, after %s"
                        .formatted(
                                index,
                                loss.name(),
                                instance.kind(),
                                kind,
                                instance.m(),
                                instance.n(),
                                solution.stopReason());
        requireBelow(instance, solution.certificate(), attained, what);
        for (double scale : new double[] {0, 0.5, 0.9, 1.1}) {
            Factors other = solution.factors().copy();
            other.scale(scale);
            Certificate there = Nadir.certify(problem, other, options);
            requireBelow(instance, there, attained, what + ", scaled by " + scale);
        }
        boolean slow = instance.kind() == LossInstance.Kind.WEIGHTS_OF_ALL_SIZES;
        return new Checked(
                !slow
                        && instance.unscaled(solution.objective()) > 1e-9
                        && instance.kind() != LossInstance.Kind.TINY_LAMBDA,
                solution.certificate().isGlobal());
    }

    /** λ_max in units of the data, or 1 where offsets leave nothing but rounding of the data. */
    private static double polarAtZero(LossInstance draft, Kind kind) {
        Problem problem = kind.problem(draft);
        double polar = draft.unscaledLambda(Nadir.lambdaMax(problem, SolverOptions.defaults()));
        return polar > 1e-9 ? polar : 1;
    }

    private static double attained(LossInstance instance, Kind kind, int steps) {
        int m = instance.m();
        int n = instance.n();
        return new OffsetReference(
                        m,
                        n,
                        instance.y(),
                        instance.weights(),
                        instance.loss(),
                        instance.lambda(),
                        kind.centering,
                        kind.penalty,
                        kind.reference(m, n))
                .attained(steps);
    }

    /** A lower bound is no more than what is attained; a certified objective is about the least. */
    private static void requireBelow(
            LossInstance instance, Certificate certificate, double attained, String what) {
        double rounding = 1e-12 * (1 + attained);
        double objective = instance.unscaled(certificate.objective());
        assertThat(instance.unscaled(certificate.lowerBound()))
                .as(what + ", " + certificate)
                .isLessThanOrEqualTo(attained + rounding);
        assertThat(instance.unscaled(certificate.gap()))
                .as(what + ", " + certificate)
                .isGreaterThanOrEqualTo(objective - attained - rounding);
        if (certificate.isGlobal()) {
            assertThat(objective)
                    .as(what + ", " + certificate)
                    .isLessThanOrEqualTo(attained * (1 + GAP) + rounding);
        }
    }

    /** Ends a solve after a number of steps. */
    private static final class Limit implements SolveListener {
        @Override
        public boolean onIteration(Progress progress) {
            return progress.iteration() < MOST_ITERATIONS;
        }
    }
}
