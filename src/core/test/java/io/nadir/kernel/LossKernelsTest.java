package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;

/**
 * The losses in force against the plain loops, and those of the logistic loss against the truth.
 */
class LossKernelsTest {
    private static final LossKernels PLAIN = new LossKernels();
    private static final MathContext DIGITS = new MathContext(40);

    /** Each of them, on data that suit it. */
    enum Which {
        SQUARED,
        HUBER,
        SQUARED_HINGE,
        LOGISTIC;

        double run(
                LossKernels kernels,
                double[] y,
                int yOffset,
                double @Nullable [] weights,
                double[] x,
                int xOffset,
                int length) {
            return switch (this) {
                case SQUARED -> kernels.squared(y, yOffset, weights, x, xOffset, length);
                case HUBER -> kernels.huber(0.7, y, yOffset, weights, x, xOffset, length);
                case SQUARED_HINGE -> kernels.squaredHinge(y, yOffset, weights, x, xOffset, length);
                case LOGISTIC -> kernels.logistic(y, yOffset, weights, x, xOffset, length);
            };
        }

        double[] data(int length, Random random) {
            double[] y = random.doubles(length, -3, 3).toArray();
            if (this == SQUARED_HINGE || this == LOGISTIC) {
                for (int k = 0; k < length; k++) {
                    y[k] = Math.signum(y[k]);
                }
            }
            return y;
        }
    }

    /** Against exact sums: rows of every length and at every offset, terms of all sizes. */
    @Tag("kernel")
    @Test
    void sumsForProofsAreThoseOfTheDifferences() {
        Random random = new Random(6);
        for (int length = 0; length < 70; length++) {
            double[] y = ofAllSizes(length + 20, random);
            double[] x = ofAllSizes(length + 20, random);
            int yOffset = random.nextInt(10);
            int xOffset = random.nextInt(10);
            double[] g = random.doubles(length + 3).toArray();
            double[] beyond = Arrays.copyOfRange(g, length, g.length);
            double[] sums = {1, 2, 3, 1e-30};
            Kernels.loss().squaredSums(y, yOffset, x, xOffset, g, length, sums);
            BigDecimal squares = BigDecimal.ONE;
            BigDecimal inner = new BigDecimal(2);
            BigDecimal magnitude = new BigDecimal(3);
            double largest = 1e-30;
            for (int k = 0; k < length; k++) {
                double d = x[xOffset + k] - y[yOffset + k];
                BigDecimal product = new BigDecimal(d).multiply(new BigDecimal(y[yOffset + k]));
                assertThat(g[k]).isEqualTo(d);
                squares = squares.add(new BigDecimal(d).pow(2));
                inner = inner.add(product);
                magnitude = magnitude.add(product.abs());
                largest = Math.max(largest, Math.abs(d));
            }
            double gamma = Rounding.gamma(length + 3.0);
            assertNear(sums[0], squares, gamma * squares.doubleValue());
            assertNear(sums[1], inner, gamma * magnitude.doubleValue());
            assertNear(sums[2], magnitude, gamma * magnitude.doubleValue());
            assertThat(sums[3]).isEqualTo(largest);
            assertThat(Arrays.copyOfRange(g, length, g.length)).isEqualTo(beyond);
        }
    }

    private static double[] ofAllSizes(int length, Random random) {
        return random.doubles(length, -1, 1)
                .map(x -> Math.scalb(x, random.nextInt(90) - 45))
                .toArray();
    }

    private static void assertNear(double sum, BigDecimal exact, double tolerance) {
        assertThat(new BigDecimal(sum).subtract(exact).doubleValue())
                .isCloseTo(0, within(tolerance));
    }

