package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.landscape.LinearProblem.Kind;
import io.nadir.landscape.PointAnalysis.PointKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Local search with escapes ends at the closed-form minimum, wherever it starts. */
class EscapingDescentTest {
    private static final int INSTANCES = 200;

    /** 1,200 problems over all kinds, each from one of four kinds of start. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void endsAtTheGlobalMinimum(Kind kind) {
        Random random = new Random(kind.name().hashCode());
        long escapes = 0;
        for (int instance = 0; instance < INSTANCES; instance++) {
            LinearProblem problem =
                    LinearProblem.random(
                            kind, 1 + random.nextInt(6), 1 + random.nextInt(6), random);
            LinearLandscape landscape = problem.landscape();
            int[] hidden = new int[1 + random.nextInt(3)];
            for (int l = 0; l < hidden.length; l++) {
                hidden[l] = 1 + random.nextInt(4);
            }
            LinearNetwork start = start(problem, landscape, instance, random, hidden);
            Descent descent = landscape.descend(start, 1e-7, 20_000);
            double slack = 1e-7 * problem.variance();
            assertThat(problem.risk(descent.end()))
                    .isEqualTo(landscape.globalValue(hidden), within(slack));
            assertThat(descent.analysis().kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
            assertThat(descent.steps().getFirst().risk())
                    .isEqualTo(problem.risk(start), within(1e-10 * problem.risk(start) + slack));
            assertMonotone(descent, 1e-13 * (problem.risk(start) + problem.variance()));
            escapes += descent.escapes();
        }
        assertThat(escapes).isGreaterThan(INSTANCES / 4);
    }

    private static LinearNetwork start(
            LinearProblem problem,
            LinearLandscape landscape,
            int instance,
            Random random,
            int[] hidden) {
        int[] widths = problem.widths(hidden);
        int rank =
                Math.min(
                        Stream.of(hidden)
                                .flatMapToInt(java.util.Arrays::stream)
                                .min()
                                .orElseThrow(),
                        problem.outputs());
        List<CriticalValue> saddles = landscape.criticalValues(rank).toList();
        LinearNetwork saddle =
                landscape.criticalPoint(
                        saddles.get(random.nextInt(saddles.size())).indices(), hidden);
        return switch (instance % 4) {
            case 0 -> LinearProblem.randomNetwork(widths, random);
            case 1 -> LinearNetwork.zeros(widths);
            case 2 -> saddle;
            default -> saddle.plus(1e-9, LinearProblem.randomNetwork(widths, random));
        };
    }

    private static void assertMonotone(Descent descent, double rounding) {
        double before = descent.steps().getFirst().risk();
        for (Descent.Step step : descent.steps()) {
            assertThat(step.risk()).isLessThanOrEqualTo(before + rounding);
            before = step.risk();
        }
    }

    /** Without escapes the same search stays where it is: it is they that leave saddles. */
    @Test
    void saddlesHoldLocalSearch() {
        Random random = new Random(31);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 4, 3, random);
        LinearLandscape landscape = problem.landscape();
        LinearNetwork saddle = landscape.criticalPoint(List.of(2, 3), 2);
        Descent one = landscape.descend(saddle, 1e-7, 1);
        assertThat(one.steps().get(1).risk())
                .isEqualTo(problem.risk(saddle), within(1e-12 * problem.variance()));
        assertThat(one.steps().get(1).escapeOrder()).isZero();
        assertThat(one.steps().get(2).escapeOrder()).isEqualTo(2);
        assertThat(one.steps().get(2).risk()).isLessThan(problem.risk(saddle));
    }

    /** From the origin one critical value after the other, down the ladder. */
    @Test
    void descendsTheLadder() {
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 6, 5, new Random(32));
        LinearLandscape landscape = problem.landscape();
        Descent descent = landscape.descend(LinearNetwork.zeros(problem.widths(3)), 1e-7, 100);
        assertThat(descent.escapes()).isEqualTo(3);
        double[] landings =
                descent.steps().stream()
                        .filter(step -> step.escapeOrder() > 0)
                        .mapToDouble(Descent.Step::risk)
                        .toArray();
        double expected = landscape.variance();
        for (int k = 0; k < 3; k++) {
            expected -= landscape.eigenvalues()[k];
            assertThat(landings[k]).isEqualTo(expected, within(1e-10 * problem.variance()));
        }
    }

    @Test
    void stepsAreLimited() {
        Random random = new Random(33);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 4, 3, random);
        LinearNetwork start = LinearProblem.randomNetwork(problem.widths(1), random);
        Descent none = problem.landscape().descend(start, 1e-7, 0);
        assertThat(none.steps()).hasSize(1);
        assertThat(none.analysis().risk())
                .isEqualTo(problem.risk(start), within(1e-11 * problem.risk(start)));
        assertThatThrownBy(() -> problem.landscape().descend(start, 1e-7, -1))
                .hasMessage("maxSteps = -1, allowed are 0 and more");
    }
}
