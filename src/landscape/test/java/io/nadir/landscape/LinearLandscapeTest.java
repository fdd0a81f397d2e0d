package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.landscape.LinearProblem.Kind;
import io.nadir.landscape.PointAnalysis.Escape;
import io.nadir.landscape.PointAnalysis.PointKind;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * One hidden layer, statement by statement: VZH lemma 1.1, theorems 1.2 and 1.3, against risks
 * computed sample by sample, finite differences, and EJML.
 */
class LinearLandscapeTest {

    /** Equation 1.25 against the eigenvalues of Σ_yx·Σ_xx⁻¹·Σ_xy formed by another library. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void globalValueByNormalEquations(long seed) {
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 5, 4, new Random(seed));
        Ejml x = Ejml.of(problem.m(), 5, problem.x());
        Ejml y = Ejml.of(problem.m(), 4, problem.y());
        Ejml xy = x.transposed().times(y);
        Ejml sigma = xy.transposed().times(x.transposed().times(x).inverse().times(xy));
        double[] values = sigma.times(1.0 / problem.m()).eigenvalues();
        LinearLandscape landscape = problem.landscape();
        double expected = problem.variance();
        for (int k = 1; k <= 4; k++) {
            assertThat(landscape.eigenvalues()[k - 1]).isEqualTo(values[4 - k], within(1e-11));
            expected -= values[4 - k];
            assertThat(landscape.globalValue(k)).isEqualTo(expected, within(1e-11));
        }
        assertThat(landscape.globalValue(9)).isEqualTo(landscape.leastSquaresValue());
        assertThat(landscape.variance()).isEqualTo(problem.variance(), within(1e-12));
    }

    /** Equation 1.25 is attained, by balanced weights, whatever is singular. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void globalMinimumHasTheGlobalValue(Kind kind) {
        Random random = new Random(7);
        for (int instance = 0; instance < 20; instance++) {
            LinearProblem problem =
                    LinearProblem.random(
                            kind, 1 + random.nextInt(5), 1 + random.nextInt(5), random);
            LinearLandscape landscape = problem.landscape();
            for (int k = 1; k <= 5; k++) {
                LinearNetwork minimum = landscape.globalMinimum(k);
                double value = landscape.globalValue(k);
                double slack = 1e-12 * problem.variance();
                assertThat(problem.risk(minimum)).isEqualTo(value, within(slack));
                assertThat(landscape.risk().value(minimum)).isEqualTo(value, within(slack));
                assertBalanced(minimum);
                PointAnalysis analysis = landscape.analyze(minimum);
                assertThat(analysis.kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
                assertThat(analysis.excess()).isEqualTo(0, within(slack));
                assertThat(analysis.escape()).isNull();
            }
        }
    }

    /** Equations 1.16 and 1.18 against central differences. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void gradientByDifferences(Kind kind) {
        Random random = new Random(3);
        LinearProblem problem = LinearProblem.random(kind, 4, 3, random);
        for (int[] hidden : new int[][] {{2}, {3, 2}}) {
            LinearNetwork at = LinearProblem.randomNetwork(problem.widths(hidden), random);
            LinearNetwork gradient = problem.landscape().risk().gradient(at);
            for (int k = 0; k < 5; k++) {
                LinearNetwork step = LinearProblem.randomNetwork(problem.widths(hidden), random);
                double expected = problem.slope(at, step, 1e-5);
                double size = LinearProblem.norm(gradient) * LinearProblem.norm(step);
                assertThat(LinearProblem.inner(gradient, step))
                        .isEqualTo(expected, within(1e-7 * size));
            }
            assertThat(problem.landscape().analyze(at).gradientNorm())
                    .isEqualTo(
                            LinearProblem.norm(gradient),
                            within(1e-12 * LinearProblem.norm(gradient)));
        }
    }

    /** Twice equation 1.26 against second differences: a missing factor of 2 would fail. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void curvatureByDifferences(Kind kind) {
        Random random = new Random(4);
        LinearProblem problem = LinearProblem.random(kind, 4, 3, random);
        LinearLandscape landscape = problem.landscape();
        for (int[] hidden : new int[][] {{2}, {3}, {3, 2}}) {
            LinearNetwork at = LinearProblem.randomNetwork(problem.widths(hidden), random);
            for (int k = 0; k < 5; k++) {
                LinearNetwork step = LinearProblem.randomNetwork(problem.widths(hidden), random);
                double expected = problem.curvature(at, step, 1e-4);
                assertThat(landscape.risk().curvature(at, step))
                        .isEqualTo(expected, within(1e-4 * Math.abs(expected) + 1e-4));
            }
        }
    }

    /**
     * Theorem 1.2 (i) and (ii): for every index set and an arbitrary C the point (1.24) is
     * critical, has the value listed, is a strict saddle unless J is first, and the direction of
     * the proof curves by 2(λ_J − λ_k).
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void allCriticalPointsOfFullRank(int width) {
        Random random = new Random(width);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 5, 4, random);
        LinearLandscape landscape = problem.landscape();
        List<CriticalValue> values = landscape.criticalValues(width).toList();
        assertThat(values).hasSize(new int[] {4, 6, 4, 1}[width - 1]);
        assertThat(values).extracting(CriticalValue::value).isSorted();
        assertThat(values.getFirst().value()).isEqualTo(landscape.globalValue(width));
        Set<List<Integer>> sets = new HashSet<>();
        for (CriticalValue value : values) {
            assertThat(sets.add(value.indices())).isTrue();
            LinearNetwork balanced = landscape.criticalPoint(value.indices(), width);
            Ejml c = Ejml.of(width, width, LinearProblem.gaussian(width * width, random));
            LinearNetwork point = mixed(balanced, c);
            assertThat(problem.risk(point))
                    .isEqualTo(value.value(), within(1e-11 * problem.variance()));
            assertCriticalByDifferences(problem, point, random);
            assertClassified(problem, landscape, point, value.indices(), width);
        }
    }

    private static void assertClassified(
            LinearProblem problem,
            LinearLandscape landscape,
            LinearNetwork point,
            List<Integer> indices,
            int width) {
        PointAnalysis analysis = landscape.analyze(point);
        assertThat(analysis.indices()).isEqualTo(indices);
        assertThat(analysis.rank()).isEqualTo(width);
        assertThat(analysis.risk()).isEqualTo(problem.risk(point), within(1e-10));
        boolean first = indices.getLast() == width;
        assertThat(analysis.kind())
                .isEqualTo(first ? PointKind.GLOBAL_MINIMUM : PointKind.STRICT_SADDLE);
        double least = smallestHessianEigenvalue(problem, point);
        if (first) {
            assertThat(least).isGreaterThan(-1e-4);
            return;
        }
        assertThat(least).isLessThan(-1e-3);
        int k = 1;
        while (indices.contains(k)) {
            k++;
        }
        double[] lambda = landscape.eigenvalues();
        double expected = 2 * (lambda[indices.getLast() - 1] - lambda[k - 1]);
        LinearNetwork proof = directionOfTheProof(landscape, point, indices.getLast(), k);
        assertThat(landscape.risk().curvature(point, proof)).isEqualTo(expected, within(1e-8));
        assertThat(problem.curvature(point, proof, 1e-3))
                .isEqualTo(expected, within(1e-4 * problem.variance()));
        assertEscape(problem, point, analysis);
    }

    /** Δ_U = q_k·eᵀC, Δ_V = Σ_xx⁻¹Σ_xy·q_k·eᵀC⁻ᵀ with Q_J·C = U: eᵀC = q_JᵀU. */
    private static LinearNetwork directionOfTheProof(
            LinearLandscape landscape, LinearNetwork point, int last, int k) {
        int width = point.widths()[1];
        LinearNetwork of = landscape.criticalPoint(List.of(k), 1);
        Ejml entering = Ejml.of(landscape.outputs(), 1, of.u());
        double size = entering.norm();
        Ejml qk = entering.times(1 / size);
        Ejml vk = Ejml.of(landscape.inputs(), 1, of.v()).times(size);
        Ejml qj = Ejml.of(landscape.outputs(), 1, landscape.criticalPoint(List.of(last), 1).u());
        qj = qj.times(1 / qj.norm());
        Ejml u = Ejml.of(landscape.outputs(), width, point.u());
        Ejml row = qj.transposed().times(u);
        Ejml dualRow = qj.transposed().times(u.pseudoInverse().transposed());
        return LinearNetwork.copyOfFactors(
                width, qk.times(row).toArray(), vk.times(dualRow).toArray());
    }