    /** Runs of every length and at every offset of the vectors, and no element beside them. */
    @Tag("kernel")
    @ParameterizedTest
    @EnumSource
    void runsAgreeWithPlainLoops(Which which) {
        Random random = new Random(5);
        for (int length = 0; length < 70; length++) {
            double[] y = which.data(length + 20, random);
            double[] weights = random.doubles(length + 20).toArray();
            weights[length / 2 + 3] = 0;
            double[] x = random.doubles(length + 20, -4, 4).toArray();
            int yOffset = random.nextInt(10);
            int xOffset = random.nextInt(10);
            for (double[] w : new double[][] {null, weights}) {
                double[] actual = x.clone();
                double[] expected = x.clone();
                double value = which.run(Kernels.loss(), y, yOffset, w, actual, xOffset, length);
                double wanted = which.run(PLAIN, y, yOffset, w, expected, xOffset, length);
                assertThat(value).isCloseTo(wanted, within(1e-14 * (1 + wanted)));
                for (int k = 0; k < x.length; k++) {
                    double tolerance = 8 * Math.ulp(Math.max(1, Math.abs(expected[k])));
                    assertThat(actual[k]).isCloseTo(expected[k], within(tolerance));
                }
            }
        }
    }

    /** Margins of every size, to where exp underflows: within the units that are promised. */
    @Tag("kernel")
    @Test
    void logisticIsWithinItsUnits() {
        Random random = new Random(6);
        int length = 16;
        for (int round = 0; round < 60; round++) {
            double size = Math.scalb(1.0, round % 20 - 9);
            double[] y = Which.LOGISTIC.data(length, random);
            for (int k = 0; k < length; k++) {
                double x = size * random.nextGaussian();
                double[] all = new double[length];
                Arrays.fill(all, x);
                double[] labels = new double[length];
                labels[k] = 1;
                double[] only = labels.clone();
                Arrays.fill(labels, y[k]);
                double value = Kernels.loss().logistic(labels, 0, only, all, 0, length);
                double margin = y[k] * x;
                assertWithin(value, value(margin));
                assertWithin(-y[k] * all[k], slope(margin));
            }
        }
    }

    private static void assertWithin(double actual, BigDecimal truth) {
        double error = new BigDecimal(actual).subtract(truth).abs().doubleValue();
        assertThat(error)
                .as("%s for %s", actual, truth.doubleValue())
                .isLessThanOrEqualTo(Math.max(4 * Math.ulp(truth.doubleValue()), 0x1p-1020));
    }

    /** log(1 + exp(−t)). */
    private static BigDecimal value(double margin) {
        BigDecimal e = exp(-Math.abs(margin));
        BigDecimal s = e.divide(e.add(BigDecimal.TWO), DIGITS);
        BigDecimal square = s.multiply(s, DIGITS);
        BigDecimal power = s;
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 1; i < 120; i += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
            power = power.multiply(square, DIGITS);
        }
        BigDecimal linear = new BigDecimal(Math.max(0, -margin));
        return linear.add(sum.multiply(BigDecimal.TWO), DIGITS);
    }

    /** 1/(1 + exp(t)). */
    private static BigDecimal slope(double margin) {
        BigDecimal e = exp(-Math.abs(margin));
        BigDecimal below = e.add(BigDecimal.ONE);
        return margin < 0 ? BigDecimal.ONE.divide(below, DIGITS) : e.divide(below, DIGITS);
    }

    private static BigDecimal exp(double x) {
        BigDecimal part = new BigDecimal(x).divide(new BigDecimal(1L << 20), DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        MathContext more = new MathContext(60);
        for (int i = 1; i < 20; i++) {
            term = term.multiply(part, more).divide(BigDecimal.valueOf(i), more);
            sum = sum.add(term, more);
        }
        for (int i = 0; i < 20; i++) {
            sum = sum.multiply(sum, more);
        }
        return sum;
    }

    @Tag("kernel")
    @Test
    void notANumberIsNotHidden() {
        for (Which which : Which.values()) {
            double[] x = new double[16];
            x[1] = Double.NaN;
            double[] y = new double[16];
            Arrays.fill(y, 1);
            assertThat(which.run(Kernels.loss(), y, 0, null, x, 0, 16)).isNaN();
            assertThat(x[1]).isNaN();
            assertThat(x[2]).isFinite();
        }
    }

    @Tag("allocation")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void warmRunsAllocateNothing(boolean weighted) {
        Random random = new Random(7);
        double[] weights = weighted ? random.doubles(1003).toArray() : null;
        for (Which which : Which.values()) {
            double[] y = which.data(1003, random);
            double[] x = random.doubles(1003).toArray();
            Runnable work = () -> which.run(Kernels.loss(), y, 0, weights, x, 0, 1003);
            Allocation.assertNoneWhenWarm(which.name(), work);
        }
    }
}
