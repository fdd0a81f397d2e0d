package io.nadir.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code .npy} files: version 1.0, float64, little-endian, C order. */
final class NpyWriter {
    /** NumPy aligns the elements to this number of bytes. */
    private static final int ALIGNMENT = 64;

    private static final int CHUNK_ELEMENTS = 1 << 13;

    private NpyWriter() {}

    /**
     * Writes an array of any number of dimensions.
     *
     * @param out the target; left open
     * @param shape the dimensions, at least two, each at least 0
     * @param values the elements, the last index running fastest
     * @throws IllegalArgumentException if the number of {@code values} is another
     * @throws IOException if {@code out} throws it
     */
    static void write(OutputStream out, List<Integer> shape, double[] values) throws IOException {
        requireElements(shape, values);
        out.write(header(shape));
        byte[] bytes = new byte[CHUNK_ELEMENTS * Double.BYTES];
        for (int from = 0; from < values.length; from += CHUNK_ELEMENTS) {
            write(out, bytes, values, from, Math.min(values.length, from + CHUNK_ELEMENTS));
        }
    }

    /** Writes a matrix row by row. */
    static void write(OutputStream out, MatrixElements matrix) throws IOException {
        out.write(header(List.of(matrix.rows(), matrix.columns())));
        byte[] bytes = new byte[CHUNK_ELEMENTS * Double.BYTES];
        double[] row = new double[matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.copyRow(i, 0, row.length, row);
            for (int from = 0; from < row.length; from += CHUNK_ELEMENTS) {
                write(out, bytes, row, from, Math.min(row.length, from + CHUNK_ELEMENTS));
            }
        }
    }

    /** Throws unless an array has as many elements as its shape says. */
    static void requireElements(List<Integer> shape, double[] values) {
        long elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        if (elements != values.length) {
            throw new IllegalArgumentException(
                    "values has %s elements, must have as many as the shape %s: %s"
                            .formatted(values.length, shape, elements));
        }
    }

    private static void write(OutputStream out, byte[] bytes, double[] values, int from, int to)
            throws IOException {
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .put(values, from, to - from);
        out.write(bytes, 0, (to - from) * Double.BYTES);
    }

    private static byte[] header(List<Integer> shape) {
        String extents = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String dictionary =
                "{'descr': '<f8', 'fortran_order': False, 'shape': (" + extents + "), }";
        int start = NpyHeader.MAGIC.length() + 2 + Short.BYTES;
        int end = Math.ceilDiv(start + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT;
        String padding = " ".repeat(end - start - dictionary.length() - 1);
        return ByteBuffer.allocate(end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (end - start))
                .put((dictionary + padding + "\n").getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
