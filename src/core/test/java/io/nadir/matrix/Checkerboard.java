package io.nadir.matrix;

/**
 * Every second entry of a matrix, those with i + j even, made when they are read: two blocks that
 * share neither rows nor columns, each of rank 1. So the entries that are missing do not matter,
 * and the minimum under the nuclear norm is that of two numbers, the singular values of the blocks.
 */
final class Checkerboard implements EntrySource {
    private final int rows;
    private final int columns;

    /** Takes even numbers. */
    Checkerboard(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Dyadic, so that sums of squares have closed forms that rounding does not touch. */
    private static double left(int i) {
        return 1 + (i >> 1) % 4 * 0.25;
    }

    private static double right(int j) {
        return 1 + (j >> 1) % 8 * 0.125 + (j & 1) * 0.5;
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
        return (long) row * (columns / 2);
    }

    @Override
    public void read(int row, int count, int[] toColumns, double[] toValues, int offset) {
        int at = offset;
        for (int i = row; i < row + count; i++) {
            double u = left(i);
            for (int j = i & 1; j < columns; j += 2) {
                toColumns[at] = j;
                toValues[at++] = u * right(j);
            }
        }
    }

    @Override
    public boolean isKnownUnchanged() {
        return true;
    }

    @Override
    public String description() {
        return "every second entry";
    }

    /** The singular value of the block of even rows, or odd ones. */
    private double singular(int odd) {
        return norm(0, odd) * norm(1, odd);
    }

    /** The norm of what the rows (side 0) or columns (side 1) of a block are multiples of. */
    private double norm(int side, int odd) {
        double sum = 0;
        for (int i = odd; i < (side == 0 ? rows : columns); i += 2) {
            double element = side == 0 ? left(i) : right(i);
            sum += element * element;
        }
        return Math.sqrt(sum);
    }

    /** The minimum of data made of these entries. */
    KnownMinimum known(MatrixData data, double lambda) {
        double[][] norms = {{norm(0, 0), norm(0, 1)}, {norm(1, 0), norm(1, 1)}};
        return KnownMinimum.of(
                data,
                lambda,
                (side, odd, i) ->
                        i % 2 == odd ? (side == 0 ? left(i) : right(i)) / norms[side][odd] : 0,
                singular(0),
                singular(1));
    }

    /** The largest singular value. */
    double largest() {
        return Math.max(singular(0), singular(1));
    }

    /** The minimum of ½‖Y − X‖² + λ‖X‖_* over the known entries. */
    double minimum(double lambda) {
        double sum = 0;
        for (int odd = 0; odd < 2; odd++) {
            double sigma = singular(odd);
            sum += sigma <= lambda ? 0.5 * sigma * sigma : lambda * sigma - 0.5 * lambda * lambda;
        }
        return sum;
    }
}
