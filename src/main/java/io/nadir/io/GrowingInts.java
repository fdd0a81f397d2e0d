package io.nadir.io;

import java.util.Arrays;

/** A list of whole numbers whose memory grows as they come. */
final class GrowingInts {
    private int[] values = new int[16];
    private int size;

    /** Appends one number. */
    void add(int value) {
        if (size == values.length) {
            // Beyond the largest array this fails as what it is: out of memory.
            values = Arrays.copyOf(values, (int) Math.min(2L * size, Integer.MAX_VALUE));
        }
        values[size++] = value;
    }

    /** The number at {@code index}. */
    int get(int index) {
        return values[index];
    }

    /** All numbers, in a new array. */
    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
