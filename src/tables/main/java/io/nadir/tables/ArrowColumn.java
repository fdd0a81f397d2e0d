package io.nadir.tables;

import io.nadir.io.TableFormat.Column;
import io.nadir.io.TableFormat.Reals;
import io.nadir.io.TableFormat.Texts;
import io.nadir.io.TableFormat.Wholes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Some rows of a column as Arrow lays them out.
 *
 * @param missing how many values are missing
 * @param buffers a bit for each row, 1 where there is a value; then the values, or the places and
 *     the bytes of texts
 */
record ArrowColumn(int missing, List<byte[]> buffers) {
    /** Lays out the rows {@code from} to {@code to} − 1. */
    static ArrowColumn of(Column column, int from, int to) {
        byte[] validity = new byte[(to - from + Byte.SIZE - 1) / Byte.SIZE];
        return switch (column) {
            case Reals reals -> {
                byte[] bytes = new byte[(to - from) * Double.BYTES];
                ByteBuffer values = littleEndian(bytes);
                for (int row = from; row < to; row++) {
                    double value = reals.values().applyAsDouble(row);
                    values.putDouble(value);
                    mark(validity, row - from, !Double.isNaN(value));
                }
                yield of(validity, to - from, bytes);
            }
            case Wholes wholes -> {
                byte[] bytes = new byte[(to - from) * Long.BYTES];
                ByteBuffer values = littleEndian(bytes);
                for (int row = from; row < to; row++) {
                    Long value = wholes.values().apply(row);
                    values.putLong(value == null ? 0 : value);
                    mark(validity, row - from, value != null);
                }
                yield of(validity, to - from, bytes);
            }
            case Texts texts -> ofTexts(texts, from, to, validity);
        };
    }

    private static ArrowColumn ofTexts(Texts texts, int from, int to, byte[] validity) {
        byte[] starts = new byte[(to - from + 1) * Integer.BYTES];
        ByteBuffer places = littleEndian(starts).putInt(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int row = from; row < to; row++) {
            String value = texts.values().apply(row);
            if (value != null) {
                bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            }
            places.putInt(bytes.size());
            mark(validity, row - from, value != null);
        }
        return of(validity, to - from, starts, bytes.toByteArray());
    }

    private static ArrowColumn of(byte[] validity, int rows, byte[]... values) {
        int present = 0;
        for (byte bits : validity) {
            present += Integer.bitCount(Byte.toUnsignedInt(bits));
        }
        return new ArrowColumn(
                rows - present,
                values.length == 1
                        ? List.of(validity, values[0])
                        : List.of(validity, values[0], values[1]));
    }

    private static void mark(byte[] validity, int at, boolean present) {
        if (present) {
            validity[at / Byte.SIZE] |= (byte) (1 << (at % Byte.SIZE));
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
