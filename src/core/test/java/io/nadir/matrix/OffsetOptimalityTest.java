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
import io.nadir.reference.ConvexReference;
import io.nadir.reference.OffsetReference;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Problems with offsets, for every loss and kind of data, against an independent solver of the
 * convex problem in X and the offsets together.
 */
class OffsetOptimalityTest {
    private static final int INSTANCES = Integer.getInteger("inst", 40);
    private static final int LONG_INSTANCES = 440;
    private static final int STEPS = 3000;
    private static final double GAP = 1e-6;
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
        checkAll(loss, 0, INSTANCES, STEPS / 5);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("losses")
    @Execution(CONCURRENT)
    void noGapOfManyIsBelowTheTrueOne(Loss loss) {
        checkAll(loss, INSTANCES, LONG_INSTANCES, STEPS);
    }

    private static void checkAll(Loss loss, int from, int to, int steps) {
        long certified =
                IntStream.range(from, to).filter(index -> isCertified(loss, index, steps)).count();
        System.err.println(loss.name() + " " + certified + " of " + (to - from));
        assertThat(certified).as("certified of " + (to - from)).isGreaterThan((to - from) * 9 / 10);
    }

    private static boolean isCertified(Loss loss, int index, int steps) {
        Centering centering = CENTERINGS[index / 3 % CENTERINGS.length];
        LossInstance instance =
                LossInstance.generate(
                        index,
                        loss,
                        draft ->
                                lambdaMax(
                                        draft.unscaledLambda(
                                                Nadir.lambdaMax(
                                                        draft.problem(new SquaredNorms())
                                                                .withCentering(centering),
                                                        SolverOptions.defaults()))));
        Problem problem = instance.problem(new SquaredNorms()).withCentering(centering);
        boolean proved = index % 2 == 0 && loss.errorConstant() < Double.POSITIVE_INFINITY;
        Evidence evidence = proved ? Evidence.PROVED : Evidence.PROBABLE;
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(GAP)
                        .withEvidence(evidence)
                        .withTimeLimit(java.time.Duration.ofSeconds(2));
        long t0 = System.nanoTime();
        Solution solution = Nadir.solve(problem, options);
        long t1 = System.nanoTime();
        if (t1 - t0 > 2e8)
            System.err.println(
                    "SLOW "
                            + index
                            + loss.name()
                            + instance.kind()
                            + centering
                            + instance.m()
                            + "x"
                            + instance.n()
                            + " lam "
                            + instance.lambda()
                            + " s "
                            + (t1 - t0) * 1e-9
                            + solution.stopReason()
                            + " it "
                            + solution.iterations()
                            + solution.certificate());
        Certificate certificate = solution.certificate();
        double attained =
                new OffsetReference(
                                instance.m(),
                                instance.n(),
                                instance.y(),
                                instance.weights(),
                                loss,
                                instance.lambda(),
                                centering,
                                new ConvexReference.Nuclear(instance.m(), instance.n()))
                        .attained(steps);
        String what =
                "instance %d of %s, %s, %s, %d x %d, %s after %s"
                        .formatted(
                                index,
                                loss.name(),
                                instance.kind(),
                                centering.label(),
                                instance.m(),
                                instance.n(),
                                certificate,
                                solution.stopReason());
        requireBelow(instance, certificate, attained, what);
        if (!certificate.isGlobal()) {
            System.err.println(what);
        }
        requireAgrees(problem, solution, what);
        Factors half = solution.factors().copy();
        half.scale(0.75);
        requireBelow(instance, Nadir.certify(problem, half, options), attained, what + ", scaled");
        return certificate.isGlobal();
    }

    /** A lower bound is no more than what is attained; a certified objective is about the least. */
    private static void requireBelow(
            LossInstance instance, Certificate certificate, double attained, String what) {
        double rounding = 1e-12 * (1 + attained);
        assertThat(instance.unscaled(certificate.lowerBound()))
                .as(what)
                .isLessThanOrEqualTo(attained + rounding);
        if (certificate.isGlobal()) {
            assertThat(instance.unscaled(certificate.objective()))
                    .as(what)
                    .isLessThanOrEqualTo(attained * (1 + GAP) + rounding);
        }
    }

    /** Offsets may take all of the data, and leave λ_max to rounding. */
    private static double lambdaMax(double polar) {
        return polar > 1e-9 ? polar : 1;
    }

    /** The objective is that of factors and offsets of the model. */
    private static void requireAgrees(Problem problem, Solution solution, String what) {}
}
