package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is not as the theorems say is found: a check that cannot fail says nothing. */
class WideCheckTest {
    private static final int POINTS = 500;

    private final WideInstance instance = WideInstance.of(0, 2);
    private final WideProblem problem = instance.problem();

    /** The only assumption of the theorems. */
    @Test
    void aLossThatIsNotConvexIsFound() {
        WideProblem bent =
                new WideProblem(
                        DenseMatrix.wrap(2, 1, new double[] {1, 2}),
                        DenseMatrix.wrap(2, 1, new double[] {0, 0}),
                        List.of(WideActivation.relu()),
                        new Bent(),
                        WideConstraint.NONE);
        WideParameters from = WideTraining.random(bent, List.of(6), 1);
        WideParameters to = WideTraining.random(bent, List.of(6), 2);
        WideCheck check = WidePath.between(bent, from, to).check(POINTS);
        assertThat(check.holds()).isFalse();
        for (WideCheck.Finding finding : check.findings()) {
            assertThat(finding.outputs().holds()).isTrue();
            assertThat(finding.loss().holds()).isEqualTo(finding.segment().step() != WideStep.MIX);
        }
    }

    /** Lemma 3 for a path: a straight line to the permuted network changes the loss. */
    @Test
    void aPermutationIsNoPathOfConstantLoss() {
        WideParameters permuted = WideInstance.permuted(instance.from(), new Random(1));
        WideCheck check = path(WideStep.HAND_OVER, instance.from(), permuted).check(POINTS);
        assertThat(check.findings().getFirst().outputs().holds()).isFalse();
        assertThat(check.findings().getFirst().loss().holds()).isFalse();
        assertThat(check.holds()).isFalse();
    }

    /** A reduction that is wrong by a part in 10^9 of one weight. */
    @Test
    void aSmallErrorOfAReductionIsFound() {
        WidePath path = WidePath.between(problem, instance.from(), instance.to());
        WideSegment reduce = path.segments().getFirst();
        assertThat(reduce.step()).isEqualTo(WideStep.REDUCE);
        double[] layer = reduce.end().data(2).clone();
        for (int i = 0; i < layer.length; i++) {
            layer[i] *= 1 + 1e-9;
        }
        WideSegment wrong =
                WideSegment.of(
                        WideStep.REDUCE,
                        2,
                        WideSegment.Origin.FIRST,
                        reduce.start(),
                        reduce.end().with(2, layer),
                        reduce.drift());
        WideCheck check = new WidePath(problem, List.of(wrong), 1).check(POINTS);
        assertThat(check.findings().getFirst().loss().holds()).isFalse();
    }

    /** Proposition 3 without its blocks: output weights mixed while hidden units change too. */
    @Test
    void aStraightLineOfAllWeightsIsNotLinearInTheOutputs() {
        WideCheck check = path(WideStep.MIX, instance.from(), instance.to()).check(POINTS);
        assertThat(check.findings().getFirst().outputs().holds()).isFalse();
    }

    /** Lemma 4: behind the minimum the loss rises. */
    @Test
    void aCutBehindTheMinimumIsFound() {
        DenseMatrix x = DenseMatrix.wrap(1, 1, new double[] {1});
        WideProblem one =
                new WideProblem(
                        x,
                        DenseMatrix.wrap(1, 1, new double[] {1}),
                        List.of(WideActivation.relu()),
                        WideLoss.absolute(),
                        WideConstraint.NONE);
        WideParameters zero = line(0);
        assertThat(path(one, WideStep.DESCEND, zero, line(1)).check(POINTS).holds()).isTrue();
        WideCheck check = path(one, WideStep.DESCEND, zero, line(1.01)).check(POINTS);
        assertThat(check.rise().holds()).isFalse();
        assertThat(check.findings().getFirst().loss().holds()).isFalse();
        assertThat(check.holds()).isFalse();
    }

    /** A constant segment that is off leaves each segment's own check content. */
    @Test
    void aRiseFromSegmentToSegmentIsFound() {
        WideProblem one = WideInstance.of(0, 1).problem();
        WideParameters from = WideTraining.random(one, List.of(40), 1);
        WideParameters worse = from;
        while (one.loss(worse) <= one.loss(from)) {
            worse = WideTraining.random(one, List.of(40), (long) (1e6 * one.loss(worse)));
        }
        List<WideSegment> segments = new ArrayList<>();
        segments.add(segment(WideStep.DESCEND, from, from));
        segments.add(segment(WideStep.HAND_OVER, worse, worse));
        WideCheck check = new WidePath(one, segments, 1).check(POINTS);
        assertThat(check.findings()).allMatch(WideCheck.Finding::holds);
        assertThat(check.holds()).isFalse();
    }

