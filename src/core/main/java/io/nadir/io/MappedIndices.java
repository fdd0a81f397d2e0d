package io.nadir.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Integers in mapped memory. Thread-safe. */
interface MappedIndices {
    /** Bytes of a number. */
    int width();

    /** Returns one number. */
    long get(long at);

    /**
     * Copies numbers. One that an int does not hold becomes −1.
     *
     * @param from the index of the first one
     */
    void read(long from, int count, int[] target, int offset);

    /** Whether numbers of a type can be read where they are mapped. */
    static boolean canMap(NpyType type) {
        return type.number() == NpyNumber.INT32 || type.number() == NpyNumber.INT64;
    }

    /** The numbers of a segment, which begins with the first of them. */
    static MappedIndices of(NpyType type, MemorySegment segment) {
        return type.number() == NpyNumber.INT32
                ? new Ints(segment, ValueLayout.JAVA_INT_UNALIGNED.withOrder(type.order()))
                : new Longs(segment, ValueLayout.JAVA_LONG_UNALIGNED.withOrder(type.order()));
    }

    /** Numbers of 32 bits. */
    record Ints(MemorySegment segment, ValueLayout.OfInt layout) implements MappedIndices {
        @Override
        public int width() {
            return Integer.BYTES;
        }

        @Override
        public long get(long at) {
            return segment.get(layout, at * Integer.BYTES);
        }

        @Override
        public void read(long from, int count, int[] target, int offset) {
            MemorySegment.copy(segment, layout, from * Integer.BYTES, target, offset, count);
        }
    }

    /** Numbers of 64 bits. */
    record Longs(MemorySegment segment, ValueLayout.OfLong layout) implements MappedIndices {
        @Override
        public int width() {
            return Long.BYTES;
        }

        @Override
        public long get(long at) {
            return segment.get(layout, at * Long.BYTES);
        }

        @Override
        public void read(long from, int count, int[] target, int offset) {
            for (int k = 0; k < count; k++) {
                long number = get(from + k);
                target[offset + k] = number == (int) number ? (int) number : -1;
            }
        }
    }
}
