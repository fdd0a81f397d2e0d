package io.nadir.landscape;

import java.util.function.DoubleUnaryOperator;

/**
 * Lemma 4 of Lederer 2020 (see {@link WideActivation}): where to cut a convex function on [0, 1]
 * such that it does not rise before the cut, namely at its minimum.
 */
final class WideCut {
    /** 1 minus the golden ratio's inverse. */
    private static final double SHARE = (3 - Math.sqrt(5)) / 2;

    /** The interval shrinks by 1 − SHARE each time: 80 times leave 2e-17 of it. */
    private static final int STEPS = 80;

    private WideCut() {}

    /**
     * Golden section search: c that minimizes a convex h over [0, 1], to the rounding of h; 1 if
     * that is one.
     */
    static double of(DoubleUnaryOperator h) {
        double low = 0;
        double high = 1;
        double left = SHARE;
        double right = 1 - SHARE;
        double atLeft = h.applyAsDouble(left);
        double atRight = h.applyAsDouble(right);
        for (int i = 0; i < STEPS; i++) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = low + SHARE * (high - low);
                atLeft = h.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = high - SHARE * (high - low);
                atRight = h.applyAsDouble(right);
            }
        }
        double best = 0.5 * (low + high);
        return best(h, best(h, best, 0), 1);
    }

    /** The better of two, the second if they are equal. */
    private static double best(DoubleUnaryOperator h, double c, double other) {
        return h.applyAsDouble(other) <= h.applyAsDouble(c) ? other : c;
    }
}
