package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What values and repetition must not change: padding, rows outside the range, reproducibility. */
@Tag("kernel")
class KernelExtremesTest {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Scratch scratch = new Scratch();
    private final Shapes shapes = new Shapes(3);

    @Test
    void infinityAndNanStayInTheirRowsAndOutOfThePadding() {
        Panel y = shapes.block(30, 50, 0);
        y.set(4, 7, Double.NaN);
        y.set(5, 49, Double.POSITIVE_INFINITY);
        Panel b = Panel.zeros(50, 5);
        Arrays.fill(b.data(), 0, b.data().length, 1.0);
        b.setColumns(5);
        Panel t = Panel.zeros(30, 5);
        KERNELS.multiplyAdd(y, 0, 30, b, t, scratch);
        for (int i = 0; i < 30; i++) {
            assertThat(Double.isFinite(t.get(i, 0))).isEqualTo(i != 4 && i != 5);
            for (int k = 5; k < t.stride(); k++) {
                assertThat(t.data()[i * t.stride() + k]).isZero();
            }
        }
    }

    /** Whatever a power step keeps between rows, slices and calls. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 8, 12, 13})
    void nanOfAPowerStepStaysInItsRowAndInItsCall(int width) {
        Panel clean = shapes.block(70, 301, 0);
        Panel y = Shapes.copy(clean);
        y.set(4, 7, Double.NaN);
        y.set(65, 300, Double.POSITIVE_INFINITY);
        Panel b = shapes.panel(301, width);
        Panel expected = powerStep(clean, b, new Scratch());
        Panel t = powerStep(y, b, scratch);
        for (int i = 0; i < 70; i++) {
            for (int k = 0; k < width; k++) {
                if (i == 4 || i == 65) {
                    assertThat(t.get(i, k)).isNotFinite();
                } else {
                    assertThat(t.get(i, k)).isEqualTo(expected.get(i, k));
                }
            }
        }
        assertThat(powerStep(clean, b, scratch).data()).containsExactly(expected.data());
    }

    /** T, and W below it. */
    private static Panel powerStep(Panel y, Panel b, Scratch scratch) {
        Panel all = Panel.zeros(70 + 301, b.columns());
        Panel t = Panel.zeros(70, b.columns());
        Panel w = Panel.zeros(301, b.columns());
        Panel none = Panel.zeros(0, b.columns());
        KERNELS.gramMultiply(
                y, 0, 70, b, Panel.zeros(70, 0), none, t, w, Panel.zeros(0, b.columns()), scratch);
        for (int k = 0; k < b.columns(); k++) {
            for (int i = 0; i < 371; i++) {
                all.set(i, k, i < 70 ? t.get(i, k) : w.get(i - 70, k));
            }
        }
        return all;
    }

    @Test
    void hugeAndTinyNumbersAreOnlyRounded() {
        Panel y = shapes.block(20, 33, 0);
        Panel b = shapes.panel(33, 6);
        Panel t = Panel.zeros(20, 6);
        KERNELS.multiplyAdd(y, 0, 20, b, t, scratch);
        Panel scaledY = Shapes.copy(y);
        Panel scaledB = Shapes.copy(b);
        KERNELS.scale(0x1p700, scaledY.data(), 0, scaledY.data().length);
        KERNELS.scale(0x1p-900, scaledB.data(), 0, scaledB.data().length);
        Panel scaled = Panel.zeros(20, 6);
        KERNELS.multiplyAdd(scaledY, 0, 20, scaledB, scaled, scratch);
        KERNELS.scale(0x1p200, scaled.data(), 0, scaled.data().length);
        assertThat(scaled.data()).containsExactly(t.data());
    }

    @Test
    void largestMagnitudePropagatesNan() {
        double[] x = new double[37];
        x[31] = -4;
        assertThat(KERNELS.maxAbs(x, 0, 37)).isEqualTo(4);
        assertThat(KERNELS.maxAbs(x, 0, 0)).isZero();
        x[36] = Double.NaN;
        assertThat(KERNELS.maxAbs(x, 0, 37)).isNaN();
        x[36] = 0;
        x[2] = Double.NaN;
        assertThat(KERNELS.maxAbs(x, 0, 37)).isNaN();
    }

    /** Also while the compiler replaces the code that runs. */
    @Test
    void everyRepetitionHasTheSameBits() {
        Panel y = shapes.block(70, 301, 0);
        Panel u = shapes.block(70, 11, 0);
        Panel b = shapes.panel(301, 7);
        Panel c = shapes.panel(11, 7);
        byte[][] first = null;
        for (int repetition = 0; repetition < 200; repetition++) {
            Panel t = Panel.zeros(70, 7);
            Panel w = Panel.zeros(301, 7);
            Panel s = Panel.zeros(11, 7);
            KERNELS.gramMultiply(y, 0, 70, b, u, c, t, w, s, scratch);
            double dot = KERNELS.dot(y.data(), 0, y.data(), 100, 301);
            byte[][] bits = {bits(t.data()), bits(w.data()), bits(s.data()), bits(dot)};
            first = first == null ? bits : first;
            assertThat(bits).isDeepEqualTo(first);
        }
    }

    private static byte[] bits(double... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }
}
