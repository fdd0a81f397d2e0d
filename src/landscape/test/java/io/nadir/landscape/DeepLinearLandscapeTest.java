package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.landscape.LinearProblem.Kind;
import io.nadir.landscape.PointAnalysis.Escape;
import io.nadir.landscape.PointAnalysis.PointKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** More hidden layers: VZH theorem 1.4 and equation 1.31. */
class DeepLinearLandscapeTest {

    /** The global value is that of the narrowest layer, and balanced weights attain it. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void globalMinimum(Kind kind) {
        Random random = new Random(21);
        LinearProblem problem = LinearProblem.random(kind, 5, 4, random);
        LinearLandscape landscape = problem.landscape();
        for (int[] hidden : new int[][] {{3, 2}, {2, 6, 3}, {7, 7, 1, 7}, {9, 9}}) {
            int narrowest = Arrays.stream(hidden).min().orElseThrow();
            double value = landscape.globalValue(hidden);
            assertThat(value).isEqualTo(landscape.globalValue(narrowest));
            LinearNetwork minimum = landscape.globalMinimum(hidden);
            double slack = 1e-12 * problem.variance();
            assertThat(problem.risk(minimum)).isEqualTo(value, within(slack));
            LinearLandscapeTest.assertBalanced(minimum);
            PointAnalysis analysis = landscape.analyze(gauged(minimum, random));
            assertThat(analysis.kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
        }
    }

    /** Equation 1.31: the Hessian is zero and the third derivative along (1, 1, 1) −12·σ_yx. */
    @Test
    void originOfScalarNetwork() {
        LinearProblem problem =
                new LinearProblem(2, 1, 1, new double[] {1, 2}, new double[] {3, 5});
        LinearLandscape landscape = problem.landscape();
        LinearNetwork origin = LinearNetwork.zeros(1, 1, 1, 1);
        PointAnalysis analysis = landscape.analyze(origin);
        assertThat(analysis.kind()).isEqualTo(PointKind.DEGENERATE_SADDLE);
        assertThat(LinearLandscapeTest.smallestHessianEigenvalue(problem, origin))
                .isEqualTo(0, within(1e-6));
        Escape escape = LinearLandscapeTest.escapeOf(analysis);
        assertThat(escape.order()).isEqualTo(3);
        double length = 1;
        for (int l = 1; l <= 3; l++) {
            length *= escape.direction().layer(l)[0];
        }
        assertThat(escape.derivative()).isEqualTo(-2 * 6.5 * 6 * length, within(1e-10));
        assertThat(landscape.descend(origin, 1e-9, 100).analysis().risk())
                .isEqualTo(17 - 6.5 * 6.5 / 2.5, within(1e-12));
    }

