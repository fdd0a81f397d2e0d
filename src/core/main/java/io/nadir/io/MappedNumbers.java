package io.nadir.io;

import io.nadir.kernel.Kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Floating-point numbers in mapped memory. Thread-safe. */
interface MappedNumbers {
    /**
     * Copies numbers.
     *
     * @param from the index of the first one
     */
    void read(long from, int count, double[] target, int offset);

    /** Bytes of a number. */
    int width();

    /** Whether numbers of a type can be read where they are mapped. */
    static boolean canMap(NpyType type) {
        return type.number() == NpyNumber.FLOAT64 || type.number() == NpyNumber.FLOAT32;
    }

    /** The numbers of a segment, which begins with the first of them. */
    static MappedNumbers of(NpyType type, MemorySegment segment) {
        return type.number() == NpyNumber.FLOAT64
                ? new Doubles(segment, ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(type.order()))
                : new Floats(segment, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(type.order()));
    }

    /** Numbers of float64. */
    record Doubles(MemorySegment segment, ValueLayout.OfDouble layout) implements MappedNumbers {
        @Override
        public int width() {
            return Double.BYTES;
        }

        @Override
        public void read(long from, int count, double[] target, int offset) {
            MemorySegment.copy(segment, layout, from * Double.BYTES, target, offset, count);
        }
    }

    /** Numbers of float32. */
    record Floats(MemorySegment segment, ValueLayout.OfFloat layout) implements MappedNumbers {
        /** Numbers that are copied at once: half of a common first-level cache. */
        private static final int CHUNK = 1 << 12;

        private static final ThreadLocal<float[]> CHUNKS =
                ThreadLocal.withInitial(() -> new float[CHUNK]);

        @Override
        public int width() {
            return Float.BYTES;
        }

        @Override
        public void read(long from, int count, double[] target, int offset) {
            float[] chunk = CHUNKS.get();
            for (int done = 0; done < count; done += CHUNK) {
                int part = Math.min(CHUNK, count - done);
                MemorySegment.copy(segment, layout, (from + done) * Float.BYTES, chunk, 0, part);
                Kernels.get().widen(chunk, 0, target, offset + done, part);
            }
        }
    }
}
