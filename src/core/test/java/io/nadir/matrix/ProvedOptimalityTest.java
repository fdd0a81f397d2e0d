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
import io.nadir.reference.ConvexReference;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * PROVED certificates under every loss and kind of data against an independent solver of the convex
 * problem: of solutions, and of points that the solver did not make.
 */
class ProvedOptimalityTest {
    private static final double GAP = 1e-6;
    private static final double REFERENCE_GAP = 1e-8;

    /** Each kind with each regularizer. */
    private static final int NUCLEAR = 3 * 2 * 19;

    /** Each kind with each norm. */
    private static final int ROWS = 3 * 19;

    private static final SolverOptions OPTIONS =
            SolverOptions.defaults().withRelativeGap(GAP).withEvidence(Evidence.PROVED);

    /** An instance of a model with what is known of it without the library. */
    private record Case(
            LossInstance x, Regularizer theta, ConvexReference.Penalty penalty, int index) {
        ConvexReference.Interval truth() {
            return new ConvexReference(
                            x.m(), x.n(), x.y(), x.weights(), x.loss(), x.lambda(), penalty)
                    .solve(REFERENCE_GAP);
        }
    }

    static List<Loss> losses() {
        return List.of(
                new SquaredLoss(), new HuberLoss(0.5), new LogisticLoss(), new SquaredHingeLoss());
    }

    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void provedNuclearNormsAreOptimal(Loss loss) {
        checkNuclear(loss, 0, NUCLEAR);
    }

    /** Before a solve, not after it. */
    @Test
    void matricesTooLargeForAProofAreRefused() {
        int side = 60_000;
        SparseMatrix y =
                SparseMatrix.copyOf(
                        side, side, new int[] {1, 7}, new int[] {2, 9}, new double[] {3, 4});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(Problem.lowRank(y, 1), OPTIONS))
                .withMessageContaining("evidence = PROVED, allowed is PROBABLE")
                .withMessageContaining("a matrix of 60000 x 60000");
        Solution probable =
                Nadir.solve(Problem.lowRank(y, 1), OPTIONS.withEvidence(Evidence.PROBABLE));
        assertThat(probable.certificate().isGlobal()).isTrue();
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void manyProvedNuclearNormsAreOptimal(Loss loss) {
        checkNuclear(loss, NUCLEAR, 20_000);
    }

    /** θ = ‖u‖₁·g(v): convex in X, with a proximal map for each row. */
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void provedRowNormsAreOptimal(Loss loss) {
        checkRowNorms(loss, 0, ROWS);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void manyProvedRowNormsAreOptimal(Loss loss) {
        checkRowNorms(loss, ROWS, 300);
    }

    private static void checkRowNorms(Loss loss, int from, int to) {
        List<EuclideanPlusL1> norms =
                List.of(
                        EuclideanPlusL1.ONE,
                        EuclideanPlusL1.EUCLIDEAN,
                        new EuclideanPlusL1(1, 0.3));
        int certified = 0;
        int count = to - from;
        for (int index = from; index < to; index++) {
            EuclideanPlusL1 norm = norms.get(index % 3);
            Regularizer theta = new GaugeProduct(EuclideanPlusL1.ONE, norm);
            LossInstance x =
                    LossInstance.generate(
                            index,
                            loss,
                            y -> new ConvexReference.RowNorms(y.n(), norm).polar(y.gradient(null)));
            ConvexReference.Penalty penalty = new ConvexReference.RowNorms(x.n(), norm);
            certified += check(new Case(x, theta, penalty, index)) ? 1 : 0;
        }
        // The others stall at a gap of some 1e-6 whatever the evidence.
        assertThat(certified).as("proved of " + count).isGreaterThanOrEqualTo(count * 95 / 100);
    }

    private static void checkNuclear(Loss loss, int from, int to) {
        int certified = 0;
        for (int index = from; index < to; index++) {
            LossInstance x =
                    LossInstance.generate(
                            index,
                            loss,
                            y -> new ConvexReference.Nuclear(y.m(), y.n()).polar(y.gradient(null)));
            ConvexReference.Penalty penalty = new ConvexReference.Nuclear(x.m(), x.n());
            Regularizer theta =
                    index % 2 == 0
                            ? new SquaredNorms()
                            : new GaugeProduct(
                                    EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.EUCLIDEAN);
            certified += check(new Case(x, theta, penalty, index)) ? 1 : 0;
        }
        assertThat(certified)
                .as("proved of " + (to - from))
                .isGreaterThanOrEqualTo((to - from) * 99 / 100);
    }

    private static boolean check(Case problem) {
        LossInstance x = problem.x();
        Problem posed = x.problem(problem.theta());
        ConvexReference.Interval truth = problem.truth();
        Solution solution = Nadir.solve(posed, OPTIONS);
        check(problem, truth, solution.factors(), solution.certificate(), "solved");
        Factors w = x.point(solution.factors(), problem.index());
        check(problem, truth, w, Nadir.certify(posed, w, OPTIONS), "certified");
        return solution.certificate().isGlobal();
    }

    private static void check(
            Case problem,
            ConvexReference.Interval truth,
            Factors w,
            Certificate certificate,
            String how) {
        LossInstance x = problem.x();
        String what =
                "%s, instance %d, %s, %s, %d x %d, %s"
                        .formatted(
                                how,
                                problem.index(),
                                x.kind(),
                                x.loss().name(),
                                x.m(),
                                x.n(),
                                certificate);
        Factors unscaled = w.timesPowerOfTwo(-x.exponent() / 2);
        double objective = x.value(w) + x.lambda() * problem.theta().value(unscaled);
        double gap = x.unscaled(certificate.gap());
        double rounding = 1e-13 * objective;
        assertThat(x.unscaled(certificate.objective()))
                .as(what)
                .isCloseTo(objective, within(rounding + Double.MIN_NORMAL));
        assertThat(gap)
                .as(what + ": the gap bounds the true one")
                .isGreaterThanOrEqualTo(objective - truth.upper() - rounding);
        assertThat(x.unscaled(certificate.lowerBound()))
                .as(what + ": the lower bound is one")
                .isLessThanOrEqualTo(truth.upper() * (1 + 1e-13));
        assertThat(certificate.relativeGap()).as(what).isBetween(0.0, 1.0);
        if (certificate.verdict() == Verdict.NOT_GLOBAL) {
            assertThat(objective).as(what).isGreaterThan(truth.lower() * (1 - 1e-13));
            return;
        }
        if (certificate.polar().evidence() == Evidence.PROVED) {
            double polar = problem.penalty().polar(x.gradient(w)) / x.lambda();
            assertThat(certificate.polar().upper())
                    .as(what + ": the upper bound of the polar is one")
                    .isGreaterThanOrEqualTo(polar * (1 - 1e-12) - 1e-13 / x.lambda());
        }
        if (certificate.isGlobal()) {
            assertThat(certificate.polar().evidence()).as(what).isEqualTo(Evidence.PROVED);
            assertThat(objective - truth.upper())
                    .as(what + ": truly within the gap")
                    .isLessThanOrEqualTo(GAP * objective + rounding);
        }
    }
}
