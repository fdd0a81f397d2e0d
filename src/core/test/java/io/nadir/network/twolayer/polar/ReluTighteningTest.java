package io.nadir.network.twolayer.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.array.Panel;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Evidence;
import io.nadir.model.RelaxationBudget;
import io.nadir.reference.ReluTruth;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The way from a problem to its relaxation and back. */
class ReluTighteningTest {
    private static final double GAP = 1e-5;

    /** S, Z or both of any scale, in more dimensions than rows; the bounds meet at the truth. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-100, 1e-20, 1, 1e20, 1e100})
    void boundsMeetAtEveryScale(double scale) {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            double[][] s = ReluInstances.gaussian(random, 5, 3 + 5 * (seed % 2), 1);
            double[][] z = ReluInstances.gaussian(random, 5, 1 + seed % 4, 1);
            double a = seed % 3 * 0.1;
            double truth = ReluTruth.allPatterns(s, z, a);
            check(ReluInstances.scaled(s, scale), z, a, truth * scale);
            check(s, ReluInstances.scaled(z, scale), a, truth * scale);
            check(ReluInstances.scaled(s, scale), ReluInstances.scaled(z, 1 / scale), a, truth);
        }
    }

    private static void check(double[][] s, double[][] z, double a, double truth) {
        ReluProblem problem = new ReluProblem(ReluInstances.panel(s), ReluInstances.panel(z), a);
        ReluPolar.Result loose = loose(problem);
        ReluPolar.Result tight = tightened(problem, loose);
        assertThat(tight.bounds().evidence()).isEqualTo(Evidence.PROVED);
        assertThat(tight.bounds().upper())
                .isBetween(
                        truth * (1 - 1e-14),
                        Math.min(truth * (1 + 2 * GAP), loose.bounds().upper()));
        assertThat(tight.bounds().lower()).isBetween(loose.bounds().lower(), truth * (1 + 1e-12));
        SingularCandidate best = tight.pairs().getFirst();
        double value = ReluTruth.value(s, z, a, best.u());
        assertThat(best.value()).isBetween(value * (1 - 1e-10), value * (1 + 1e-12));
    }

    /**
     * Rows of inputs times powers of two and those of the residual divided by them, and both times
     * powers of two: the polar is only scaled, and so is what its bounds are compared with.
     */
    @Test
    void boundsHoldForRowsOfAnyLength() {
        rowsOfAnyLength(20);
    }

    @Tag("long")
    @Test
    void manyBoundsHoldForRowsOfAnyLength() {
        rowsOfAnyLength(300);
    }

