package io.nadir.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.Strided;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;

class SampleLossTest {
    private static final int CLASSES = 4;

    static List<SampleLoss> losses() {
        return List.of(new SoftmaxLoss(), new MulticlassHingeLoss(CLASSES));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientAgreesWithFiniteDifferences(SampleLoss loss) {
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            double[] y = oneHot(random);
            double[] x = gaussian(random, 2);
            double[] g = gradient(loss, y, x);
            double h = 1e-6;
            for (int j = 0; j < CLASSES; j++) {
                double[] up = x.clone();
                double[] down = x.clone();
                up[j] += h;
                down[j] -= h;
                double slope = (value(loss, y, up) - value(loss, y, down)) / (2 * h);
                assertThat(g[j]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
            }
        }
    }

    /** −ℓ*(y, sg) ≤ ℓ(y, x) − s⟨g, x⟩ for all x, with equality at s = 1 where g is the gradient. */
    @ParameterizedTest
    @MethodSource("losses")
    void dualValueIsTheInfimum(SampleLoss loss) {
        Random random = new Random(2);
        for (int trial = 0; trial < 500; trial++) {
            double[] y = oneHot(random);
            double[] x = gaussian(random, 3);
            double[] g = gradient(loss, y, x);
            double at = loss.dualValue(y, 0, g, 0, CLASSES);
            assertThat(at)
                    .isCloseTo(value(loss, y, x) - inner(g, x), within(1e-12 * (1 + inner(x, x))));
            double s = random.nextDouble();
            double[] scaled = g.clone();
            Strided.scale(s, scaled, 0, 1, CLASSES);
            double dual = loss.dualValue(y, 0, scaled, 0, CLASSES);
            assertThat(dual).isFinite();
            for (int other = 0; other < 20; other++) {
                double[] z = gaussian(random, 4);
                assertThat(value(loss, y, z) - inner(scaled, z)).isGreaterThan(dual - 1e-12);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsChangeNoFasterThanTheCurvature(SampleLoss loss) {
        Random random = new Random(3);
        for (int trial = 0; trial < 2000; trial++) {
            double[] y = oneHot(random);
            double[] a = gaussian(random, 2);
            double[] b = gaussian(random, 2);
            double[] change = gradient(loss, y, a);
            Strided.scale(-1, change, 0, 1, CLASSES);
            double[] other = gradient(loss, y, b);
            double squares = 0;
            double distance = 0;
            for (int j = 0; j < CLASSES; j++) {
                squares += Math.pow(change[j] + other[j], 2);
                distance += Math.pow(a[j] - b[j], 2);
            }
            assertThat(Math.sqrt(squares))
                    .isLessThanOrEqualTo(loss.curvature() * Math.sqrt(distance) * (1 + 1e-9));
        }
    }

    @Test
    void largeOutputsNeitherOverflowNorFallBelowZero() {
        SampleLoss loss = new SoftmaxLoss();
        double[] y = {1, 0, 0, 0};
        assertThat(value(loss, y, new double[] {-1e300, 1e300, 0, 0})).isEqualTo(2e300);
        assertThat(value(loss, y, new double[] {1e300, -1e300, 0, 0})).isZero();
        double[] thirds = {1.0 / 3, 1.0 / 3, 1.0 / 3, 0};
        assertThat(value(loss, thirds, new double[] {1e9, 1e9, 1e9, -1e9})).isNotNegative();
    }

    @Test
    void targetsOfAnotherKindAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SoftmaxLoss().requireDefined(new double[] {1, 1}, 0, 2))
                .withMessageContaining("add up to 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SoftmaxLoss().requireDefined(new double[] {2, -1}, 0, 2))
                .withMessageContaining("-1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new MulticlassHingeLoss(2).requireDefined(new double[] {1, -1}, 0, 2))
                .withMessageContaining("1 ones and 0 zeros");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new MulticlassHingeLoss(3).requireDefined(new double[] {1, 0}, 0, 2))
                .withMessageContaining("2 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MulticlassHingeLoss(1))
                .withMessageContaining("classes = 1");
    }

    private static double value(SampleLoss loss, double[] y, double[] x) {
        return loss.gradientInPlace(y, 0, x.clone(), 0, CLASSES);
    }

    private static double[] gradient(SampleLoss loss, double[] y, double[] x) {
        double[] g = x.clone();
        loss.gradientInPlace(y, 0, g, 0, CLASSES);
        return g;
    }

    private static double inner(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double[] oneHot(Random random) {
        double[] y = new double[CLASSES];
        y[random.nextInt(CLASSES)] = 1;
        return y;
    }

    private static double[] gaussian(Random random, double scale) {
        return random.doubles(CLASSES, -1, 1).map(t -> scale * t).toArray();
    }
}
