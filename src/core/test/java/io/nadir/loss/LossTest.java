package io.nadir.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.BoundLoss;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Each loss against its definition: derivative, conjugate, curvature, fused loop. */
class LossTest {
    private static final int TRIALS = 2000;

    static Stream<Loss> losses() {
        return Stream.of(
                new SquaredLoss(),
                new HuberLoss(0.7),
                new HuberLoss(1e-3),
                new LogisticLoss(),
                new SquaredHingeLoss(),
                new PoissonLoss(0.05),
                new PoissonLoss(2),
                new PseudoHuber());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void derivativeIsThatOfTheValue(Loss loss) {
        Random random = new Random(1);
        for (int trial = 0; trial < TRIALS; trial++) {
            double y = datum(loss, random);
            double x = output(loss, random) + (loss.requiresNonNegativeOutputs() ? 0.01 : 0);
            double h = 1e-5;
            double slope = (loss.value(y, x + h) - loss.value(y, x - h)) / (2 * h);
            assertThat(loss.derivative(y, x))
                    .isCloseTo(slope, within(1e-5 * (1 + loss.curvature(y))));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void conjugateObeysFenchelAndYoung(Loss loss) {
        Random random = new Random(2);
        for (int trial = 0; trial < TRIALS; trial++) {
            double y = datum(loss, random);
            double x = output(loss, random);
            double g = loss.derivative(y, x);
            double value = loss.value(y, x);
            double scale = 1 + value + Math.abs(g * x);
            assertThat(loss.dualValue(y, g))
                    .as("equality at the derivative")
                    .isCloseTo(value - g * x, within(1e-12 * scale));
            double s = random.nextDouble();
            double other = output(loss, random);
            assertThat(loss.dualValue(y, s * g))
                    .as("the inequality elsewhere")
                    .isLessThanOrEqualTo(loss.value(y, other) - s * g * other + 1e-12 * scale);
            assertThat(
                            loss.dualBound(
                                    Math.min(s, loss.largestDualScale(value, -g * x)),
                                    value,
                                    -g * x))
                    .as("the bound from sums")
                    .isLessThanOrEqualTo(
                            loss.dualValue(y, Math.min(s, loss.largestDualScale(value, -g * x)) * g)
                                    + 1e-12 * scale);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void curvatureBoundsTheChangeOfTheDerivative(Loss loss) {
        Random random = new Random(3);
        for (int trial = 0; trial < TRIALS; trial++) {
            double y = datum(loss, random);
            double a = output(loss, random);
            double b = output(loss, random);
            double change = Math.abs(loss.derivative(y, a) - loss.derivative(y, b));
            assertThat(change)
                    .isLessThanOrEqualTo(loss.curvature(Math.abs(y)) * Math.abs(a - b) + 1e-14);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void fusedLoopDoesWhatTheFunctionsDo(Loss loss) {
        Random random = new Random(4);
        for (int length = 0; length < 40; length++) {
            double[] y = random.doubles(length + 3).map(d -> datum(loss, random)).toArray();
            double[] x = random.doubles(length + 5).map(d -> shifted(loss, d)).toArray();
            double[] weights = random.doubles(length + 3).toArray();
            checkLoop(loss, null, y, x, length);
            checkLoop(loss, weights, y, x, length);
        }
    }

    private static void checkLoop(
            Loss loss, double @Nullable [] weights, double[] y, double[] x, int length) {
        double[] actual = x.clone();
        double sum =
                BoundLoss.of(loss, y, y.length, weights).gradientInPlace(y, 3, actual, 5, length);
        double[] expected = x.clone();
        double total = 0;
        for (int i = 0; i < length; i++) {
            double weight = weights == null ? 1 : weights[3 + i];
            total += weight * loss.value(y[3 + i], x[5 + i]);
            expected[5 + i] = weight * loss.derivative(y[3 + i], x[5 + i]);
        }
        assertThat(actual).containsExactly(expected, within(1e-15));
        assertThat(sum).isCloseTo(total, within(1e-14 * (1 + total)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void dualOfWeightedEntriesIsTheSumOfConjugates(Loss loss) {
        Random random = new Random(5);
        double[] y = random.doubles(50).map(d -> datum(loss, random)).toArray();
        double[] x = random.doubles(50).map(d -> shifted(loss, d)).toArray();
        double[] weights = random.doubles(50).map(d -> d < 0.3 ? 0 : d).toArray();
        double[] g = x.clone();
        BoundLoss bound = BoundLoss.of(loss, y, y.length, weights);
        double value = bound.gradientInPlace(y, 0, g, 0, 50);
        double pairing = 0;
        for (int i = 0; i < 50; i++) {
            pairing += g[i] * x[i];
        }
        double dual = bound.dual(1).gradientInPlace(y, 0, x.clone(), 0, 50);
        assertThat(dual).isCloseTo(value - pairing, within(1e-12 * (1 + value)));
    }

    @Test
    void huberIsTheSumOfWhatIsSmallAndWhatIsSparse() {
        HuberLoss loss = new HuberLoss(0.5);
        for (double d = -3; d <= 3; d += 0.01) {
            double e = loss.sparsePart(d, 0);
            assertThat(0.5 * (d - e) * (d - e) + 0.5 * Math.abs(e))
                    .isCloseTo(loss.value(d, 0), within(1e-14));
        }
        assertThat(loss.inUnits(3).value(1, 0)).isEqualTo(loss.value(8, 0) / 64);
    }

    @Test
    void lossesOfClassesRefuseOtherData() {
        double[] labels = {1, -1, 0};
        for (Loss loss : new Loss[] {new LogisticLoss(), new SquaredHingeLoss()}) {
            loss.requireDefined(labels, 0, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.requireDefined(labels, 0, 3))
                    .withMessageContaining("entry = 0.0")
                    .withMessageContaining(loss.name());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.inUnits(4))
                    .withMessageContaining("2^4");
        }
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HuberLoss(bad))
                    .withMessageContaining("huber delta = " + bad);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.05, 2})
    void relativeErrorsOfOutputsChangeSlopesOfCountsByLittle(double epsilon) {
        PoissonLoss loss = new PoissonLoss(epsilon);
        Random random = new Random(6);
        for (int trial = 0; trial < TRIALS; trial++) {
            double y = datum(loss, random);
            double x = output(loss, random) * Math.pow(10, -random.nextInt(8));
            double theta = 0.5 * random.nextDouble();
            double moved = x * (1 + theta * (2 * random.nextDouble() - 1));
            double change = Math.abs(loss.derivative(y, moved) - loss.derivative(y, x));
            double bound = 1 + Math.abs(loss.derivative(y, moved));
            assertThat(change).isLessThanOrEqualTo(theta * bound * (1 + 1e-12));
        }
    }

    /** What bounds of the gradient from the loss stand on. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.05, 2})
    void squaresOfSlopesOfCountsAreWithinTheLoss(double epsilon) {
        PoissonLoss loss = new PoissonLoss(epsilon);
        Random random = new Random(7);
        for (int trial = 0; trial < TRIALS; trial++) {
            double y =
                    random.nextBoolean() ? datum(loss, random) : 2 * epsilon * random.nextDouble();
            double x = random.nextInt(3) == 0 ? 0 : output(loss, random);
            double slope = loss.derivative(y, x);
            assertThat(slope * slope)
                    .isLessThanOrEqualTo(2 * loss.curvature(y) * loss.value(y, x) * (1 + 1e-12));
        }
    }

    @Test
    void countsAreNotNegative() {
        PoissonLoss loss = new PoissonLoss(0.5);
        loss.requireDefined(new double[] {0, 2.5, 1e30}, 0, 3);
        for (double bad : new double[] {-1, -1e-300, Double.NaN, 1e40}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.requireDefined(new double[] {1, bad}, 0, 2))
                    .withMessageContaining("entry = " + bad)
                    .withMessageContaining("poisson:0.5");
        }
        for (double bad : new double[] {0, -1, Double.NaN, 1e-40, 1e40}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PoissonLoss(bad))
                    .withMessageContaining("poisson epsilon = " + bad);
        }
        assertThat(loss.dualValue(0, 1)).isEqualTo(0.5);
        assertThat(loss.dualValue(0, 1.5)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(loss.dualValue(3, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(loss.dualValue(1e-30, loss.derivative(1e-30, 1e30))).isFinite();
    }

    @Test
    void extremeMarginsGiveFiniteNumbers() {
        LogisticLoss loss = new LogisticLoss();
        assertThat(loss.value(1, -1e300)).isEqualTo(1e300);
        assertThat(loss.value(1, 1e300)).isZero();
        assertThat(loss.derivative(1, -1e300)).isEqualTo(-1);
        assertThat(loss.derivative(-1, -1e300)).isZero();
        assertThat(Arrays.stream(new double[] {0, -1}).map(g -> loss.dualValue(1, g)).toArray())
                .containsExactly(0, 0);
    }

    private static double datum(Loss loss, Random random) {
        boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
        if (loss.requiresNonNegativeOutputs()) {
            return random.nextInt(3) == 0 ? 0 : Math.abs(3 * random.nextGaussian());
        }
        return labels ? (random.nextBoolean() ? 1 : -1) : 2 * random.nextGaussian();
    }

    private static double output(Loss loss, Random random) {
        double x = 3 * random.nextGaussian();
        return loss.requiresNonNegativeOutputs() ? Math.abs(x) : x;
    }

    private static double shifted(Loss loss, double share) {
        return loss.requiresNonNegativeOutputs() ? 4 * share : 4 * share - 2;
    }
}