    private static void rowsOfAnyLength(int instances) {
        for (int seed = 0; seed < instances; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(7);
            int d = 1 + random.nextInt(5);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, d);
            double[][] z = ReluInstances.dual(random, seed / 10 % 5, n, 1 + random.nextInt(3));
            double a = seed % 4 * 0.3;
            double truth = ReluTruth.allPatterns(s, z, a);
            int range = 1 + random.nextInt(300);
            int common = random.nextInt(-300, 300);
            for (int i = 0; i < n; i++) {
                int own = random.nextInt(-range, range);
                scaleRow(s[i], own + common);
                scaleRow(z[i], -own);
            }
            ReluProblem problem =
                    new ReluProblem(ReluInstances.panel(s), ReluInstances.panel(z), a);
            ReluPolar.Result known = loose(problem);
            ReluPolar.Result tight =
                    new ReluTightening(problem, known, GAP, () -> {})
                            .run(0, Double.POSITIVE_INFINITY, budget(3e7), result -> {});
            double scaled = Math.scalb(truth, common);
            assertThat(tight.bounds().upper())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(scaled * (1 - 1e-14));
            assertThat(tight.bounds().lower())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(scaled * (1 + 1e-12));
        }
    }

    /** Rows, and what is left of rows beside a line, whose squares underflow. */
    @Test
    void rowsWithoutSquaresCount() {
        double[][] alone = {{1, 0}, {0, 1e-163}};
        requireUpper(alone, new double[][] {{1e-200}, {1}}, 1e-163);
        double[][] nearLine = {{1, 0}, {1e-151, 0}, {1e-151, 1e-162}};
        requireUpper(nearLine, new double[][] {{1e-300}, {1}, {-1}}, 1e-162);
    }

    private static void requireUpper(double[][] s, double[][] z, double attained) {
        ReluProblem problem = new ReluProblem(ReluInstances.panel(s), ReluInstances.panel(z), 0);
        ReluPolar.Result loose = loose(problem);
        assertThat(loose.bounds().upper()).isGreaterThanOrEqualTo(attained);
        ReluFunction f = ScaledRelu.of(problem).function();
        CollinearRows merged = CollinearRows.of(f);
        int exponent = ScaledRelu.of(problem).exponent();
        double left = merged.rows().mass() + merged.error();
        assertThat(Math.scalb(left, exponent)).isGreaterThanOrEqualTo(attained);
        assertThat(tightened(problem, loose).bounds().upper()).isGreaterThanOrEqualTo(attained);
    }

    private static void scaleRow(double[] row, int exponent) {
        for (int j = 0; j < row.length; j++) {
            row[j] = Math.scalb(row[j], exponent);
        }
    }

    /** Rows that cancel, lie on a line or are zero. */
    @Test
    void degenerateRows() {
        double[][] s = {{1, 2, 0}, {-2, -4, 0}, {1, 2, 0}, {0, 0, 0}, {0, 1, 1}, {3, 0, 1}};
        double[][] z = {{1, 0}, {0, 1}, {-1, 3}, {7, 7}, {0, 0}, {1, -1}};
        check(s, z, 0, ReluTruth.allPatterns(s, z, 0));
        check(s, z, 0.1, ReluTruth.allPatterns(s, z, 0.1));
        double[][] one = {{3}};
        check(one, new double[][] {{-2}}, 0, 6);
        check(one, new double[][] {{-2}}, 0.1, 6);
    }

    /** Nothing is left to tighten for a polar of zero, or if no work is allowed. */
    @Test
    void nothingToDo() {
        ReluProblem zero = new ReluProblem(Panel.zeros(3, 4), Panel.zeros(3, 2), 0);
        ReluPolar.Result none = loose(zero);
        assertThat(tightened(zero, none)).isSameAs(none);
        Random random = new Random(1);
        ReluProblem some =
                new ReluProblem(
                        ReluInstances.panel(ReluInstances.gaussian(random, 9, 9, 1)),
                        ReluInstances.panel(ReluInstances.gaussian(random, 9, 2, 1)),
                        0);
        ReluPolar.Result loose = loose(some);
        ReluTightening tightening = new ReluTightening(some, loose, GAP, () -> {});
        assertThat(tightening.run(0, Double.POSITIVE_INFINITY, budget(0), result -> {}))
                .isSameAs(loose);
        assertThat(tightening.cells()).isZero();
    }

    /** Each report is better than the one before, and valid. */
    @Test
    void reportsBetterBounds() {
        Random random = new Random(2);
        ReluProblem problem =
                new ReluProblem(
                        ReluInstances.panel(ReluInstances.gaussian(random, 16, 9, 1)),
                        ReluInstances.panel(ReluInstances.gaussian(random, 16, 4, 1)),
                        0);
        List<Double> uppers = new ArrayList<>();
        ReluPolar.Result loose = loose(problem);
        ReluPolar.Result tight =
                new ReluTightening(problem, loose, GAP, () -> {})
                        .run(
                                0,
                                Double.POSITIVE_INFINITY,
                                budget(3e9),
                                result -> uppers.add(result.bounds().upper()));
        assertThat(uppers).isNotEmpty().isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(tight.bounds().upper())
                .isBetween(tight.bounds().lower(), loose.bounds().upper());
        assertThat(tight.bounds().upper()).isLessThanOrEqualTo(uppers.getLast());
    }

    @Test
    void badInputIsNamed() {
        ReluProblem problem = new ReluProblem(Panel.zeros(1, 1), Panel.zeros(1, 1), 0);
        ReluPolar.Result known = loose(problem);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReluTightening(problem, known, 0, () -> {}))
                .withMessageContaining("relativeGap = 0");
        ReluTightening tightening = new ReluTightening(problem, known, 1, () -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tightening.run(-1, 1, budget(1), result -> {}))
                .withMessageContaining("enough = -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tightening.run(1, Double.NaN, budget(1), result -> {}))
                .withMessageContaining("refuted = NaN");
    }

    private static ReluPolar.Result loose(ReluProblem problem) {
        return ReluPolar.bounds(problem, new ReluRequest(0, GAP, 0, 1, () -> {}));
    }

    private static ReluPolar.Result tightened(ReluProblem problem, ReluPolar.Result known) {
        return new ReluTightening(problem, known, GAP, () -> {})
                .run(0, Double.POSITIVE_INFINITY, budget(1e10), result -> {});
    }

    private static RelaxationBudget budget(double operations) {
        return new RelaxationBudget(operations, upper -> true);
    }
}
