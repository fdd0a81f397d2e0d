package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.scalar.ScalarKernels;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Kernels on rows of float32 have the bits that they have on the float64 copy of the rows. */
@Tag("kernel")
class FloatRowsTest {
    private static final List<DenseKernels> KERNELS = List.of(Kernels.get(), new ScalarKernels());

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void powerStepsHaveTheBitsOfTheCopy(int seed) {
        Random random = new Random(seed);
        Shapes shapes = new Shapes(seed);
        int rows = 1 + random.nextInt(seed % 3 == 0 ? 300 : 40);
        int columns = 1 + random.nextInt(seed % 4 == 0 ? 400 : 40);
        int width = 1 + seed % 14;
        int rank = random.nextInt(9);
        long first = random.nextInt(1000);
        long from = first + random.nextInt(rows);
        long to = from + random.nextInt((int) (first + rows - from) + 1);
        FloatRows y = new FloatRows(floats(random, rows * columns), rows, columns, first);
        Panel copy = new RowWindow().copy(y, first, first + rows);
        Panel b = shapes.panel(columns, width);
        Panel u = shapes.block(rows, rank, first);
        Panel c = shapes.panel(rank, width);
        Panel start = shapes.panel(columns, width);
        for (DenseKernels kernels : KERNELS) {
            Panel[] expected = outputs(rows, rank, width, first, start);
            Panel[] actual = outputs(rows, rank, width, first, start);
            kernels.gramMultiply(
                    copy, from, to, b, u, c, expected[0], expected[1], expected[2], new Scratch());
            kernels.gramMultiply(
                    y, from, to, b, u, c, actual[0], actual[1], actual[2], new Scratch());
            for (int k = 0; k < expected.length; k++) {
                assertThat(actual[k].data()).containsExactly(expected[k].data());
            }
        }
    }

    /** T, W and S. */
    private static Panel[] outputs(int rows, int rank, int width, long first, Panel start) {
        return new Panel[] {
            Panel.wrap(new double[rows * width], rows, width, first),
            Shapes.copy(start),
            Panel.zeros(rank, width)
        };
    }

    @Test
    void wideningIsExact() {
        Random random = new Random(7);
        float[] special = {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, 0x1p-126f, 1f / 3};
        for (int length = 0; length < 70; length++) {
            float[] x = floats(random, length + 3);
            System.arraycopy(special, 0, x, 0, Math.min(length, special.length));
            for (DenseKernels kernels : KERNELS) {
                double[] y = new double[length + 5];
                kernels.widen(x, 2, y, 3, length);
                for (int i = 0; i < length; i++) {
                    assertThat(Double.doubleToRawLongBits(y[3 + i]))
                            .isEqualTo(Double.doubleToRawLongBits(x[2 + i]));
                }
                assertThat(y[2]).isZero();
                assertThat(y[3 + length]).isZero();
            }
        }
    }

    private static float[] floats(Random random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
