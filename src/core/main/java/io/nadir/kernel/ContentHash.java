package io.nadir.kernel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A 64-bit hash by which a change of an array is noticed. Four lanes that do not wait for each
 * other: one pass as fast as memory, unlike {@link Fingerprint}, whose value is kept in files.
 */
public final class ContentHash {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    /** Numbers that one thread takes at once. */
    private static final int PART = 1 << 19;

    private ContentHash() {}

    /**
     * Returns the hash of what {@code hash} stands for, followed by the first numbers of an array:
     * the same for every number of threads.
     *
     * @param workers the threads; null to work on the one that calls, whatever has been cancelled
     */
    public static long of(long hash, double[] numbers, int length, @Nullable Workers workers) {
        long[] parts = new long[Math.ceilDiv(length, PART)];
        if (workers == null) {
            Arrays.setAll(parts, i -> ofPart(numbers, length, i));
        } else {
            workers.run(parts.length, (i, context) -> parts[i] = ofPart(numbers, length, i));
        }
        long all = hash;
        for (long part : parts) {
            all = add(all, part);
        }
        return all;
    }

    private static long ofPart(double[] numbers, int length, int part) {
        int from = part * PART;
        return ofRange(numbers, from, from + Math.min(PART, length - from));
    }

    private static long ofRange(double[] numbers, int from, int to) {
        long a = 0;
        long b = 1;
        long c = 2;
        long d = 3;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a = add(a, numbers[i]);
            b = add(b, numbers[i + 1]);
            c = add(c, numbers[i + 2]);
            d = add(d, numbers[i + 3]);
        }
        for (; i < to; i++) {
            a = add(a, numbers[i]);
        }
        return add(add(add(a, b), c), d);
    }

    /**
     * Returns the exception that says that an array was changed by whoever shares it.
     *
     * @param type the class of the data
     * @param shape its dimensions
     * @param sharing the methods that share the array
     */
    public static IllegalStateException changed(String type, String shape, String sharing) {
        return new IllegalStateException(
                String.format(
                        "an element of a %1$s of %2$s has changed since it was made, so that"
                            + " nothing that is known of it holds any more: give an array that"
                            + " changes to %1$s.copyOf instead of wrap, and do not write to what"
                            + " %3$s shares",
                        type, shape, sharing));
    }

    private static long add(long lane, double number) {
        return add(lane, Double.doubleToRawLongBits(number));
    }

    /** Products do not spread sign bits; without the rotation, two changed signs would cancel. */
    private static long add(long lane, long bits) {
        return FACTOR * (Long.rotateLeft(lane, 23) ^ bits);
    }
}
