package io.nadir.kernel;

/** A 64-bit hash of numbers in a given order. It tells data apart, but can be forged. */
public final class Fingerprint {
    private long value = 0x243F6A8885A308D3L;

    public Fingerprint add(long number) {
        value = mix(value, number);
        return this;
    }

    private static long mix(long hash, long number) {
        return 0x9E3779B97F4A7C15L * (Long.rotateLeft(hash, 23) ^ number);
    }

    /** Adds the first {@code length} numbers. */
    public Fingerprint add(double[] numbers, int length) {
        // Four chains of products, so that none waits for another: as fast as memory is read.
        long a = value;
        long b = ~value;
        long c = Long.reverse(value);
        long d = value + length;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a = mix(a, Double.doubleToRawLongBits(numbers[i]));
            b = mix(b, Double.doubleToRawLongBits(numbers[i + 1]));
            c = mix(c, Double.doubleToRawLongBits(numbers[i + 2]));
            d = mix(d, Double.doubleToRawLongBits(numbers[i + 3]));
        }
        for (; i < length; i++) {
            a = mix(a, Double.doubleToRawLongBits(numbers[i]));
        }
        return add(a).add(b).add(c).add(d);
    }

    /** Adds all numbers. */
    public Fingerprint add(int[] numbers) {
        for (int number : numbers) {
            add(number);
        }
        return this;
    }

    public long value() {
        return value ^ (value >>> 29);
    }
}