    @Test
    void aDetourOutsideTheConstraintIsFound() {
        WideProblem bounded =
                new WideProblem(
                        DenseMatrix.wrap(1, 1, new double[] {0}),
                        DenseMatrix.wrap(1, 1, new double[] {1}),
                        List.of(WideActivation.relu()),
                        WideLoss.squared(),
                        new WideConstraint(1, 0, 1));
        WideSegment out = segment(WideStep.HAND_OVER, line(1), line(1.5));
        WideCheck check = new WidePath(bounded, List.of(out, out.reversed()), 1).check(POINTS);
        assertThat(check.findings()).allMatch(WideCheck.Finding::holds);
        assertThat(check.constraint().largest()).isEqualTo(1.5);
        assertThat(check.holds()).isFalse();
    }

    /** The theorems hold for every activation, but rounding has no bound where one jumps. */
    @Test
    void nothingIsVerifiedThroughADiscontinuousActivation() {
        WideProblem jump =
                new WideProblem(
                        DenseMatrix.wrap(2, 1, new double[] {1, -2}),
                        DenseMatrix.wrap(2, 1, new double[] {1, 0}),
                        List.of(new Step()),
                        WideLoss.squared(),
                        WideConstraint.NONE);
        WideParameters from = WideTraining.random(jump, List.of(6), 1);
        WideParameters to = WideTraining.random(jump, List.of(6), 2);
        WideCheck check = WidePath.between(jump, from, to).check(POINTS);
        assertThat(check.holds()).isFalse();
        assertThat(check.resolution().coarsest()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(check.findings()).allMatch(f -> f.outputs().size() < 1e-14);
    }

    /** sin(10^20·x) of a rounded x is any number: no deviation is beyond such a tolerance. */
    @Test
    void nothingIsVerifiedWhereRoundingDecides() {
        WideProblem wild =
                new WideProblem(
                        DenseMatrix.wrap(2, 1, new double[] {1, -2}),
                        DenseMatrix.wrap(2, 1, new double[] {1, 0}),
                        List.of(new WideInstance.Sine()),
                        WideLoss.squared(),
                        WideConstraint.NONE);
        double[] huge = {1e20, 2e20, 3e20, 4e20, 5e20, 6e20};
        WideParameters from = WideTraining.random(wild, List.of(6), 1);
        WideCheck check = WidePath.between(wild, from.with(0, huge), from).check(POINTS);
        assertThat(check.findings()).allMatch(WideCheck.Finding::holds);
        assertThat(check.resolution().holds()).isFalse();
        assertThat(check.holds()).isFalse();
    }

    private WidePath path(WideStep step, WideParameters from, WideParameters to) {
        return path(problem, step, from, to);
    }

    private static WidePath path(
            WideProblem problem, WideStep step, WideParameters from, WideParameters to) {
        return new WidePath(problem, List.of(segment(step, from, to)), 1);
    }

    private static WideSegment segment(WideStep step, WideParameters from, WideParameters to) {
        return WideSegment.of(step, 1, WideSegment.Origin.FIRST, from, to, 0);
    }

    /** x ↦ c·max(0, x) by the first of four units. */
    private static WideParameters line(double c) {
        return WideParameters.of(
                List.of(
                        DenseMatrix.wrap(4, 1, new double[] {1, 0, 0, 0}),
                        DenseMatrix.wrap(1, 4, new double[] {c, 0, 0, 0})));
    }

    /** x²/(1 + x²). */
    private record Bent() implements WideLoss {
        @Override
        public String name() {
            return "bent";
        }

        @Override
        public double value(double y, double x) {
            return x * x / (1 + x * x);
        }

        @Override
        public double slope(double y, double x) {
            return 2 * x / ((1 + x * x) * (1 + x * x));
        }
    }

    /** 1 for x &gt; 0, else 0. */
    private record Step() implements WideActivation {
        @Override
        public String name() {
            return "step";
        }

        @Override
        public double value(double x) {
            return x > 0 ? 1 : 0;
        }

        @Override
        public double slope(double x) {
            return 0;
        }

        @Override
        public double lipschitz(double radius) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
