package io.nadir.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The element types that are read, by their names in a header. */
enum NpyType {
    /** float64, little-endian. */
    LITTLE_F8("<f8", Double.BYTES, ByteOrder.LITTLE_ENDIAN),
    /** float64, big-endian. */
    BIG_F8(">f8", Double.BYTES, ByteOrder.BIG_ENDIAN),
    /** float32, little-endian. */
    LITTLE_F4("<f4", Float.BYTES, ByteOrder.LITTLE_ENDIAN),
    /** float32, big-endian. */
    BIG_F4(">f4", Float.BYTES, ByteOrder.BIG_ENDIAN);

    private final String descr;
    private final int width;
    private final ByteOrder order;

    NpyType(String descr, int width, ByteOrder order) {
        this.descr = descr;
        this.width = width;
        this.order = order;
    }

    /** The type that a header calls {@code descr}. */
    static Optional<NpyType> of(String descr) {
        for (NpyType type : values()) {
            if (type.descr.equals(descr)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Bytes of one element. */
    int width() {
        return width;
    }

    /** The elements that the remaining bytes hold, whole ones only. */
    DoubleBuffer decode(ByteBuffer bytes) {
        bytes.order(order);
        return width == Double.BYTES ? bytes.asDoubleBuffer() : widened(bytes.asFloatBuffer());
    }

    private static DoubleBuffer widened(FloatBuffer floats) {
        double[] doubles = new double[floats.remaining()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats.get(i);
        }
        return DoubleBuffer.wrap(doubles);
    }
}
