package io.nadir.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What comes before the elements in a {@code .npy} file.
 *
 * @param type of the elements
 * @param fortranOrder whether columns are contiguous, not rows
 * @param rows 0 or more
 * @param columns 0 or more
 * @param bytes where the elements begin
 */
record NpyHeader(NpyType type, boolean fortranOrder, int rows, int columns, long bytes) {
    /** What every file starts with, in ISO 8859-1. */
    static final String MAGIC = "\u0093NUMPY";

    /**
     * NumPy writes less than 200 bytes for two dimensions; this bounds what a corrupt file costs.
     */
    private static final int LARGEST = 0xFFFF;

    private static final int PREFIX = MAGIC.length() + 2;

    /** Reads the header of {@code input}, up to the first element. */
    static NpyHeader read(Input input) throws IOException {
        byte[] prefix = input.stream().readNBytes(PREFIX);
        byte[] magic = MAGIC.getBytes(StandardCharsets.ISO_8859_1);
        if (prefix.length < PREFIX
                || !Arrays.equals(magic, 0, magic.length, prefix, 0, magic.length)) {
            throw input.refuse("does not start with the magic string \\x93NUMPY");
        }
        int lengthBytes = lengthBytes(input, prefix[PREFIX - 2], prefix[PREFIX - 1]);
        int length = length(input, lengthBytes);
        byte[] text = input.stream().readNBytes(length);
        if (text.length < length) {
            throw input.refuse("ends within the header");
        }
        return new NpyHeaderParser(input, new String(text, StandardCharsets.UTF_8))
                .parse((long) PREFIX + lengthBytes + length);
    }

    /** Number of elements, at most 2⁶². */
    long elements() {
        return (long) rows * columns;
    }

    /** Refuses a regular file that has not exactly as many bytes as the header says. */
    void requireSize(Input input) throws DataFormatException {
        long found = input.size() - bytes;
        int width = type.width();
        if (input.size() != Input.UNKNOWN && (found % width != 0 || found / width != elements())) {
            throw input.refuse(
                    String.format(
                            "%s: %d bytes follow the header, must be rows * columns * %d = %d * %d"
                                    + " * %d",
                            found / width < elements() ? "truncated" : "trailing bytes",
                            found,
                            width,
                            rows,
                            columns,
                            width));
        }
    }

    private static int lengthBytes(Input input, byte major, byte minor) throws DataFormatException {
        if (major < 1 || major > 3 || minor != 0) {
            throw input.refuse(
                    String.format(
                            "version %d.%d, allowed are 1.0, 2.0 and 3.0",
                            major & 0xFF, minor & 0xFF));
        }
        return major == 1 ? Short.BYTES : Integer.BYTES;
    }

    private static int length(Input input, int lengthBytes) throws IOException {
        byte[] field = Arrays.copyOf(input.stream().readNBytes(lengthBytes), Integer.BYTES);
        int length = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > LARGEST) {
            throw input.refuse(
                    String.format(
                            "the header claims %d bytes, allowed are up to %d",
                            Integer.toUnsignedLong(length), LARGEST));
        }
        return length;
    }
}
