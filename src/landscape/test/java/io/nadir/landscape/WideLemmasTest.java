package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** The lemmas one by one, and what bounds their rounding. */
class WideLemmasTest {
    /** Lemmas 2 and 5: the same sums from few units, and rows that are no longer. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-170, 1e-9, 1e9, 1e150})
    void rowsAreReducedToFewUnits(double scale) {
        for (int seed = 0; seed < 20; seed++) {
            WideInstance instance = WideInstance.of(seed, 1);
            WideProblem problem = scaled(instance.problem(), scale);
            WideParameters theta = WideTraining.random(problem, List.of(60), seed);
            WidePass pass = new WidePass(problem, theta);
            pass.run(theta);
            int[] rows = new int[problem.outputs()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i;
            }
            WideReduction reduction = WideReduction.of(pass, theta, 1, rows);
            for (int row : rows) {
                requireReduced(pass, theta.data(1), reduction, row, scale);
            }
        }
    }

    private static void requireReduced(
            WidePass pass, double[] a, WideReduction reduction, int row, double scale) {
        int samples = pass.hidden(1).columns();
        double before = 0;
        double after = 0;
        int nonzero = 0;
        for (int j = row * 60; j < row * 60 + 60; j++) {
            before += Math.abs(a[j]);
            after += Math.abs(reduction.layer()[j]);
            nonzero += reduction.layer()[j] != 0 ? 1 : 0;
        }
        assertThat(nonzero).isLessThanOrEqualTo(samples + 1);
        assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-14));
        for (int i = 0; i < samples; i++) {
            BigDecimal change = BigDecimal.ZERO;
            for (int j = 0; j < 60; j++) {
                BigDecimal weight =
                        new BigDecimal(reduction.layer()[row * 60 + j])
                                .subtract(new BigDecimal(a[row * 60 + j]));
                change = change.add(weight.multiply(new BigDecimal(pass.hidden(1).get(j, i))));
            }
            assertThat(Math.abs(change.doubleValue())).isLessThanOrEqualTo(reduction.drift());
        }
        assertThat(reduction.drift()).isLessThanOrEqualTo(1e-10 * before * scale * 100);
    }

    /** Lemma 4. */
    @Test
    void convexFunctionsAreCutAtTheirMinimum() {
        requireCut(t -> Math.abs(t - 0.3), 0.3);
        requireCut(t -> (t - 0.7) * (t - 0.7), 0.7);
        requireCut(t -> Math.max(1 - 2 * t, 5 * t - 4), 5.0 / 7);
        requireCut(t -> -t, 1);
        requireCut(t -> t, 0);
        requireCut(t -> Math.exp(3 * t) - 9 * t, Math.log(3) / 3);
        requireCut(t -> Math.max(0, 0.25 - t), 1);
        requireCut(t -> 4, 1);
        requireCut(t -> 1e300 * Math.abs(t - 0.001), 0.001);
    }

