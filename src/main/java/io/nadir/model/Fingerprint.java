package io.nadir.model;

/** A 64-bit hash of numbers in a given order: tells data apart, no protection against malice. */
final class Fingerprint {
    private long value = 0x243F6A8885A308D3L;

    Fingerprint add(long number) {
        value = 0x9E3779B97F4A7C15L * (Long.rotateLeft(value, 23) ^ number);
        return this;
    }

    /** Adds the first {@code length} numbers. */
    Fingerprint add(double[] numbers, int length) {
        for (int i = 0; i < length; i++) {
            add(Double.doubleToLongBits(numbers[i]));
        }
        return this;
    }

    /** Adds all numbers. */
    Fingerprint add(int[] numbers) {
        for (int number : numbers) {
            add(number);
        }
        return this;
    }

    long value() {
        return value ^ (value >>> 29);
    }
}
