package io.nadir.tables;

import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The values of a field in a batch.
 *
 * @param type of the values
 * @param validity a bit for each row, 1 where there is a value; null if all are there
 * @param first the values, or where texts begin
 * @param text the bytes of all texts
 * @param views the bytes of texts that are too long for their views
 */
record ArrowVector(
        ArrowType type,
        @Nullable ByteBuffer validity,
        ByteBuffer first,
        ByteBuffer text,
        List<ByteBuffer> views) {
    private static final int VIEW_BYTES = 16;

    /** Longer texts are not in their views. */
    private static final int LONGEST_IN_VIEW = 12;

    boolean isMissing(int row) {
        return type.id() == Type.Null || (validity != null && !bit(validity, row));
    }

    private static boolean bit(ByteBuffer bits, int row) {
        return ((bits.get(row / Byte.SIZE) >> (row % Byte.SIZE)) & 1) != 0;
    }

    double real(int row) {
        if (type.id() == Type.Decimal) {
            byte[] bytes = new byte[type.bits() / Byte.SIZE];
            first.get(row * bytes.length, bytes);
            return Decimals.toDouble(Decimals.ofLittleEndian(bytes, type.scale()));
        }
        return switch (type.bits()) {
            case Double.SIZE -> first.getDouble(row * Double.BYTES);
            case Float.SIZE -> first.getFloat(row * Float.BYTES);
            default -> Float.float16ToFloat(first.getShort(row * Short.BYTES));
        };
    }

    long whole(int row) {
        if (type.id() == Type.Bool) {
            return bit(first, row) ? 1 : 0;
        }
        boolean signed = type.signed();
        return switch (type.bits()) {
            case Byte.SIZE -> signed ? first.get(row) : Byte.toUnsignedLong(first.get(row));
            case Short.SIZE -> {
                short value = first.getShort(row * Short.BYTES);
                yield signed ? value : Short.toUnsignedLong(value);
            }
            case Integer.SIZE -> {
                int value = first.getInt(row * Integer.BYTES);
                yield signed ? value : Integer.toUnsignedLong(value);
            }
            default -> {
                long value = first.getLong(row * Long.BYTES);
                yield signed ? value : Decimals.unsigned(value);
            }
        };
    }

    String text(int row) {
        return switch (type.id()) {
            case Type.Utf8View -> viewed(row * VIEW_BYTES);
            case Type.LargeUtf8 ->
                    text(
                            text,
                            Math.toIntExact(first.getLong(row * Long.BYTES)),
                            Math.toIntExact(first.getLong((row + 1) * Long.BYTES)));
            default ->
                    text(
                            text,
                            first.getInt(row * Integer.BYTES),
                            first.getInt((row + 1) * Integer.BYTES));
        };
    }

    /** A view has the length, and then the text, or its start, its buffer and its place there. */
    private String viewed(int at) {
        int length = first.getInt(at);
        int content = at + Integer.BYTES;
        if (length <= LONGEST_IN_VIEW) {
            return text(first, content, content + length);
        }
        ByteBuffer buffer = views.get(first.getInt(content + Integer.BYTES));
        int start = first.getInt(content + 2 * Integer.BYTES);
        return text(buffer, start, start + length);
    }

    private static String text(ByteBuffer bytes, int from, int to) {
        byte[] text = new byte[to - from];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