    private static void requireCut(DoubleUnaryOperator h, double expected) {
        double c = WideCut.of(h);
        assertThat(c).isCloseTo(expected, within(1e-7));
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 1000; i++) {
            double value = h.applyAsDouble(c * i / 1000);
            assertThat(value).isLessThanOrEqualTo(last + 1e-15 * Math.abs(last));
            last = value;
        }
    }

    /** Exact evaluation of networks of ReLU and cubes, against the bound of rounding errors. */
    @Test
    void computedOutputsAreWithinTheirBounds() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            DenseMatrix x = WideInstance.gaussian(random, 3, 4);
            WideProblem problem =
                    new WideProblem(
                            x,
                            WideInstance.gaussian(random, 3, 2),
                            List.of(WideActivation.relu(), WideActivation.power(1, 3)),
                            WideLoss.squared(),
                            WideConstraint.NONE);
            WideParameters a = WideTraining.random(problem, List.of(12, 9), seed);
            WideParameters b = WideTraining.random(problem, List.of(12, 9), -1 - seed);
            double s = random.nextDouble();
            WideParameters theta = a.mix(b, s);
            WidePass pass = new WidePass(problem, theta);
            pass.run(theta);
            double bound = WideRounding.argumentErrors(problem, pass, theta)[3];
            double largest = 0;
            for (int i = 0; i < 3; i++) {
                BigDecimal[] exact = exact(a, b, s, x, i);
                for (int j = 0; j < 2; j++) {
                    BigDecimal computed = new BigDecimal(pass.outputs().get(j, i));
                    double error = computed.subtract(exact[j]).abs().doubleValue();
                    assertThat(error).isLessThanOrEqualTo(bound);
                    largest = Math.max(largest, Math.abs(exact[j].doubleValue()));
                }
            }
            assertThat(bound).isLessThan(1e-9 * (1 + largest));
        }
    }

    private static BigDecimal[] exact(
            WideParameters a, WideParameters b, double s, DenseMatrix x, int sample) {
        BigDecimal[] units = new BigDecimal[4];
        for (int j = 0; j < 4; j++) {
            units[j] = new BigDecimal(x.get(sample, j));
        }
        BigDecimal share = new BigDecimal(s);
        BigDecimal rest = BigDecimal.ONE.subtract(share);
        for (int k = 0; k <= 2; k++) {
            BigDecimal[] next = new BigDecimal[a.width(k + 1)];
            for (int i = 0; i < next.length; i++) {
                next[i] = BigDecimal.ZERO;
                for (int j = 0; j < units.length; j++) {
                    int at = i * units.length + j;
                    BigDecimal weight =
                            rest.multiply(new BigDecimal(a.data(k)[at]))
                                    .add(share.multiply(new BigDecimal(b.data(k)[at])));
                    next[i] = next[i].add(weight.multiply(units[j]));
                }
                next[i] = k == 0 ? next[i].max(BigDecimal.ZERO) : k == 1 ? next[i].pow(3) : next[i];
            }
            units = next;
        }
        return units;
    }

    /** |l(x + e) − l(x)| never exceeds what the bound says, for all |e| up to it. */
    @Test
    void lossesAreWithinTheirBounds() {
        Random random = new Random(4);
        for (WideLoss loss : WideInstance.losses()) {
            for (int trial = 0; trial < 200; trial++) {
                WideProblem problem =
                        new WideProblem(
                                DenseMatrix.wrap(3, 1, new double[] {1, 2, 3}),
                                WideInstance.signs(random, 3, 1),
                                List.of(WideActivation.relu()),
                                loss,
                                WideConstraint.NONE);
                double error = Math.pow(10, -random.nextInt(10));
                double[] outputs = random.doubles(3, -2, 2).toArray();
                double bound = WideRounding.lossError(problem, outputs, error);
                double at = problem.lossOf(outputs);
                double[] moved = outputs.clone();
                for (int i = 0; i < 3; i++) {
                    moved[i] += error * (2 * random.nextInt(2) - 1);
                }
                assertThat(Math.abs(problem.lossOf(moved) - at)).isLessThanOrEqualTo(bound);
                assertThat(bound).isLessThan(30 * error + 1e-12);
            }
        }
    }

    /** Activations are as steep as they say, and no steeper. */
    @Test
    void activationsKeepTheirLipschitzConstants() {
        Random random = new Random(6);
        for (WideActivation activation : WideInstance.activations()) {
            for (int trial = 0; trial < 1000; trial++) {
                double radius = 3 * random.nextDouble();
                double a = radius * (2 * random.nextDouble() - 1);
                double b = radius * (2 * random.nextDouble() - 1);
                double rise = Math.abs(activation.value(a) - activation.value(b));
                double bound = activation.lipschitz(radius) * Math.abs(a - b);
                assertThat(rise).isLessThanOrEqualTo(bound * (1 + 1e-12) + 1e-15);
                double h = 1e-6;
                double slope = (activation.value(a + h) - activation.value(a - h)) / (2 * h);
                boolean kink = Math.abs(a) <= h;
                assertThat(kink || Math.abs(slope - activation.slope(a)) < 1e-7).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 4",
        "1, 20, 1, 42",
        "3, 7, 1, 48",
        "1, 3, 2, 32",
        "2, 3, 2, 64",
        "1, 2, 3, 54"
    })
    void theFirstLayerNeedsWhatTheoremOneSays(int m, int n, int depth, int expected) {
        List<Integer> widths = WideWidths.smallest(m, n, depth);
        assertThat(widths.getFirst()).isEqualTo(expected);
        assertThat(widths.getLast()).isEqualTo(2 * m * (n + 1));
        assertThat(new WideWidths(m, n, widths).isSufficient()).isTrue();
        assertThat(new WideWidths(m, n, widths).meetsTheorem()).isEqualTo(depth == 1);
    }

    @Test
    void requiredWidthsDoNotOverflow() {
        WideWidths widths = new WideWidths(1000, 1_000_000, List.of(5, 5, 5, 5));
        assertThat(widths.required(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(widths.required(4)).isEqualTo(2_000_002_000L);
        assertThat(widths.isSufficient()).isFalse();
        assertThat(WideWidths.smallest(1000, 1_000_000, 2))
                .containsExactly(Integer.MAX_VALUE, 2_000_002_000);
    }

    /** Equation 3. */
    @Test
    void theConstraintIsThatOfThePaper() {
        WideParameters theta =
                WideParameters.of(
                        List.of(
                                DenseMatrix.wrap(2, 2, new double[] {3, -4, 0, 0.5}),
                                DenseMatrix.wrap(2, 2, new double[] {1, -1, 2, 0.5}),
                                DenseMatrix.wrap(1, 2, new double[] {-3, 0.25})));
        assertThat(new WideConstraint(0, 1, 2).value(theta)).isCloseTo(5, within(1e-14));
        assertThat(new WideConstraint(0, 2, 1).value(theta)).isCloseTo(14, within(1e-14));
        double half = Math.pow(Math.sqrt(3) + 2, 2);
        assertThat(new WideConstraint(0, 1, 0.5).value(theta)).isCloseTo(half, within(1e-13));
        assertThat(new WideConstraint(0, 1, Double.POSITIVE_INFINITY).value(theta)).isEqualTo(4);
        assertThat(new WideConstraint(2, 0.1, 1).value(theta)).isEqualTo(6.5);
        assertThat(WideConstraint.NONE.value(theta)).isZero();
        for (double q : new double[] {1.0 / 64, 0.5, 1, 2, Double.POSITIVE_INFINITY}) {
            WideConstraint constraint = new WideConstraint(1, 1, q);
            assertThat(constraint.value(constraint.shrink(theta))).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void badArgumentsAreRefused() {
        refused(() -> new WideConstraint(-1, 0, 1), "outer = -1.0");
        refused(() -> new WideConstraint(0, Double.NaN, 1), "inner = NaN");
        refused(() -> new WideConstraint(0, 0, 0), "q = 0.0");
        refused(() -> WideActivation.leakyRelu(1.5), "slope = 1.5");
        refused(() -> WideActivation.power(0, 1), "coefficient = 0.0");
        refused(() -> WideActivation.power(1, 0), "degree = 0");
        DenseMatrix one = DenseMatrix.wrap(1, 1, new double[] {0.5});
        List<WideActivation> relu = List.of(WideActivation.relu());
        for (WideLoss loss : List.of(WideLoss.hinge(), WideLoss.logistic())) {
            refused(
                    () -> new WideProblem(one, one, relu, loss, WideConstraint.NONE),
                    "allowed for the loss " + loss.name() + " are 1, -1");
        }
        refused(
                () -> new WideProblem(one, one, List.of(), WideLoss.squared(), WideConstraint.NONE),
                "activations.size() = 0");
        refused(() -> WideParameters.of(List.of(one)), "layers.size() = 1");
        DenseMatrix two = DenseMatrix.wrap(2, 1, new double[] {1, 1});
        refused(() -> WideParameters.of(List.of(two, one)), "columns of layer 1 = 1");
    }

    /** Descent falls, stays feasible, and fits what it can fit. */
    @Test
    void trainingLowersTheLossWithinTheConstraint() {
        WideProblem free = problem(WideConstraint.NONE);
        WideParameters start = WideTraining.random(free, List.of(22, 22), 3);
        WideParameters end = WideTraining.descend(free, start, 3000);
        assertThat(free.loss(end)).isLessThan(1e-4 * free.loss(start));
        WideProblem bounded = problem(new WideConstraint(0.5, 0.5, 0.5));
        start = WideTraining.random(bounded, List.of(22, 22), 3);
        end = WideTraining.descend(bounded, start, 200);
        assertThat(bounded.loss(end)).isLessThan(bounded.loss(start));
        assertThat(bounded.isFeasible(start)).isTrue();
        assertThat(bounded.isFeasible(end)).isTrue();
    }

    private static WideProblem problem(WideConstraint constraint) {
        Random random = new Random(2);
        return new WideProblem(
                WideInstance.gaussian(random, 6, 3),
                WideInstance.gaussian(random, 6, 1),
                List.of(WideActivation.leakyRelu(0.1), WideActivation.leakyRelu(0.1)),
                WideLoss.squared(),
                constraint);
    }

    private static WideProblem scaled(WideProblem problem, double scale) {
        Random random = new Random(problem.samples());
        double[] x = new double[problem.samples() * problem.inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = scale * random.nextGaussian();
        }
        return new WideProblem(
                DenseMatrix.wrap(problem.samples(), problem.inputs(), x),
                DenseMatrix.wrap(
                        problem.samples(),
                        problem.outputs(),
                        new double[problem.samples() * problem.outputs()]),
                List.of(WideActivation.leakyRelu(0.5)),
                WideLoss.squared(),
                WideConstraint.NONE);
    }

    private static void refused(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
    }
}
