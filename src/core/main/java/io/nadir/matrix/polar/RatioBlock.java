package io.nadir.matrix.polar;

/**
 * The part of a multiplier T that bounds the sum of the magnitudes of a block of xxᵀ by a radius r:
 * r·max|T_ij|, or r·max(−T_ij)₊ where the block of xxᵀ has no negative elements, is to be added to
 * ⟨T, xxᵀ⟩ for a sum of at least 0. With a radius of 0 nothing is known of the sum, so that T must
 * be 0, or at least 0. A rectangle of a row-major array.
 */
final class RatioBlock {
    private static final int MOST_ROUNDS = 60;

    private final int offset;
    private final int rows;
    private final int columns;
    private final int stride;
    private final double radius;
    private final boolean oneSided;
    private double level;

    RatioBlock(int offset, int rows, int columns, int stride, double radius, boolean oneSided) {
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
            int at = offset + i * stride;
            for (int j = 0; j < columns; j++, at++) {
                largest = Math.max(largest, oneSided ? -t[at] : Math.abs(t[at]));
            }
        }
        return largest;
    }

    private void cut(double[] t, double at) {
        for (int i = 0; i < rows; i++) {
            int from = offset + i * stride;
            for (int k = from; k < from + columns; k++) {
                double lower = Math.max(t[k], -at);
                t[k] = oneSided ? lower : Math.min(lower, at);
            }
        }
    }

    /** Newton's method for a convex, decreasing function, from the last level on. */
    private double level(double[] t, double total) {
        double guess = level;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < rows; i++) {
                int from = offset + i * stride;
                for (int k = from; k < from + columns; k++) {
                    double excess = (oneSided ? -t[k] : Math.abs(t[k])) - guess;
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
