package io.nadir.matrix.polar;

/**
 * The part of a multiplier T, symmetric, that bounds the sum of the magnitudes of the elements of a
 * symmetric matrix by a radius r, as {@link RatioBlock} for a matrix of which only the lower
 * triangle is kept, row by row: r·max|T_kl|, where magnitudes in the first rows and columns, whose
 * elements are not negative, count only if T_kl is negative.
 */
final class PackedBlock {
    private static final int MOST_ROUNDS = 60;

    private final int rows;
    private final int oneSided;
    private final double radius;
    private double level;

    /**
     * Takes a block.
     *
     * @param rows of the matrix
     * @param oneSided the number of first rows and columns that cross in elements that are not
     *     negative
     */
    PackedBlock(int rows, int oneSided, double radius) {
        this.rows = rows;
        this.oneSided = oneSided;
        this.radius = radius;
    }

    /** The number of elements of a lower triangle, for up to 2¹⁵ rows. */
    static int length(int rows) {
        return rows * (rows + 1) / 2;
    }

    double radius() {
        return radius;
    }

    /** The elements that are bounded from one side come first. */
    private int split() {
        return length(oneSided);
    }

    /**
     * t ← argmin of step·radius·size(t′) + ½‖t′ − t‖²: magnitudes are cut at the level at which
     * what is cut off sums up to step·radius.
     */
    void proximal(double[] t, double step) {
        if (step > 0) {
            level = level(t, step * radius);
            int split = split();
            int end = length(rows);
            for (int k = 0; k < split; k++) {
                t[k] = Math.max(t[k], -level);
            }
            for (int k = split; k < end; k++) {
                t[k] = Math.min(Math.max(t[k], -level), level);
            }
        }
    }

    /** max|T_kl|, or max(−T_kl)₊; exact. */
    double size(double[] t) {
        double largest = 0;
        int split = split();
        for (int k = 0; k < split; k++) {
            largest = Math.max(largest, -t[k]);
        }
        int end = length(rows);
        for (int k = split; k < end; k++) {
            largest = Math.max(largest, Math.abs(t[k]));
        }
        return largest;
    }

    /** Newton's method for a convex, decreasing function, from the last level on. */
    private double level(double[] t, double total) {
        int split = split();
        int end = length(rows);
        double guess = level;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double sum = 0;
            int count = 0;
            for (int k = 0; k < end; k++) {
                double excess = (k < split ? -t[k] : Math.abs(t[k])) - guess;
                if (excess > 0) {
                    sum += excess;
                    count++;
                }
            }
            if (count == 0) {
                if (guess == 0) {
                    return 0;
                }
                guess = 0;
                continue;
            }
            double next = Math.max(0, guess + (sum - total) / count);
            if (Math.abs(next - guess) <= 1e-14 * next) {
                return next;
            }
            guess = next;
        }
        return guess;
    }
}