    /** At the origin of L layers derivatives up to order L − 1 vanish; theorem 1.4 (iv). */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void originOfDeepNetworks(int depth) {
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 3, 2, new Random(depth));
        int[] hidden = new int[depth - 1];
        Arrays.fill(hidden, 2);
        LinearNetwork origin = LinearNetwork.zeros(problem.widths(hidden));
        PointAnalysis analysis = problem.landscape().analyze(origin);
        assertThat(analysis.kind())
                .isEqualTo(
                        depth == 2 ? PointKind.RANK_DEFICIENT_SADDLE : PointKind.DEGENERATE_SADDLE);
        Escape escape = LinearLandscapeTest.escapeOf(analysis);
        assertThat(escape.order()).isEqualTo(depth);
        double t = 1e-2;
        double fall = problem.risk(origin.plus(t, escape.direction())) - analysis.risk();
        double factorial = 1;
        for (int i = 2; i <= depth; i++) {
            factorial *= i;
        }
        double expected = escape.derivative() * Math.pow(t, depth) / factorial;
        double slack = 1e-3 * Math.abs(expected) + 1e-14 * problem.variance();
        assertThat(fall).isEqualTo(expected, within(slack));
    }

    /** Theorem 1.4 (iii): full rank in the middle makes every saddle strict. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void strictWhereTheMiddleHasFullRank(long seed) {
        Random random = new Random(seed);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 4, 3, random);
        LinearLandscape landscape = problem.landscape();
        for (CriticalValue value : landscape.criticalValues(2).skip(1).toList()) {
            LinearNetwork point = gauged(landscape.criticalPoint(value.indices(), 2, 3), random);
            PointAnalysis analysis = landscape.analyze(point);
            assertThat(analysis.middleRank()).isEqualTo(2);
            assertThat(analysis.kind()).isEqualTo(PointKind.STRICT_SADDLE);
            assertThat(analysis.indices()).isEqualTo(value.indices());
            assertThat(LinearLandscapeTest.smallestHessianEigenvalue(problem, point))
                    .isLessThan(-1e-3);
            LinearLandscapeTest.assertEscape(problem, point, analysis);
        }
    }

    /**
     * Critical points with arbitrary weights among units that W_L·…·W_1 does not use: whether they
     * are strict is what the eigenvalues of their Hessian say.
     */
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void strictOrDegenerateAsTheHessianSays(int depth) {
        Random random = new Random(depth);
        int degenerate = 0;
        int strict = 0;
        for (int instance = 0; instance < 40; instance++) {
            LinearProblem problem = LinearProblem.random(Kind.REGULAR, 2, 2, random);
            LinearLandscape landscape = problem.landscape();
            int used = random.nextInt(2);
            LinearNetwork point = withUnusedWeights(landscape, depth, used, random);
            LinearLandscapeTest.assertCriticalByDifferences(problem, point, random);
            PointAnalysis analysis = landscape.analyze(point);
            assertThat(analysis.kind().isSaddle()).isTrue();
            double least = LinearLandscapeTest.smallestHessianEigenvalue(problem, point);
            if (analysis.kind() == PointKind.DEGENERATE_SADDLE) {
                degenerate++;
                assertThat(least).isGreaterThan(-1e-4 * problem.variance());
                Escape escape = LinearLandscapeTest.escapeOf(analysis);
                assertThat(escape.order()).isGreaterThan(2);
            } else {
                strict++;
                LinearLandscapeTest.assertEscape(problem, point, analysis);
                Escape escape = LinearLandscapeTest.escapeOf(analysis);
                double length = LinearProblem.norm(escape.direction());
                double curvature = escape.derivative() / (length * length);
                assertThat(least).isLessThan(0.99 * curvature);
            }
            assertThat(landscape.descend(point, 1e-7, 2000).analysis().kind())
                    .isEqualTo(PointKind.GLOBAL_MINIMUM);
        }
        assertThat(degenerate).isGreaterThan(5);
        assertThat(strict).isGreaterThan(5);
    }

    /** A saddle with nothing unused in one layer: left by way of balanced weights. */
    @Test
    void leavesWhereNoDirectionIsKnown() {
        LinearProblem problem = LinearProblem.random(Kind.DEFICIENT_SIGMA, 3, 3, new Random(5));
        LinearLandscape landscape = problem.landscape();
        int[] widths = {3, 3, 3, 3};
        Ejml sigma = Ejml.of(problem.m(), 3, problem.y());
        double[] left = sigma.transposed().times(sigma).kernelBasis();
        double[] last = new double[9]; // W_3 with its range in the kernel of Σ
        for (int i = 0; i < 3; i++) {
            last[3 * i] = left[i];
            last[3 * i + 1] = left[3 + i];
        }
        LinearNetwork point =
                LinearNetwork.copyOf(widths, List.of(new double[9], new double[9], last));
        PointAnalysis analysis = landscape.analyze(point);
        assertThat(analysis.kind()).isEqualTo(PointKind.DEGENERATE_SADDLE);
        Descent descent = landscape.descend(point, 1e-7, 2000);
        assertThat(descent.analysis().kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
        assertThat(descent.escapes()).isPositive();
    }

    /** The balanced minimum of rank {@code used}, and weights among one more unit of each layer. */
    private static LinearNetwork withUnusedWeights(
            LinearLandscape landscape, int depth, int used, Random random) {
        int[] hidden = new int[depth - 1];
        Arrays.fill(hidden, 2);
        List<Integer> indices = used == 0 ? List.of() : List.of(1);
        LinearNetwork base = landscape.criticalPoint(indices, hidden);
        double[] entering = landscape.criticalPoint(List.of(2), hidden).layer(depth);
        double[] leaving = landscape.criticalPoint(List.of(2), hidden).layer(1);
        boolean[] zero = new boolean[depth];
        int zeros = 2 + random.nextInt(depth - 1);
        for (int count = 0; count < zeros; ) {
            int l = random.nextInt(depth);
            count += zero[l] ? 0 : 1;
            zero[l] = true;
        }
        List<double[]> weights = new ArrayList<>();
        for (int l = 1; l <= depth; l++) {
            double[] layer = base.layer(l);
            double scale = 0.5 + random.nextDouble();
            if (!zero[l - 1] && l == 1) {
                layer[2] = scale * leaving[0];
                layer[3] = scale * leaving[1];
            } else if (!zero[l - 1] && l == depth) {
                layer[1] = scale * entering[0];
                layer[3] = scale * entering[2];
            } else if (!zero[l - 1]) {
                layer[3] = scale;
            }
            weights.add(layer);
        }
        return LinearNetwork.copyOf(base.widths(), weights);
    }

    /** The same map with invertible matrices between the layers. */
    private static LinearNetwork gauged(LinearNetwork network, Random random) {
        int[] widths = network.widths();
        List<double[]> weights = new ArrayList<>();
        Ejml before = null;
        for (int l = 1; l <= network.depth(); l++) {
            Ejml layer = Ejml.of(widths[l], widths[l - 1], network.layer(l));
            if (before != null) {
                layer = layer.times(before.inverse());
            }
            if (l < network.depth()) {
                double[] mixing = LinearProblem.gaussian(widths[l] * widths[l], random);
                for (int i = 0; i < widths[l]; i++) {
                    mixing[i * widths[l] + i] += 3; // not too far from singular
                }
                before = Ejml.of(widths[l], widths[l], mixing);
                layer = before.times(layer);
            }
            weights.add(layer.toArray());
        }
        return LinearNetwork.copyOf(widths, weights);
    }
}
