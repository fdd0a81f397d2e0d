package io.nadir.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleConsumer;
import java.util.zip.InflaterInputStream;

/**
 * The data elements of a {@code .mat} file of version 5: each has a tag of its type and its number
 * of bytes, and is padded to a multiple of 8 bytes; up to 4 bytes are stored within the tag.
 */
final class MatStream {
    /** Types of elements that contain others. */
    static final int MATRIX = 14;

    static final int COMPRESSED = 15;

    private static final int ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 1 << 15;
    private static final int LARGEST_NAME = 1 << 10;

    private final Input input;
    private final InputStream stream;
    private final ByteOrder order;

    MatStream(Input input, InputStream stream, ByteOrder order) {
        this.input = input;
        this.stream = stream;
        this.order = order;
    }

    /**
     * The tag of an element.
     *
     * @param type of its content
     * @param bytes of its content
     * @param padding bytes after it
     */
    record Tag(int type, long bytes, int padding) {}

    /** Whether there is nothing more in the input, of which this has all elements. */
    boolean isAtEnd() throws IOException {
        return input.peek(1).length == 0;
    }

    /** The tag of the next element. */
    Tag tag() throws IOException {
        int first = integer();
        int small = first >>> Short.SIZE;
        if (small != 0) {
            if (small > Integer.BYTES) {
                throw input.refuse("damaged: an element of " + small + " bytes within its tag");
            }
            return new Tag(first & 0xFFFF, small, Integer.BYTES - small);
        }
        long bytes = Integer.toUnsignedLong(integer());
        boolean packed = first == COMPRESSED;
        return new Tag(first, bytes, packed ? 0 : (int) (-bytes & (ALIGNMENT - 1)));
    }

    /** What is within an element. */
    MatStream within(Tag tag) {
        return new MatStream(input, new LimitedStream(stream, tag.bytes), order);
    }

    /** What is packed here. */
    MatStream unpacked() {
        return new MatStream(
                input, new UnpackedStream(input, new InflaterInputStream(stream), () -> {}), order);
    }

    /** Leaves out what has not been read of an element, of which {@code content} is within. */
    void finish(Tag tag, MatStream content) throws IOException {
        content.stream.transferTo(OutputStream.nullOutputStream());
        if (content.stream instanceof LimitedStream limited && limited.left() > 0) {
            throw truncated();
        }
        skipPadding(tag);
    }

    /** Leaves out what pads an element. */
    void skipPadding(Tag tag) throws IOException {
        bytes(tag.padding);
    }

    /** The short text in the next element. */
    String text() throws IOException {
        Tag tag = tag();
        if (tag.bytes > LARGEST_NAME) {
            throw input.refuse("damaged: a name of " + tag.bytes + " bytes");
        }
        String text = new String(bytes((int) tag.bytes), StandardCharsets.UTF_8);
        skipPadding(tag);
        return text;
    }

    /** The numbers in the next element, which may be of another type than their variable. */
    void numbers(DoubleConsumer target) throws IOException {
        Tag tag = tag();
        NumberType number = NumberType.of(input, tag.type);
        if (tag.bytes % number.width != 0) {
            throw input.refuse(
                    String.format("damaged: %d bytes of numbers of %d", tag.bytes, number.width));
        }
        for (long left = tag.bytes; left > 0; ) {
            int count = (int) Math.min(left, CHUNK_BYTES);
            ByteBuffer chunk = ByteBuffer.wrap(bytes(count)).order(order);
            for (int at = 0; at < count; at += number.width) {
                target.accept(number.value(input, chunk, at));
            }
            left -= count;
        }
        skipPadding(tag);
    }

    private int integer() throws IOException {
        return ByteBuffer.wrap(bytes(Integer.BYTES)).order(order).getInt();
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = stream.readNBytes(count);
        if (bytes.length < count) {
            throw truncated();
        }
        return bytes;
    }

    private DataFormatException truncated() {
        return input.refuse("truncated: ends within a variable");
    }

    /** The types of numbers. */
    private enum NumberType {
        INT8(1, NpyNumber.INT8),
        UINT8(2, NpyNumber.UINT8),
        INT16(3, NpyNumber.INT16),
        UINT16(4, NpyNumber.UINT16),
        INT32(5, NpyNumber.INT32),
        UINT32(6, NpyNumber.UINT32),
        SINGLE(7, NpyNumber.FLOAT32),
        DOUBLE(9, NpyNumber.FLOAT64),
        INT64(12, NpyNumber.INT64),
        UINT64(13, NpyNumber.UINT64);

        private final int type;
        private final NpyNumber numbers;
        private final int width;

        NumberType(int type, NpyNumber numbers) {
            this.type = type;
            this.numbers = numbers;
            this.width = numbers.width();
        }

        static NumberType of(Input input, int type) throws DataFormatException {
            for (NumberType number : values()) {
                if (number.type == type) {
                    return number;
                }
            }
            throw input.refuse("damaged: numbers of the type " + type + ", which there is not");
        }

        double value(Input input, ByteBuffer bytes, int at) throws DataFormatException {
            if (!numbers.allows(bytes, at)) {
                throw input.refuse(
                        String.format(
                                "%s, allowed are integers of magnitude up to 2^53, which float64"
                                        + " holds exactly: double(…) rounds them",
                                numbers.text(bytes, at)));
            }
            return numbers.decode(bytes, at);
        }
    }
}
