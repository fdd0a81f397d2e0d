package io.nadir.jmh.comparison;

import io.nadir.matrix.EntrySource;

import java.util.SplittableRandom;

/**
 * Known entries of any number, the same each time, made row by row: 100 in each row, one in each of
 * 100 equal ranges of columns, Y = A·Bᵀ + σE with A m×10, B n×10 and E of standard normal entries.
 * For N entries, m = N/100 and n is about √(10·N).
 */
public final class GrowingEntries implements EntrySource {
    private static final int IN_ROW = 100;
    private static final int RANK = 10;
    private static final double NOISE = 0.5;

    private final int rows;
    private final int columns;

    /** B, row-major. */
    private final double[] right;

    /** Makes about so many entries, a multiple of 100. */
    public GrowingEntries(long entries) {
        this.rows = Math.toIntExact(entries / IN_ROW);
        this.columns = IN_ROW * (int) Math.ceil(Math.sqrt(10.0 * entries) / IN_ROW);
        this.right = normal(new SplittableRandom(1), columns * RANK);
    }

    private static double[] normal(SplittableRandom random, int count) {
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = random.nextGaussian();
        }
        return numbers;
    }

    /**
     * A λ somewhat above what the noise alone has as its largest singular value, at which about the
     * rank of the signal is found.
     */
    public double lambda() {
        double inColumn = (double) IN_ROW * rows / columns;
        return 1.5 * NOISE * (Math.sqrt(inColumn) + Math.sqrt(IN_ROW));
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long start(int row) {
        return (long) row * IN_ROW;
    }

    @Override
    public void read(int row, int count, int[] toColumns, double[] toValues, int offset) {
        int range = columns / IN_ROW;
        int at = offset;
        for (int i = row; i < row + count; i++) {
            SplittableRandom random = new SplittableRandom(i + 2L);
            double[] left = normal(random, RANK);
            for (int k = 0; k < IN_ROW; k++) {
                int j = k * range + random.nextInt(range);
                double value = NOISE * random.nextGaussian();
                for (int c = 0; c < RANK; c++) {
                    value += left[c] * right[j * RANK + c];
                }
                toColumns[at] = j;
                toValues[at++] = (float) value;
            }
        }
    }

    @Override
    public boolean isKnownUnchanged() {
        return true;
    }

    @Override
    public String description() {
        return "generated entries";
    }
}
