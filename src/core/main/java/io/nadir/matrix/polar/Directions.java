package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

/**
 * Orthonormal directions on both sides of Z with their images.
 *
 * @param left P, m×p
 * @param right Q, n×q
 * @param image ZQ, m×q
 * @param coimage ZᵀP, n×p
 */
record Directions(Panel left, Panel right, Panel image, Panel coimage) {
    /**
     * Pairs with a larger ‖Zq − p‖ or ‖Zᵀp − q‖ are not near a first-order point: columns that die
     * out, say, whose direction is arbitrary. Deflating them would only make B and C large.
     */
    private static final double UNSETTLED = 0.02;

    /** Singular values of X below this share of the largest have directions made of rounding. */
    private static final double NEGLIGIBLE = 1e-14;

    /** Directions of which the images, 0 so far, are still to be filled in. */
    static Directions withoutImages(Panel left, Panel right) {
        return new Directions(
                left,
                right,
                Panel.zeros(left.rows(), right.columns()),
                Panel.zeros(right.rows(), left.columns()));
    }

    /**
     * The singular pairs (p, q) of X = P·M·Qᵀ that Z nearly maps to each other, in place of the
     * bases of the factors' columns.
     *
     * @param middle M, p×q
     * @param most pairs that are looked at, from the largest singular value on
     */
    Directions settledPairs(Panel middle, int most, PanelProducts products) {
        SmallDense.Svd svd = SmallDense.svd(middle);
        int count = 0;
        int end = Math.min(most, svd.values().length);
        while (count < end && svd.values()[count] > NEGLIGIBLE * svd.values()[0]) {
            count++;
        }
        Panel u = Panels.leadingColumns(svd.u(), count);
        Panel v = Panels.leadingColumns(svd.v(), count);
        Directions pairs =
                new Directions(
                        products.multiply(left, u),
                        products.multiply(right, v),
                        products.multiply(image, v),
                        products.multiply(coimage, u));
        return pairs.keep(pairs.settled());
    }

    private boolean[] settled() {
        double[] leftDistances = distances(image, left);
        double[] rightDistances = distances(coimage, right);
        boolean[] settled = new boolean[left.columns()];
        for (int j = 0; j < settled.length; j++) {
            settled[j] = leftDistances[j] <= UNSETTLED && rightDistances[j] <= UNSETTLED;
        }
        return settled;
    }

    private Directions keep(boolean[] wanted) {
        return new Directions(
                Panels.selectColumns(left, wanted),
                Panels.selectColumns(right, wanted),
                Panels.selectColumns(image, wanted),
                Panels.selectColumns(coimage, wanted));
    }

    /** ‖a_j − b_j‖ for every column. */
    private static double[] distances(Panel a, Panel b) {
        Panel difference = Panels.copy(a);
        Panels.addScaled(-1, b, difference);
        double[] norms = new double[a.columns()];
        Panels.columnNorms(difference, norms);
        return norms;
    }
}
