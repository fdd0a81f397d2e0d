package io.nadir.io;

import java.util.Arrays;

/** A list of numbers whose memory grows as they come. */
final class GrowingDoubles {
    private double[] values = new double[16];
    private int size;

    /** Appends one number. */
    void add(double value) {
        if (size == values.length) {
            // Beyond the largest array this fails as what it is: out of memory.
            values = Arrays.copyOf(values, (int) Math.min(2L * size, Integer.MAX_VALUE));
        }
        values[size++] = value;
    }

    /** How many numbers there are. */
    int size() {
        return size;
    }

    /** The number at {@code index}. */
    double get(int index) {
        return values[index];
    }

    /** All numbers, in a new array. */
    double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
