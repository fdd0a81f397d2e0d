package io.nadir.tables;

import io.nadir.io.TableFormat.Kind;

import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * The type of the values of an Arrow field.
 *
 * @param id the number of the type
 * @param bits of a value, where they are of one width
 * @param signed whether integers have a sign
 * @param scale digits of a decimal after its point
 */
record ArrowType(byte id, int bits, boolean signed, int scale) {
    private static final int HALF_BITS = 16;

    /** The type of the values of a field, whether or not a dictionary holds them. */
    static ArrowType of(Field field) {
        return switch (field.typeType()) {
            case Type.Int -> of((Int) field.type(new Int()));
            case Type.FloatingPoint -> {
                int precision = ((FloatingPoint) field.type(new FloatingPoint())).precision();
                int bits =
                        switch (precision) {
                            case Precision.HALF -> HALF_BITS;
                            case Precision.SINGLE -> Float.SIZE;
                            default -> Double.SIZE;
                        };
                yield new ArrowType(Type.FloatingPoint, bits, true, 0);
            }
            case Type.Decimal -> {
                Decimal decimal = (Decimal) field.type(new Decimal());
                yield new ArrowType(Type.Decimal, decimal.bitWidth(), true, decimal.scale());
            }
            default -> new ArrowType(field.typeType(), 0, false, 0);
        };
    }

    /** A type of integers. */
    static ArrowType of(Int integers) {
        return new ArrowType(Type.Int, integers.bitWidth(), integers.isSigned(), 0);
    }

    /** What the values are; null if they are not read. */
    @Nullable Kind kind() {
        return switch (id) {
            case Type.Int, Type.Bool -> Kind.WHOLE;
            case Type.FloatingPoint, Type.Decimal, Type.Null -> Kind.REAL;
            case Type.Utf8, Type.LargeUtf8, Type.Utf8View -> Kind.TEXT;
            default -> null;
        };
    }

    /** Its name for messages. */
    String label() {
        return switch (id) {
            case Type.Int -> (signed ? "int" : "uint") + bits;
            case Type.FloatingPoint -> bits == HALF_BITS ? "halffloat" : "float" + bits;
            case Type.Decimal -> "decimal" + bits;
            case Type.Utf8, Type.LargeUtf8, Type.Utf8View -> "string";
            default -> Type.name(id).toLowerCase(Locale.ROOT).replace("_", "");
        };
    }
}
