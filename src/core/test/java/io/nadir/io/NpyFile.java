package io.nadir.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@code .npy} file, encoded after NumPy's description of the format and apart from the reader.
 *
 * @param descr the type of the elements, such as {@code <f8}
 * @param fortran whether the first index runs fastest
 * @param version 1, 2 or 3
 * @param shape the extents
 * @param elements their bytes
 */
record NpyFile(String descr, boolean fortran, int version, List<Integer> shape, byte[] elements) {

    /** A matrix of version 1 in C order. */
    static NpyFile matrix(String descr, int rows, int columns, byte[] elements) {
        return new NpyFile(descr, false, 1, List.of(rows, columns), elements);
    }

    /** A matrix of float64, version 1, in C order. */
    static byte[] doubles(int rows, int columns, double... values) {
        ByteBuffer elements = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        elements.asDoubleBuffer().put(values);
        return matrix("<f8", rows, columns, elements.array()).bytes();
    }

    /** The whole file. */
    byte[] bytes() {
        String extents =
                shape.stream().map(extent -> extent + ",").collect(Collectors.joining(" "));
        String header =
                String.format(
                        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n",
                        descr, fortran ? "True" : "False", extents);
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + header.length() + elements.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1))
                        .put((byte) version)
                        .put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) header.length());
        } else {
            bytes.putInt(header.length());
        }
        bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(elements);
        byte[] out = new byte[bytes.position()];
        bytes.flip().get(out);
        return out;
    }
}
