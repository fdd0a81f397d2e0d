package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class WidePathTest {
    private static final int POINTS = 10_000;

    /** Corollary 1 at 10,000 points, and theorem 1, of 100 instances of depth 1 and 100 of 2. */
    @TestFactory
    Stream<DynamicTest> pathsAreWhatTheTheoremsSay() {
        return IntStream.range(0, 200)
                .mapToObj(i -> WideInstance.of(i / 2, 1 + i % 2))
                .map(i -> DynamicTest.dynamicTest(i.name(), () -> requireVerified(i, 1_000)));
    }

    /** More of them, depth 3 too, with descents at 10,000 points. */
    @Tag("long")
    @TestFactory
    Stream<DynamicTest> morePathsAreWhatTheTheoremsSay() {
        return IntStream.range(300, 600)
                .mapToObj(i -> WideInstance.of(i / 3, 1 + i % 3))
                .map(i -> DynamicTest.dynamicTest(i.name(), () -> requireVerified(i, POINTS)));
    }

    /** Tens of samples in one layer; two layers as wide as theorem 1 asks of every layer. */
    @Test
    void largerNetworksAreConnectedToo() {
        Random random = new Random(5);
        DenseMatrix x = WideInstance.gaussian(random, 40, 3);
        DenseMatrix y = WideInstance.gaussian(random, 40, 2);
        requireVerified(trained(x, y, List.of(164)), 500, 500);
        DenseMatrix few = WideInstance.gaussian(random, 6, 3);
        DenseMatrix one = WideInstance.gaussian(random, 6, 1);
        WideInstance deep = trained(few, one, List.of(98, 98));
        assertThat(WideWidths.of(deep.problem(), deep.from()).meetsTheorem()).isTrue();
        requireVerified(deep, 500, 500);
    }

    private static void requireVerified(WideInstance instance, int descentPoints) {
        requireVerified(instance, POINTS, descentPoints);
    }

    private static void requireVerified(WideInstance instance, int points, int descentPoints) {
        WideProblem problem = instance.problem();
        WidePath path = WidePath.between(problem, instance.from(), instance.to());
        WideCheck check = path.check(points);
        assertThat(check.points()).isGreaterThanOrEqualTo(points);
        assertThat(check.findings()).allMatch(WideCheck.Finding::holds);
        assertThat(check.holds()).isTrue();
        WideCheck descent = path.descent().check(descentPoints);
        assertThat(descent.descent()).isTrue();
        assertThat(descent.holds()).isTrue();
        double better = Math.min(problem.loss(instance.from()), problem.loss(instance.to()));
        double end = problem.loss(path.descent().end());
        assertThat(end).isLessThanOrEqualTo(better + 1e-9 * (1 + better));
    }

    @Test
    void aPathIsContinuousAndEndsAtTheNetworks() {
        WideInstance instance = WideInstance.of(7, 2);
        WidePath path = WidePath.between(instance.problem(), instance.from(), instance.to());
        requireEqual(path.at(0), instance.from());
        requireEqual(path.at(1), instance.to());
        List<WideSegment> segments = path.segments();
        assertThat(segments.getFirst().from()).isZero();
        assertThat(segments.getLast().to()).isEqualTo(1);
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).start()).isSameAs(segments.get(i - 1).end());
            assertThat(segments.get(i).from()).isEqualTo(segments.get(i - 1).to());
        }
        assertThat(path.loss(0.5)).isEqualTo(instance.problem().loss(path.at(0.5)));
    }

    /** Proposition 2: definition 3, for each layer with the block of the proof. */
    @Test
    void constantSegmentsLeadToBlockParameters() {
        for (int depth = 1; depth <= 3; depth++) {
            for (int seed = 0; seed < 12; seed++) {
                WideInstance instance = WideInstance.of(seed, depth);
                WidePath path =
                        WidePath.between(instance.problem(), instance.from(), instance.to());
                requireBlock(
                        instance.problem(), join(path, WideSegment.Origin.FIRST).start(), true);
                requireBlock(instance.problem(), join(path, WideSegment.Origin.LAST).end(), false);
            }
        }
    }

    /** Proposition 3: g of c1·Θ^l + c2·Γ^l is c1·g_Θ + c2·g_Γ for all c1 and c2. */
    @Test
    void joinedNetworksAreLinearInTheirOutputWeights() {
        for (int depth = 1; depth <= 3; depth++) {
            WideInstance instance = WideInstance.of(4 + depth, depth);
            WideProblem problem = instance.problem();
            WidePath path = WidePath.between(problem, instance.from(), instance.to());
            WideParameters first = join(path, WideSegment.Origin.FIRST).end();
            WideParameters last = join(path, WideSegment.Origin.LAST).start();
            DenseMatrix from = problem.outputs(instance.from());
            DenseMatrix to = problem.outputs(instance.to());
            for (double[] c : new double[][] {{1, 0}, {0, 1}, {2, -3}, {-0.5, 4}}) {
                double[] layer = new double[first.data(depth).length];
                for (int i = 0; i < layer.length; i++) {
                    layer[i] = c[0] * first.data(depth)[i] + c[1] * last.data(depth)[i];
                }
                DenseMatrix outputs = problem.outputs(first.with(depth, layer));
                for (int i = 0; i < problem.samples(); i++) {
                    for (int j = 0; j < problem.outputs(); j++) {
                        double expected = c[0] * from.get(i, j) + c[1] * to.get(i, j);
                        double size = from.maxAbs() + to.maxAbs();
                        assertThat(outputs.get(i, j)).isCloseTo(expected, within(1e-10 * size));
                    }
                }
            }
        }
    }

    /** Units in another order: the straight line climbs, the path stays. */
    @Test
    void thePathIsFlatWhereTheStraightLineIsNot() {
        for (int depth = 1; depth <= 2; depth++) {
            WideInstance instance = WideInstance.of(0, depth);
            WideProblem problem = instance.problem();
            WideParameters from = WideTraining.descend(problem, instance.from(), 300);
            WideParameters to = WideInstance.permuted(from, new Random(3));
            double loss = problem.loss(from);
            assertThat(problem.loss(to)).isCloseTo(loss, within(1e-12));
            assertThat(problem.loss(from.mix(to, 0.5))).isGreaterThan(loss + 0.1);
            WideCheck check = WidePath.between(problem, from, to).check(1_000);
            assertThat(check.holds()).isTrue();
            assertThat(check.rise().holds()).isTrue();
        }
    }

    /** A network whose units are all off: no gradient, a local minimum that is not spurious. */
    @Test
    void deadUnitsAreLeftWithoutARise() {
        Random random = new Random(8);
        DenseMatrix x = WideInstance.gaussian(random, 9, 2);
        DenseMatrix y = WideInstance.gaussian(random, 9, 1);
        WideProblem problem = problem(withOnes(x), y, 1);
        List<Integer> widths = WideWidths.smallest(1, 9, 1);
        WideParameters to =
                WideTraining.descend(problem, WideTraining.random(problem, widths, 1), 2000);
        double[] off = to.data(0).clone();
        for (int i = 0; i < off.length; i++) {
            off[i] = i % 3 == 2 ? -100 : off[i];
        }
        WideParameters from = to.with(0, off);
        double dead = 0.5 * y.frobenius() * y.frobenius();
        assertThat(problem.loss(from)).isCloseTo(dead, within(1e-12));
        assertThat(WideTraining.descend(problem, from, 100)).isSameAs(from);
        WidePath descent = WidePath.between(problem, from, to).descent();
        assertThat(descent.check(2_000).holds()).isTrue();
        assertThat(problem.loss(descent.end())).isLessThan(0.2 * dead);
    }

    /** The convex segment falls below both networks: descent ends inside it, at its minimum. */
    @Test
    void descentMayEndBelowBothNetworks() {
        DenseMatrix x = DenseMatrix.wrap(2, 2, new double[] {1, 0, 0, 1});
        WideProblem problem = problem(x, DenseMatrix.wrap(2, 1, new double[] {1, 1}), 1);
        WidePath path = WidePath.between(problem, unit(2, 0), unit(0, 3));
        WidePath descent = path.descent();
        // ½(2(1 − s) − 1)² + ½(3s − 1)² is least at s = 5/13, seen from the worse end at 8/13.
        assertThat(problem.loss(descent.end())).isCloseTo(1.0 / 26, within(1e-14));
        assertThat(descent.segments().getLast().step()).isEqualTo(WideStep.DESCEND);
        assertThat(problem.loss(descent.start())).isEqualTo(problem.loss(unit(0, 3)));
        requireEqual(descent.start(), unit(0, 3));
        assertThat(descent.check(1_000).holds()).isTrue();
        assertThat(descent.descent()).isSameAs(descent);
    }

    /** Lemma 4 where the better network is the lowest: the path goes on to that very network. */
    @Test
    void descentGoesOnToTheBetterNetwork() {
        DenseMatrix x = DenseMatrix.wrap(2, 2, new double[] {1, 0, 0, 1});
        WideProblem problem = problem(x, DenseMatrix.wrap(2, 1, new double[] {2, 2}), 1);
        WidePath descent = WidePath.between(problem, unit(0, 0), unit(1, 1)).descent();
        requireEqual(descent.end(), unit(1, 1));
        assertThat(descent.check(1_000).holds()).isTrue();
    }

    @Test
    void networksThatAreTooNarrowAreRefused() {
        WideInstance instance = WideInstance.of(1, 2);
        WideProblem problem = instance.problem();
        List<Integer> enough =
                WideWidths.smallest(problem.outputs(), problem.samples(), problem.depth());
        for (int k = 0; k < 2; k++) {
            List<Integer> narrow = new ArrayList<>(enough);
            narrow.set(k, enough.get(k) - 1);
            WideParameters theta = WideTraining.random(problem, narrow, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WidePath.between(problem, theta, theta))
                    .withMessageContaining("width of layer " + (k + 1) + " = " + narrow.get(k))
                    .withMessageContaining("2m(n+1)^" + (2 - k) + " = " + enough.get(k));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        WideInstance instance = WideInstance.of(2, 1);
        WideProblem problem = instance.problem();
        WideParameters from = instance.from();
        int width = from.width(1);
        WideParameters wider = WideTraining.random(problem, List.of(width + 1), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WidePath.between(problem, from, wider))
                .withMessageContaining("widths of from");
        WideParameters deeper =
                WideTraining.random(WideInstance.of(2, 2).problem(), List.of(3, 4), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WidePath.between(problem, deeper, deeper))
                .withMessageContaining("depth of theta = 2");
        WidePath path = WidePath.between(problem, from, from);
        for (double t : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> path.at(t))
                    .withMessageContaining("t = " + t);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> path.check(1))
                .withMessageContaining("points = 1");
    }

    @Test
    void infeasibleNetworksAreRefused() {
        DenseMatrix x = DenseMatrix.wrap(1, 2, new double[] {1, 0});
        WideProblem problem =
                new WideProblem(
                        x,
                        DenseMatrix.wrap(1, 1, new double[] {1}),
                        List.of(WideActivation.relu()),
                        WideLoss.squared(),
                        new WideConstraint(1, 1, 1));
        WideParameters inside = unit(1, 0);
        WideParameters outside = unit(1.001, 0);
        assertThat(WidePath.between(problem, inside, inside).constraint()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WidePath.between(problem, inside, outside))
                .withMessageContaining("constraint at to = 1.001");
    }

    @Test
    void pathsThatDoNotFitIntoMemoryAreRefused() {
        WideProblem problem = WideInstance.of(2, 2).problem();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WideTraining.random(problem, List.of(1_000_000, 1_000_000), 1))
                .withMessageContaining("memory for a path")
                .withMessageContaining("1000000");
    }

    @Test
    void networksThatOverflowAreRefused() {
        DenseMatrix x = DenseMatrix.wrap(1, 2, new double[] {1, 1});
        WideProblem problem =
                new WideProblem(
                        x,
                        DenseMatrix.wrap(1, 1, new double[] {1}),
                        List.of(WideActivation.power(1, 3)),
                        WideLoss.squared(),
                        WideConstraint.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        problem.loss(
                                WideTraining.random(problem, List.of(4), 1)
                                        .with(0, new double[] {1e200, 0, 0, 0, 0, 0, 0, 0})))
                .withMessageContaining("power:3 of layer 1 = Infinity");
    }

    @Test
    void pathsEndWhenInterrupted() {
        WideInstance instance = WideInstance.of(2, 1);
        Thread.currentThread().interrupt();
        try {
            org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                            WidePath.between(instance.problem(), instance.from(), instance.to()))
                    .isInstanceOf(io.nadir.array.WorkInterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void requireBlock(WideProblem problem, WideParameters theta, boolean upper) {
        int depth = problem.depth();
        for (int j = 0; j <= depth; j++) {
            int rows = theta.width(j + 1);
            int columns = theta.width(j);
            for (int i = 0; i < theta.data(j).length; i++) {
                boolean rowInside =
                        j == depth || isInside(problem, j + 1, i / columns, rows, upper);
                boolean columnInside = j == 0 || isInside(problem, j, i % columns, columns, upper);
                assertThat(theta.data(j)[i] == 0 || (rowInside && columnInside)).isTrue();
            }
        }
    }

    private static boolean isInside(
            WideProblem problem, int layer, int unit, int width, boolean upper) {
        long block = WideWidths.block(problem.outputs(), problem.samples(), problem.depth(), layer);
        return upper ? unit < block : unit >= width - block;
    }

    private static WideSegment join(WidePath path, WideSegment.Origin origin) {
        return path.segments().stream()
                .filter(s -> s.step() == WideStep.JOIN && s.origin() == origin)
                .findFirst()
                .orElseThrow();
    }

    /** max(0, a·x_1) + max(0, b·x_2) by two of six units. */
    private static WideParameters unit(double a, double b) {
        double[] inner = new double[12];
        inner[2] = 1;
        inner[9] = 1;
        double[] outer = new double[6];
        outer[1] = a;
        outer[4] = b;
        return WideParameters.of(
                List.of(DenseMatrix.wrap(6, 2, inner), DenseMatrix.wrap(1, 6, outer)));
    }

    private static WideInstance trained(DenseMatrix x, DenseMatrix y, List<Integer> widths) {
        WideProblem problem = problem(x, y, widths.size());
        WideParameters from = WideTraining.random(problem, widths, 1);
        WideParameters to =
                WideTraining.descend(problem, WideTraining.random(problem, widths, 2), 50);
        return new WideInstance("trained", problem, from, to);
    }

    private static WideProblem problem(DenseMatrix x, DenseMatrix y, int depth) {
        return new WideProblem(
                x,
                y,
                Collections.nCopies(depth, WideActivation.relu()),
                WideLoss.squared(),
                WideConstraint.NONE);
    }

    private static DenseMatrix withOnes(DenseMatrix x) {
        double[] values = new double[x.rows() * 3];
        for (int i = 0; i < x.rows(); i++) {
            values[3 * i] = x.get(i, 0);
            values[3 * i + 1] = x.get(i, 1);
            values[3 * i + 2] = 1;
        }
        return DenseMatrix.wrap(x.rows(), 3, values);
    }

    private static void requireEqual(WideParameters actual, WideParameters expected) {
        for (int j = 0; j <= expected.depth(); j++) {
            assertThat(actual.data(j)).isEqualTo(expected.data(j));
        }
    }
}
