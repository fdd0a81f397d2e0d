package io.nadir.io;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;

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

    /** How many numbers there are. */
    int size() {
        return size;
    }

    /** The number at {@code index}. */
    int get(int index) {
        return values[index];
    }

    /** Replaces each number by the result of {@code change}. */
    void replaceAll(IntUnaryOperator change) {
        for (int i = 0; i < size; i++) {
            values[i] = change.applyAsInt(values[i]);
        }
    }

    /** Whether there are different ones among 0 to {@code extent} − 1 for less than 1 in few. */
    boolean areFewOf(int extent, int few) {
        int least = extent / few;
        if (size < least) {
            return true; // Without taking memory for an extent that little stands for.
        }
        BitSet different = new BitSet(extent);
        for (int i = 0; i < size; i++) {
            different.set(values[i]);
        }
        return different.cardinality() < least;
    }

    /** All numbers, in a new array. */
    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
