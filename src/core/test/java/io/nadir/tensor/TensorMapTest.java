package io.nadir.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Factors;
import io.nadir.tensor.map.TensorMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;
import java.util.stream.IntStream;

/** Maps of tensors against sums over all entries, written out, and finite differences. */
class TensorMapTest {
    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    /** A random problem; every other one has missing entries. */
    private static final class Case {
        final Random random;
        final int[] shape;
        final double[] values;
        final Factors w;
        final Loss loss;
        final TensorData data;

        Case(int seed) {
            random = new Random(seed);
            shape = new int[2 + random.nextInt(3)];
            int size = 1;
            for (int k = 0; k < shape.length; k++) {
                shape[k] = 1 + random.nextInt(shape.length == 4 ? 5 : 9);
                size *= shape[k];
            }
            values = random.doubles(size).map(x -> 3 * random.nextGaussian()).toArray();
            boolean missing = seed % 2 == 1;
            if (missing) {
                for (int at = 0; at < size; at++) {
                    values[at] = random.nextInt(3) == 0 ? Double.NaN : values[at];
                }
            }
            w = Factors.zeros(random.nextInt(12), shape);
            for (int k = 0; k < shape.length; k++) {
                fill(w.block(k), random);
            }
            loss = seed % 3 == 0 ? new HuberLoss(1) : new SquaredLoss();
            data =
                    missing
                            ? ObservedTensor.copyOfNonNaN(shape, values)
                            : DenseTensor.wrap(shape, values);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valueIsTheSumOverAllEntries(int seed) {
        Case c = new Case(seed);
        try (TensorMap map = c.data.bind(c.loss, 1, null)) {
            double expected = value(c, c.w);
            assertThat(map.evaluate(c.w, c.w.copy())).isCloseTo(expected, within(1e-12 * expected));
            assertThat(map.valueAtZero())
                    .isCloseTo(value(c, Factors.empty(c.shape)), within(1e-12 * expected + 1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientIsThatOfFiniteDifferences(int seed) {
        Case c = new Case(seed);
        Factors gradient = Factors.empty(c.shape);
        try (TensorMap map = c.data.bind(c.loss, 1, null)) {
            double scale = map.evaluate(c.w, gradient);
            for (int k = 0; k < c.shape.length; k++) {
                for (int j = 0; j < c.w.rank(); j++) {
                    int i = c.random.nextInt(c.shape[k]);
                    double h = 1e-5;
                    double slope = (moved(c, k, i, j, h) - moved(c, k, i, j, -h)) / (2 * h);
                    assertThat(gradient.block(k).get(i, j))
                            .isCloseTo(slope, within(1e-4 * (1 + Math.sqrt(scale) + scale)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientEntriesAreDerivatives(int seed) {
        Case c = new Case(seed);
        try (TensorMap map = c.data.bind(c.loss, 1, null)) {
            double[] entries = map.gradientEntries(c.w);
            for (int at = 0; at < entries.length; at++) {
                double x = entry(c.shape, c.w, at);
                double expected =
                        Double.isNaN(c.values[at]) ? 0 : c.loss.derivative(c.values[at], x);
                assertThat(entries[at]).isCloseTo(expected, within(1e-12 * (10 + Math.abs(x))));
            }
        }
    }

    /** ℓ* = sup of a linear function less ℓ: at s = 1 Fenchel's equality holds. */
    @ParameterizedTest
    @MethodSource("seeds")
    void dualValueIsFenchels(int seed) {
        Case c = new Case(seed);
        Factors gradient = Factors.empty(c.shape);
        try (TensorMap map = c.data.bind(c.loss, 1, null)) {
            double value = map.evaluate(c.w, gradient);
            double inner = 0;
            for (int i = 0; i < c.w.rank(); i++) {
                for (int j = 0; j < c.shape[0]; j++) {
                    inner += c.w.block(0).get(j, i) * gradient.block(0).get(j, i);
                }
            }
            double size = value + Math.abs(inner) + 1;
            assertThat(map.dualValue(c.w, 1)).isCloseTo(value - inner, within(1e-10 * size));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyNumberOfThreadsGivesTheSameBits(int seed) {
        Random random = new Random(seed);
        int[] shape = {40 + random.nextInt(30), 30 + random.nextInt(40), 300};
        int size = shape[0] * shape[1] * shape[2];
        double[] values = random.doubles(size).toArray();
        if (seed % 2 == 0) {
            for (int at = seed % 5; at < values.length; at += 3) {
                values[at] = Double.NaN;
            }
        }
        TensorData data =
                seed % 2 == 0
                        ? ObservedTensor.copyOfNonNaN(shape, values)
                        : DenseTensor.wrap(shape, values);
        Factors w = Factors.zeros(5, shape);
        for (int k = 0; k < 3; k++) {
            fill(w.block(k), random);
        }
        Factors one = Factors.empty(shape);
        Factors three = Factors.empty(shape);
        try (TensorMap single = data.bind(new SquaredLoss(), 1, null);
                TensorMap several = data.bind(new SquaredLoss(), 3, null)) {
            assertThat(single.evaluate(w, one)).isEqualTo(several.evaluate(w, three));
            assertThat(one.equalsExactly(three)).isTrue();
        }
    }

    /** ‖∇ block k‖ differences are bounded by the Lipschitz constant, which the Gram matrix has. */
    @ParameterizedTest
    @MethodSource("seeds")
    void lipschitzBoundsDifferencesOfGradients(int seed) {
        Case c = new Case(seed);
        if (c.w.rank() == 0) {
            return;
        }
        try (TensorMap map = c.data.bind(c.loss, 1, null)) {
            for (int k = 0; k < c.shape.length; k++) {
                Factors other = c.w.copy();
                fill(other.block(k), c.random);
                Factors a = Factors.empty(c.shape);
                Factors b = Factors.empty(c.shape);
                map.evaluate(c.w, a);
                map.evaluate(other, b);
                double change = distance(a.block(k), b.block(k));
                double moved = distance(c.w.block(k), other.block(k));
                assertThat(change)
                        .isLessThanOrEqualTo(map.lipschitz(c.w, k) * moved * (1 + 1e-9) + 1e-12);
            }
        }
    }

    /** Inner products of the units are those of the outer products, as far as entries are known. */
    @ParameterizedTest
    @MethodSource("seeds")
    void unitsHaveTheInnerProductsOfOuterProducts(int seed) {
        Case c = new Case(seed);
        try (TensorMap map = c.data.bind(c.loss, 1, null)) {
            Panel units = map.units(c.w);
            for (int i = 0; i < c.w.rank(); i++) {
                for (int j = 0; j <= i; j++) {
                    double expected = 0;
                    double size = 0;
                    for (int at = 0; at < c.values.length; at++) {
                        if (!Double.isNaN(c.values[at])) {
                            double a = entry(c.shape, column(c.w, i), at);
                            double b = entry(c.shape, column(c.w, j), at);
                            expected += a * b;
                            size += Math.abs(a * b);
                        }
                    }
                    double inner = 0;
                    for (int e = 0; e < units.columns(); e++) {
                        inner += units.get(i, e) * units.get(j, e);
                    }
                    assertThat(inner).isCloseTo(expected, within(1e-9 * (1 + size)));
                }
            }
        }
    }

    @Test
    void badDataAreRefused() {
        assertThatThrownBy(() -> DenseTensor.wrap(new int[] {3}, new double[3]))
                .hasMessageContaining("order = 1");
        assertThatThrownBy(() -> DenseTensor.wrap(new int[] {2, 0, 2}, new double[0]))
                .hasMessageContaining("dimension 1 = 0");
        assertThatThrownBy(() -> DenseTensor.wrap(new int[] {2, 3}, new double[5]))
                .hasMessageContaining("values.length = 5");
        assertThatThrownBy(() ->
                        DenseTensor.wrap(new int[] {1 << 15, 1 << 15, 1 << 15}, new double[1]))
                .hasMessageContaining("shape = [32768, 32768, 32768]");
        double[] values = new double[12];
        values[7] = Double.NaN;
        assertThatThrownBy(() -> DenseTensor.wrap(new int[] {2, 3, 2}, values))
                .hasMessageContaining("element [1, 0, 1] = NaN");
        values[7] = Double.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> ObservedTensor.copyOfNonNaN(new int[] {2, 3, 2}, values))
                .hasMessageContaining("element [1, 0, 1] = -Infinity");
    }

    private static double moved(Case c, int k, int i, int j, double by) {
        Factors w = c.w.copy();
        w.block(k).set(i, j, w.block(k).get(i, j) + by);
        return value(c, w);
    }

    private static double value(Case c, Factors w) {
        double sum = 0;
        for (int at = 0; at < c.values.length; at++) {
            if (!Double.isNaN(c.values[at])) {
                sum += c.loss.value(c.values[at], entry(c.shape, w, at));
            }
        }
        return sum;
    }

    /** Entry of X at a row-major position. */
    private static double entry(int[] shape, Factors w, int at) {
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            double product = 1;
            int rest = at;
            for (int k = shape.length - 1; k >= 0; k--) {
                product *= w.block(k).get(rest % shape[k], i);
                rest /= shape[k];
            }
            sum += product;
        }
        return sum;
    }

    private static Factors column(Factors w, int i) {
        Factors out = Factors.zeros(1, w.dimensions().stream().mapToInt(d -> d).toArray());
        for (int k = 0; k < w.order(); k++) {
            for (int row = 0; row < w.block(k).rows(); row++) {
                out.block(k).set(row, 0, w.block(k).get(row, i));
            }
        }
        return out;
    }

    private static double distance(Panel a, Panel b) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                sum += Math.pow(a.get(i, j) - b.get(i, j), 2);
            }
        }
        return Math.sqrt(sum);
    }

    private static void fill(Panel panel, Random random) {
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
    }
}
