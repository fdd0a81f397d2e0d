package io.nadir.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What comes before the elements in a {@code .npy} file.
 *
 * @param type of the elements
 * @param fortranOrder whether the first index runs fastest, not the last
 * @param shape the extents, 0 or more each, up to 2³¹ − 1 unless a line was read
 * @param bytes where the elements begin
 */
record NpyHeader(NpyType type, boolean fortranOrder, List<Long> shape, long bytes) {
    /** What every file starts with, in ISO 8859-1. */
    static final String MAGIC = "\u0093NUMPY";

    /**
     * NumPy writes less than 200 bytes for two dimensions; this bounds what a corrupt file costs.
     */
    private static final int LARGEST = 0xFFFF;

    private static final long LARGEST_SIZE = 1L << 62;

    private static final int PREFIX = MAGIC.length() + 2;

    /** Reads the header of a matrix, up to the first element. */
    static NpyHeader read(Input input) throws IOException {
        NpyHeader header = readOfAnyOrder(input);
        if (header.shape.size() != 2) {
            throw input.refuse(
                    String.format(
                            "the array has shape %s, allowed are 2 dimensions: %s",
                            header.shapeText(), header.advice()));
        }
        return header;
    }

    /** Reads the header of an array of extents up to 2³¹ − 1, up to the first element. */
    static NpyHeader readOfAnyOrder(Input input) throws IOException {
        return read(input, Integer.MAX_VALUE);
    }

    /** Reads the header of a line of elements, which may be more than 2³¹, up to the first one. */
    static NpyHeader readLine(Input input) throws IOException {
        NpyHeader header = read(input, Long.MAX_VALUE);
        if (header.shape.size() != 1) {
            throw input.refuse(
                    String.format(
                            "the array has shape %s, allowed is 1 dimension", header.shapeText()));
        }
        return header;
    }

    private static NpyHeader read(Input input, long largestExtent) throws IOException {
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
        return new NpyHeaderParser(input, new String(text, StandardCharsets.UTF_8), largestExtent)
                .parse((long) PREFIX + lengthBytes + length);
    }

    /** Rows of a matrix. */
    int rows() {
        return shape.get(0).intValue();
    }

    /** Columns of a matrix. */
    int columns() {
        return shape.get(1).intValue();
    }

    /** Number of elements, at most 2⁶²; where there would be more, as many. */
    long elements() {
        long elements = 1;
        for (long extent : shape) {
            boolean tooMany = extent > 0 && elements > LARGEST_SIZE / extent;
            elements = tooMany ? LARGEST_SIZE : elements * extent;
        }
        return elements;
    }

    /** Throws unless a regular file has exactly as many bytes as the header says. */
    void requireSize(Input input) throws DataFormatException {
        long found = input.size() - bytes;
        int width = type.width();
        if (input.size() != Input.UNKNOWN && (found % width != 0 || found / width != elements())) {
            throw input.refuse(
                    String.format(
                            "%s: %d bytes follow the header, must be %s * %d = %s * %d",
                            found / width < elements() ? "truncated" : "trailing bytes",
                            found,
                            shape.size() == 2 ? "rows * columns" : "product of the shape",
                            width,
                            extents(),
                            width));
        }
    }

    /** The extents as a product. */
    String extents() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" * "));
    }

    /** The index of element {@code at} in the order of the file. */
    String index(long at) {
        List<Long> index = new ArrayList<>();
        long rest = at;
        for (long extent : fortranOrder ? shape : shape.reversed()) {
            index.add(rest % extent);
            rest /= extent;
        }
        return tuple(fortranOrder ? index : index.reversed());
    }

    /** The shape as NumPy writes it. */
    private String shapeText() {
        return tuple(shape);
    }

    private static String tuple(List<? extends Number> numbers) {
        String joined = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "(" + joined + (numbers.size() == 1 ? ",)" : ")");
    }

    /** How to make a matrix of what has another number of dimensions. */
    private String advice() {
        return shape.size() > 2
                ? "reshape it, or factorize it as a tensor"
                : "reshape(-1, 1) makes it a column, reshape(1, -1) a row";
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
