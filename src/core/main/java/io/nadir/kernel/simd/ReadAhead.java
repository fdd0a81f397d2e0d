package io.nadir.kernel.simd;

import io.nadir.array.Panel;

/**
 * Reads the slice of the data that comes next, a few cache lines between one run of register tiles
 * and the next, so that memory works while the tiles do. Java has no prefetch; but lines are read
 * in the order in which they lie in memory, and the hardware runs ahead of that.
 *
 * <p>For rows of at most {@link Tuning#BLOCK} elements, end to end. Of wider ones a slice is in
 * many pieces, which for a power of two fall into the same sets of the second-level cache and are
 * gone before they are wanted.
 */
final class ReadAhead {
    private static final int LINE = 8;

    private double[] data = new double[0];
    private int at;
    private int end;

    /** The sum of what was read, so that the compiler cannot drop the reads. */
    private double sum;

    /** Returns whether reading ahead pays for these data. */
    static boolean suits(Panel y) {
        return Tuning.READ_AHEAD && y.stride() <= Tuning.BLOCK;
    }

    /**
     * Chooses at most {@code rows} rows of the data from {@code row} on, but none from {@code to}.
     */
    void choose(Panel y, long row, int rows, long to) {
        at = 0;
        end = 0;
        if (suits(y) && row < to) {
            data = y.data();
            at = y.index(row);
            end = Math.min(data.length, at + (int) Math.min(rows, to - row) * y.stride());
        }
    }

    /** Reads the next lines of what was chosen. */
    void read(int lines) {
        double[] y = data;
        int stop = Math.min(end, at + lines * LINE);
        double total = sum;
        for (int i = at; i < stop; i += LINE) {
            total += y[i];
        }
        at = stop;
        sum = total;
    }
}
