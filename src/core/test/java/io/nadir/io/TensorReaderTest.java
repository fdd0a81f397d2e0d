package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tensors from {@code .npy}, as NumPy writes them. */
class TensorReaderTest {
    @Test
    void lastIndexRunsFastest() throws IOException {
        DenseTensor tensor = TensorReader.read(file("False", "(2, 3, 2)", numbers(12)), "t.npy");
        assertThat(tensor.shape()).containsExactly(2, 3, 2);
        assertThat(tensor.values()).containsExactly(numbers(12));
    }

    /** Element (i, j, k) of 2×3×2 comes at i + 2j + 6k. */
    @Test
    void inFortranOrderTheFirstDoes() throws IOException {
        DenseTensor tensor = TensorReader.read(file("True", "(2, 3, 2)", numbers(12)), "t.npy");
        assertThat(tensor.values()).containsExactly(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
    }

    @Test
    void moreElementsThanTheFirstRoom() throws IOException {
        DenseTensor tensor =
                TensorReader.read(file("False", "(30, 20, 40)", numbers(24_000)), "t.npy");
        assertThat(tensor.values()).containsExactly(numbers(24_000));
    }

    @Test
    void nanMarksMissingEntries() throws IOException {
        double[] values = numbers(8);
        values[5] = Double.NaN;
        assertThat(TensorReader.readObserved(file("False", "(2, 2, 2)", values), "t").observed())
                .isEqualTo(7);
        assertThatThrownBy(() -> TensorReader.read(file("False", "(2, 2, 2)", values), "t.npy"))
                .hasMessageContaining("t.npy: element [1, 0, 1] = NaN");
    }

    @Test
    void badShapesAreRefused() {
        assertRefused("(8,)", 8, "order = 1");
        assertRefused("()", 1, "order = 0");
        assertRefused("(2, 0, 3)", 0, "2 * 0 * 3 elements");
        assertRefused("(2, 2, 2)", 7, "truncated: ends after element 7 of 2 * 2 * 2");
        assertRefused("(2, 2, 2)", 9, "trailing bytes");
        assertRefused("(99999, 99999, 99999, 99999, 99999)", 1, "elements, allowed are 1 to");
    }

    private static void assertRefused(String shape, int elements, String message) {
        assertThatThrownBy(
                        () -> TensorReader.read(file("False", shape, numbers(elements)), "t.npy"))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(message);
    }

    private static double[] numbers(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    private static InputStream file(String fortran, String shape, double[] values) {
        String header =
                "{'descr': '<f8', 'fortran_order': %s, 'shape': %s, }\n".formatted(fortran, shape);
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + 8 * values.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1))
                        .putShort((short) header.length())
                        .put(header.getBytes(StandardCharsets.US_ASCII));
        for (double value : values) {
            bytes.putDouble(value);
        }
        return new ByteArrayInputStream(bytes.array());
    }
}
