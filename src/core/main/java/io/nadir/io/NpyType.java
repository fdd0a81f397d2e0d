package io.nadir.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Optional;

/**
 * The type of the elements of a {@code .npy} file. A double represents all of them exactly, except
 * integers beyond 2⁵³, which are refused.
 *
 * @param number how an element is written
 * @param order the order of its bytes
 */
record NpyType(NpyNumber number, ByteOrder order) {
    /** What messages say is read. */
    static final String ALLOWED =
            "float64, float32, float16, bool and integers of 8 to 64 bits ('<f8', '>f4', '<i8',"
                    + " '|b1' and the like)";

    /** The type that a header calls {@code descr}, such as {@code <f8}; empty if not read. */
    static Optional<NpyType> of(String descr) {
        if (descr.isEmpty()) {
            return Optional.empty();
        }
        ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return NpyNumber.of(descr.substring(1))
                .filter(number -> isOrder(descr.charAt(0), number))
                .map(number -> new NpyType(number, order));
    }

    private static boolean isOrder(char c, NpyNumber number) {
        return c == '<' || c == '>' || (c == '|' && number.width() == 1);
    }

    /** What a type that is not read is, in words. */
    static String describe(String descr) {
        return switch (descr.length() < 2 ? ' ' : descr.charAt(1)) {
            case 'c' -> "complex numbers";
            case 'f' -> "floating-point numbers of extended precision";
            case 'O' -> "Python objects";
            case 'S', 'a' -> "strings of bytes";
            case 'U' -> "text";
            case 'M', 'm' -> "dates or times";
            case 'V' -> "raw bytes, of a type that NumPy has not got, such as bfloat16";
            default -> "an unknown type";
        };
    }

    /** Bytes of one element. */
    int width() {
        return number.width();
    }

    /**
     * The elements that the remaining bytes hold, whole ones only, as they are, or rounded where
     * {@link #firstRefused} finds one.
     */
    DoubleBuffer decode(ByteBuffer bytes) {
        bytes.order(order);
        if (number == NpyNumber.FLOAT64) {
            return bytes.asDoubleBuffer();
        }
        double[] doubles = new double[bytes.remaining() / width()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = number.decode(bytes, i * width());
        }
        return DoubleBuffer.wrap(doubles);
    }

    /** The first element that no double holds, or that is no value of the type; -1 if none. */
    int firstRefused(ByteBuffer bytes) {
        if (number.allowed().isEmpty()) {
            return -1;
        }
        bytes.order(order);
        int count = bytes.remaining() / width();
        for (int i = 0; i < count; i++) {
            if (!number.allows(bytes, i * width())) {
                return i;
            }
        }
        return -1;
    }

    /** Says what element {@code i}, which is refused, is, and what is allowed. */
    String refusal(ByteBuffer bytes, int i) {
        return number.text(bytes.order(order), i * width()) + ", allowed are " + number.allowed();
    }
}