    /**
     * Theorem 1.2 (iii): U rank-deficient, for every smaller index set and a kernel in any place.
     */
    @Test
    void rankDeficientSaddles() {
        Random random = new Random(8);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 5, 4, random);
        LinearLandscape landscape = problem.landscape();
        for (int size = 0; size <= 2; size++) {
            for (CriticalValue value : landscape.criticalValues(size).toList()) {
                Ejml c = Ejml.of(3, 3, LinearProblem.gaussian(3 * 3, random));
                LinearNetwork point = mixed(landscape.criticalPoint(value.indices(), 3), c);
                PointAnalysis analysis = landscape.analyze(point);
                assertThat(analysis.kind()).isEqualTo(PointKind.RANK_DEFICIENT_SADDLE);
                assertThat(analysis.indices()).isEqualTo(value.indices());
                assertThat(analysis.rank()).isEqualTo(size);
                assertThat(smallestHessianEigenvalue(problem, point)).isLessThan(-1e-3);
                assertEscape(problem, point, analysis);
            }
        }
    }

    /** U has lost rank, but V has not: the first term of (1.26) does not vanish. */
    @Test
    void rankDeficientSaddleWithFullRankV() {
        Random random = new Random(9);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 5, 4, random);
        LinearLandscape landscape = problem.landscape();
        LinearNetwork point = landscape.criticalPoint(List.of(1), 2);
        double[] u = point.u();
        double[] v = point.v();
        double[] other = orthogonalToResidual(problem);
        for (int i = 0; i < problem.inputs(); i++) {
            v[2 * i + 1] = 3 * other[i];
        }
        LinearNetwork wide = LinearNetwork.copyOfFactors(2, u, v);
        assertCriticalByDifferences(problem, wide, random);
        PointAnalysis analysis = landscape.analyze(wide);
        assertThat(analysis.kind()).isEqualTo(PointKind.RANK_DEFICIENT_SADDLE);
        assertEscape(problem, wide, analysis);
    }

    /** With five inputs and four targets one direction of whitened inputs explains nothing. */
    private static double[] orthogonalToResidual(LinearProblem problem) {
        Ejml x = Ejml.of(problem.m(), problem.inputs(), problem.x());
        Ejml y = Ejml.of(problem.m(), problem.outputs(), problem.y());
        Ejml xy = x.transposed().times(y); // A v with Σ_yx v = 0
        return xy.transposed().kernel();
    }

    /**
     * Theorem 1.3: whatever is singular, every critical point is the minimum or a strict saddle.
     */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theoremOneThree(Kind kind) {
        Random random = new Random(11);
        for (int instance = 0; instance < 8; instance++) {
            LinearProblem problem =
                    LinearProblem.random(
                            kind, 2 + random.nextInt(4), 2 + random.nextInt(3), random);
            LinearLandscape landscape = problem.landscape();
            int width = 1 + random.nextInt(3);
            for (int size = 0; size <= Math.min(width, problem.outputs()); size++) {
                for (CriticalValue value : landscape.criticalValues(size).toList()) {
                    assertMinimumOrStrict(problem, landscape, value, width, random);
                }
            }
        }
    }

    private static void assertMinimumOrStrict(
            LinearProblem problem,
            LinearLandscape landscape,
            CriticalValue value,
            int width,
            Random random) {
        Ejml c = Ejml.of(width, width, LinearProblem.gaussian(width * width, random));
        LinearNetwork point = mixed(landscape.criticalPoint(value.indices(), width), c);
        double size = problem.variance();
        assertThat(problem.risk(point)).isEqualTo(value.value(), within(1e-10 * size));
        PointAnalysis analysis = landscape.analyze(point);
        assertThat(analysis.criticality()).isLessThan(1e-7);
        if (value.value() - landscape.globalValue(width) <= 1e-7 * size) {
            assertThat(analysis.kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
        } else {
            assertThat(analysis.kind())
                    .isIn(PointKind.STRICT_SADDLE, PointKind.RANK_DEFICIENT_SADDLE);
            assertEscape(problem, point, analysis);
        }
    }

    /** Weights along inputs that never occur change nothing. */
    @Test
    void inputsThatNeverOccur() {
        Random random = new Random(12);
        LinearProblem problem = LinearProblem.random(Kind.SINGULAR_INPUTS, 4, 3, random);
        LinearLandscape landscape = problem.landscape();
        assertThat(landscape.inputRank()).isEqualTo(3);
        double[] never = Ejml.of(problem.m(), 4, problem.x()).kernel();
        LinearNetwork minimum = landscape.globalMinimum(2);
        double[] v = minimum.v();
        for (int i = 0; i < 4; i++) {
            v[2 * i] += 5 * never[i];
        }
        PointAnalysis analysis = landscape.analyze(LinearNetwork.copyOfFactors(2, minimum.u(), v));
        assertThat(analysis.kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
        assertThat(analysis.excess()).isEqualTo(0, within(1e-12 * problem.variance()));
    }

    @Test
    void notCritical() {
        Random random = new Random(13);
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 4, 3, random);
        LinearLandscape landscape = problem.landscape();
        LinearNetwork near = landscape.globalMinimum(2);
        for (double distance : new double[] {1, 1e-2, 1e-4}) {
            LinearNetwork noise = LinearProblem.randomNetwork(near.widths(), random);
            PointAnalysis analysis = landscape.analyze(near.plus(distance, noise));
            assertThat(analysis.kind()).isEqualTo(PointKind.NOT_CRITICAL);
            assertThat(analysis.criticality()).isBetween(1e-2 * distance, 1e2 * distance);
            assertThat(analysis.indices()).isEmpty();
            assertThat(analysis.escape()).isNull();
        }
        LinearNetwork almost = near.plus(1e-10, LinearProblem.randomNetwork(near.widths(), random));
        assertThat(landscape.analyze(almost).kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
        assertThat(landscape.analyze(almost, 1e-13).kind()).isEqualTo(PointKind.NOT_CRITICAL);
    }

    /** V alone is no critical point, although U = 0 makes the gradient in V vanish. */
    @Test
    void halfOfTheOrigin() {
        LinearProblem problem = LinearProblem.random(Kind.REGULAR, 3, 2, new Random(14));
        LinearNetwork half = LinearNetwork.copyOfFactors(1, new double[2], new double[] {1, 0, 0});
        assertThat(problem.landscape().analyze(half).kind()).isEqualTo(PointKind.NOT_CRITICAL);
    }

    /** Data in any units, to the edge of what is allowed. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-148, 1e-80, 1e80, 1e148})
    void scales(double scale) {
        Random random = new Random(15);
        LinearProblem plain = LinearProblem.random(Kind.REGULAR, 4, 3, random);
        for (double other : new double[] {scale, 1, 1 / scale}) {
            LinearProblem problem = plain.scaled(other, scale);
            LinearLandscape landscape = problem.landscape();
            double expected = plain.landscape().globalValue(2) * scale * scale;
            assertThat(landscape.globalValue(2)).isEqualTo(expected, within(1e-11 * expected));
            LinearNetwork minimum = landscape.globalMinimum(2);
            assertThat(landscape.analyze(minimum).kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
            assertThat(landscape.risk().value(minimum))
                    .isEqualTo(expected, within(1e-11 * expected));
            LinearNetwork saddle = landscape.criticalPoint(List.of(1, 3), 2);
            PointAnalysis analysis = landscape.analyze(saddle);
            assertThat(analysis.kind()).isEqualTo(PointKind.STRICT_SADDLE);
            assertThat(analysis.indices()).containsExactly(1, 3);
            Descent descent = landscape.descend(saddle, 1e-7, 1000);
            assertThat(descent.analysis().risk()).isEqualTo(expected, within(1e-7 * expected));
        }
    }

    @Test
    void zeroTargets() {
        LinearLandscape landscape =
                LinearLandscape.of(
                        DenseMatrix.wrap(2, 2, new double[] {1, 2, 3, 4}),
                        DenseMatrix.wrap(2, 1, new double[2]));
        assertThat(landscape.globalValue(1)).isZero();
        assertThat(landscape.analyze(LinearNetwork.zeros(2, 1, 1)).kind())
                .isEqualTo(PointKind.GLOBAL_MINIMUM);
        LinearNetwork wrong = LinearNetwork.copyOfFactors(1, new double[] {1}, new double[] {1, 1});
        assertThat(landscape.analyze(wrong).kind()).isEqualTo(PointKind.NOT_CRITICAL);
        assertThat(landscape.descend(wrong, 1e-7, 10).analysis().risk())
                .isEqualTo(0, within(1e-20));
    }

    @Test
    void zeroInputs() {
        LinearLandscape landscape =
                LinearLandscape.of(
                        DenseMatrix.wrap(2, 2, new double[4]),
                        DenseMatrix.wrap(2, 1, new double[] {1, 3}));
        assertThat(landscape.inputRank()).isZero();
        assertThat(landscape.globalValue(1)).isEqualTo(5, within(1e-14));
        LinearNetwork any = LinearNetwork.copyOfFactors(1, new double[] {1}, new double[] {1, 1});
        assertThat(landscape.analyze(any).kind()).isEqualTo(PointKind.GLOBAL_MINIMUM);
    }

    @Test
    void refusals() {
        LinearLandscape landscape =
                LinearProblem.random(Kind.REGULAR, 3, 2, new Random(1)).landscape();
        assertThatThrownBy(landscape::globalValue)
                .hasMessage("number of hidden layers = 0, allowed are 1 and more");
        assertThatThrownBy(() -> landscape.globalValue(0))
                .hasMessage("hidden[0] = 0, allowed are 1 and more");
        assertThatThrownBy(() -> landscape.criticalValues(3))
                .hasMessage("size = 3, allowed are 0 to 2");
        assertThatThrownBy(() -> landscape.criticalPoint(List.of(1, 1), 2))
                .hasMessageContaining("allowed are distinct ones, 1 to 2");
        assertThatThrownBy(() -> landscape.criticalPoint(List.of(1, 2), 1))
                .hasMessage("hidden[0] = 1, allowed are 2 and more");
        assertThatThrownBy(() -> landscape.reducedRankRegression(0))
                .hasMessage("rank = 0, allowed are 1 and more");
        LinearNetwork wide = LinearNetwork.zeros(4, 1, 2);
        assertThatThrownBy(() -> landscape.risk().value(wide))
                .hasMessage("inputs of the network = 4, must equal inputs = 3");
        assertThatThrownBy(() -> landscape.analyze(LinearNetwork.zeros(3, 1, 2), 0))
                .hasMessageContaining("tolerance = 0.0, allowed are");
        assertThatThrownBy(() -> LinearNetwork.zeros(3, 2)).hasMessageContaining("at least three");
        assertThatThrownBy(() ->
                        LinearNetwork.copyOfFactors(1, new double[] {1, Double.NaN}, new double[3]))
                .hasMessage("U at (1, 0) = NaN, allowed are finite numbers");
        assertThatThrownBy(() ->
                        LinearNetwork.copyOf(
                                new int[] {3, 1, 2}, List.of(new double[3], new double[3])))
                .hasMessage("W2.length = 3, must equal rows * columns = 2");
    }

    /** U·C and V·C⁻ᵀ. */
    static LinearNetwork mixed(LinearNetwork network, Ejml c) {
        int width = c.rows();
        Ejml u = Ejml.of(network.widths()[2], width, network.u());
        Ejml v = Ejml.of(network.widths()[0], width, network.v());
        return LinearNetwork.copyOfFactors(
                width, u.times(c).toArray(), v.times(c.inverse().transposed()).toArray());
    }

    static void assertCriticalByDifferences(
            LinearProblem problem, LinearNetwork point, Random random) {
        for (int k = 0; k < 4; k++) {
            LinearNetwork step = LinearProblem.randomNetwork(point.widths(), random);
            double size = LinearProblem.norm(step) * Math.max(1, LinearProblem.norm(point));
            assertThat(problem.slope(point, step, 1e-5))
                    .isEqualTo(0, within(1e-6 * problem.variance() * size * size));
        }
    }

    /** The escape that a saddle must have. */
    static Escape escapeOf(PointAnalysis analysis) {
        return Objects.requireNonNull(analysis.escape(), "no escape");
    }

    /** Its curvature is that of differences, and the risk falls along it. */
    static void assertEscape(LinearProblem problem, LinearNetwork point, PointAnalysis analysis) {
        Escape escape = escapeOf(analysis);
        assertThat(escape.order()).isEqualTo(2);
        assertThat(escape.derivative()).isNegative();
        double length = LinearProblem.norm(escape.direction());
        double h = 1e-3 / length;
        double found = problem.curvature(point, escape.direction(), h);
        double rounding = 1e-15 * problem.variance() / (h * h);
        assertThat(found)
                .isEqualTo(
                        escape.derivative(),
                        within(1e-3 * Math.abs(escape.derivative()) + 100 * rounding));
        assertThat(problem.risk(point.plus(0.1 / length, escape.direction())))
                .isLessThan(analysis.risk());
    }

    /** Of the Hessian by second differences along pairs of weights. */
    static double smallestHessianEigenvalue(LinearProblem problem, LinearNetwork point) {
        List<LinearNetwork> units = units(point.widths());
        int n = units.size();
        double h = 1e-3;
        double[] hessian = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                LinearNetwork plus = units.get(i).plus(1, units.get(j));
                LinearNetwork minus = units.get(i).plus(-1, units.get(j));
                double value =
                        (problem.curvature(point, plus, h) - problem.curvature(point, minus, h))
                                / 4;
                hessian[i * n + j] = value;
                hessian[j * n + i] = value;
            }
        }
        return Ejml.of(n, n, hessian).eigenvalues()[0];
    }

    private static List<LinearNetwork> units(int[] widths) {
        List<LinearNetwork> units = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            for (int at = 0; at < widths[l] * widths[l - 1]; at++) {
                List<double[]> weights = new ArrayList<>();
                for (int k = 1; k < widths.length; k++) {
                    weights.add(new double[widths[k] * widths[k - 1]]);
                }
                weights.get(l - 1)[at] = 1;
                units.add(LinearNetwork.copyOf(widths, weights));
            }
        }
        return units;
    }

    /** W_(l+1)ᵀ·W_(l+1) = W_l·W_lᵀ. */
    static void assertBalanced(LinearNetwork network) {
        int[] widths = network.widths();
        for (int l = 1; l < network.depth(); l++) {
            Ejml lower = Ejml.of(widths[l], widths[l - 1], network.layer(l));
            Ejml upper = Ejml.of(widths[l + 1], widths[l], network.layer(l + 1));
            Ejml difference =
                    upper.transposed().times(upper).minus(lower.times(lower.transposed()));
            assertThat(difference.norm()).isLessThanOrEqualTo(1e-12 * lower.norm() * lower.norm());
        }
    }
}
