package io.nadir.matrix.polar;

/**
 * The part of a multiplier T that bounds the sum of the magnitudes of a block of xxᵀ by a radius r:
 * r·max|T_ij|, or r·max(−T_ij)₊ where the block of xxᵀ has no negative elements, is to be added to
 * ⟨T, xxᵀ⟩ for a sum of at least 0. With a radius of 0 nothing is known of the sum, so that T must
 * be 0, or at least 0. The elements that are not negative are those in the first rows and columns,
 * all or none of them in most cases. A rectangle of a row-major array.
 */
final class RatioBlock {
    private static final int MOST_ROUNDS = 60;

    private final int offset;
    private final int rows;
    private final int columns;
    private final int stride;
    private final double radius;
    private final int oneSided;
    private double level;

    RatioBlock(int offset, int rows, int columns, int stride, double radius, boolean oneSided) {
        this(offset, rows, columns, stride, radius, oneSided ? Math.max(rows, columns) : 0);
    }

    /**
     * Takes a block.
     *
     * @param oneSided the number of first rows and columns that cross in elements that are not
     *     negative
     */
    RatioBlock(int offset, int rows, int columns, int stride, double radius, int oneSided) {
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.stride = stride;
        this.radius = radius;
        this.oneSided = oneSided;
    }

    double radius() {
        return radius;
    }

    /**
     * t ← argmin of step·radius·size(t′) + ½‖t′ − t‖²: magnitudes are cut at the level at which
     * what is cut off sums up to step·radius.
     */
    void proximal(double[] t, double step) {
        if (radius == 0) {
            cut(t, 0);
        } else if (step > 0) {
            level = level(t, step * radius);
            cut(t, level);
        }
    }

    /** max|T_ij|, or max(−T_ij)₊; exact. */
    double size(double[] t) {
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            int from = offset + i * stride;
            int both = from + oneSidedIn(i);
            for (int k = from; k < both; k++) {
                largest = Math.max(largest, -t[k]);
            }
            for (int k = both; k < from + columns; k++) {
                largest = Math.max(largest, Math.abs(t[k]));
            }
        }
        return largest;
    }

    private void cut(double[] t, double at) {
        for (int i = 0; i < rows; i++) {
            int from = offset + i * stride;
            int both = from + oneSidedIn(i);
            for (int k = from; k < both; k++) {
                t[k] = Math.max(t[k], -at);
            }
            for (int k = both; k < from + columns; k++) {
                t[k] = Math.min(Math.max(t[k], -at), at);
            }
        }
    }

    /** How many of the first elements of a row are bounded from one side. */
    private int oneSidedIn(int row) {
        return row < oneSided ? Math.min(oneSided, columns) : 0;
    }

    /** Newton's method for a convex, decreasing function, from the last level on. */
    private double level(double[] t, double total) {
        double guess = level;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < rows; i++) {
                int from = offset + i * stride;
                int both = from + oneSidedIn(i);
                for (int k = from; k < from + columns; k++) {
                    double excess = (k < both ? -t[k] : Math.abs(t[k])) - guess;
                    if (excess > 0) {
                        sum += excess;
                        count++;
                    }
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
