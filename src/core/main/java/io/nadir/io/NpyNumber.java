package io.nadir.io;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** The numbers that {@code .npy} files are made of, by their names in a header. */
enum NpyNumber {
    /** Double precision. */
    FLOAT64("f8", ByteBuffer::getDouble),
    /** Single precision. */
    FLOAT32("f4", ByteBuffer::getFloat),
    /** Half precision. */
    FLOAT16("f2", (bytes, at) -> Float.float16ToFloat(bytes.getShort(at))),
    /** Signed, 8 bits. */
    INT8("i1", ByteBuffer::get),
    /** Signed, 16 bits. */
    INT16("i2", ByteBuffer::getShort),
    /** Signed, 32 bits. */
    INT32("i4", ByteBuffer::getInt),
    /** Signed 64-bit integers; a double represents magnitudes up to 2⁵³ exactly. */
    INT64("i8", ByteBuffer::getLong) {
        @Override
        String allowed() {
            return EXACT;
        }

        @Override
        boolean allows(ByteBuffer bytes, int at) {
            long value = bytes.getLong(at);
            return value >= -LARGEST && value <= LARGEST;
        }

        @Override
        String text(ByteBuffer bytes, int at) {
            return Long.toString(bytes.getLong(at));
        }
    },
    /** Unsigned, 8 bits. */
    UINT8("u1", (bytes, at) -> Byte.toUnsignedInt(bytes.get(at))),
    /** Unsigned, 16 bits. */
    UINT16("u2", (bytes, at) -> Short.toUnsignedInt(bytes.getShort(at))),
    /** Unsigned, 32 bits. */
    UINT32("u4", (bytes, at) -> Integer.toUnsignedLong(bytes.getInt(at))),
    /** Unsigned 64-bit integers; a double represents values up to 2⁵³ exactly. */
    UINT64("u8", ByteBuffer::getLong) {
        @Override
        String allowed() {
            return EXACT;
        }

        @Override
        boolean allows(ByteBuffer bytes, int at) {
            return Long.compareUnsigned(bytes.getLong(at), LARGEST) <= 0;
        }

        @Override
        String text(ByteBuffer bytes, int at) {
            return Long.toUnsignedString(bytes.getLong(at));
        }
    },
    /** A byte for false, 0, or true, 1. */
    BOOL("b1", ByteBuffer::get) {
        @Override
        String allowed() {
            return "0 and 1 for bool";
        }

        @Override
        boolean allows(ByteBuffer bytes, int at) {
            return (bytes.get(at) & 0xFE) == 0;
        }

        @Override
        String text(ByteBuffer bytes, int at) {
            return Integer.toString(Byte.toUnsignedInt(bytes.get(at)));
        }
    };

    /** A double holds every integer up to this magnitude. */
    private static final long LARGEST = 1L << 53;

    private static final String EXACT =
            "integers of magnitude up to 2^53 = "
                    + LARGEST
                    + ", which float64 holds exactly: astype('float64') rounds them";

    private final String name;
    private final int width;

    @SuppressWarnings("ImmutableEnumChecker") // The decoders have no state.
    private final Decoder decoder;

    NpyNumber(String name, Decoder decoder) {
        this.name = name;
        this.width = name.charAt(1) - '0';
        this.decoder = decoder;
    }

    /** What a header calls {@code name}, such as {@code f8}. */
    static Optional<NpyNumber> of(String name) {
        for (NpyNumber number : values()) {
            if (number.name.equals(name)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    /** The name of the type in NumPy, such as {@code float64}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes of one number. */
    int width() {
        return width;
    }

    /** The number that begins at byte {@code at}. */
    double decode(ByteBuffer bytes, int at) {
        return decoder.decode(bytes, at);
    }

    /** Which values are allowed, in words; empty if all are. */
    String allowed() {
        return "";
    }

    /** Whether the number that begins at byte {@code at} is allowed. */
    boolean allows(ByteBuffer bytes, int at) {
        return true;
    }

    /** The number that begins at byte {@code at}, unrounded. */
    String text(ByteBuffer bytes, int at) {
        return Double.toString(decode(bytes, at));
    }

    /** Makes a double of bytes. */
    @FunctionalInterface
    private interface Decoder {
        double decode(ByteBuffer bytes, int at);
    }
}
