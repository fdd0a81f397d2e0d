package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

import java.util.List;

/**
 * The products of layers at a point of the whitened risk ‖G − W_L·…·W_1‖², counting layers from 1:
 *
 * <pre>    left(l) = W_L·…·W_(l+1)     right(l) = W_(l−1)·…·W_1     D = G − W_L·…·W_1</pre>
 *
 * <p>The gradient with respect to W_l is −2·left(l)ᵀ·D·right(l)ᵀ, of which equations 1.16 and 1.18
 * of Vidal, Zhu &amp; Haeffele are the cases l = 2 and l = 1 of two layers. Singular values of a
 * product up to a tolerance times the product of the norms of its layers count as zero. Norms below
 * 1, which is about that of the layers of a balanced minimum in the scale of G, count as 1: weights
 * that are small beside those are near the origin. Immutable.
 */
final class WhitenedPoint {
    private final Whitening whitening;
    private final List<Panel> layers;
    private final double tolerance;
    private final Panel[] left;
    private final Panel[] right;
    private final double[] norms;
    private final Panel gap;

    WhitenedPoint(Whitening whitening, List<Panel> layers, double tolerance) {
        this.whitening = whitening;
        this.layers = layers;
        this.tolerance = tolerance;
        int depth = layers.size();
        norms = new double[depth + 1];
        left = new Panel[depth + 1];
        right = new Panel[depth + 2];
        left[depth] = identity(layers.getLast().rows());
        right[1] = identity(layers.getFirst().columns());
        right[2] = layers.getFirst();
        left[depth - 1] = layers.getLast();
        for (int l = 1; l <= depth; l++) {
            norms[l] = Math.max(1, Panels.frobenius(layer(l)));
            if (l > 1) {
                right[l + 1] = SmallMatrices.times(layer(l), right[l]);
            }
        }
        for (int l = depth - 2; l >= 1; l--) {
            left[l] = SmallMatrices.times(left[l + 1], layer(l + 1));
        }
        gap = SmallMatrices.difference(whitening.target(), right[depth + 1]);
    }

    /** L. */
    int depth() {
        return layers.size();
    }

    /** W_l. */
    Panel layer(int l) {
        return layers.get(l - 1);
    }

    Panel left(int l) {
        return left[l];
    }

    /** W_(l−1)·…·W_1; for l = L + 1 all layers. */
    Panel right(int l) {
        return right[l];
    }

    /** W_(upper−1)·…·W_(lower+1). */
    Panel middle(int upper, int lower) {
        if (upper == lower + 1) {
            return identity(layer(lower).rows());
        }
        Panel product = layer(lower + 1);
        for (int l = lower + 2; l < upper; l++) {
            product = SmallMatrices.times(layer(l), product);
        }
        return product;
    }

    /** D. */
    Panel gap() {
        return gap;
    }

    Whitening whitening() {
        return whitening;
    }

    /** R(W), scaled. */
    double risk() {
        return whitening.residual() + SmallMatrices.squares(gap);
    }

    /** Singular values of left(l) up to this count as zero. */
    double leftThreshold(int l) {
        return threshold(l + 1, depth());
    }

    /** Singular values of right(l) up to this count as zero. */
    double rightThreshold(int l) {
        return threshold(1, l - 1);
    }

    /** Singular values of the product of these layers up to this count as zero. */
    double threshold(int from, int to) {
        double threshold = tolerance;
        for (int l = from; l <= to; l++) {
            threshold *= norms[l];
        }
        return threshold;
    }

    /** Smallest hidden width. */
    int narrowest() {
        int least = layer(1).rows();
        for (int l = 2; l < depth(); l++) {
            least = Math.min(least, layer(l).rows());
        }
        return least;
    }

    /** Rank of W_(L−1)·…·W_2. */
    int middleRank() {
        double threshold = threshold(2, depth() - 1);
        return SmallMatrices.rank(SmallDense.svd(middle(depth(), 1)).values(), threshold);
    }

    /** −½ times the gradient with respect to W_l: left(l)ᵀ·D·right(l)ᵀ. */
    Panel pull(int l) {
        Panel above = l == depth() ? gap : SmallMatrices.transposedTimes(left[l], gap);
        return l == 1 ? above : Panels.multiplyTransposed(above, right[l]);
    }

    /**
     * The largest ‖left(l)ᵀ·D·right(l)ᵀ‖ over the layers, relative to the norms of all layers but l
     * and to the size of the data, norms below 1 counting as 1.
     */
    double criticality() {
        double size = whitening.variance() + SmallMatrices.squares(right[depth() + 1]);
        double largest = 0;
        for (int l = 1; l <= depth(); l++) {
            double pull = Panels.frobenius(pull(l));
            if (pull > 0) {
                double others = leftThreshold(l) / tolerance * (rightThreshold(l) / tolerance);
                largest = Math.max(largest, pull / (others * Math.sqrt(size)));
            }
        }
        return largest;
    }

    private static Panel identity(int n) {
        Panel out = Panel.zeros(n, n);
        for (int i = 0; i < n; i++) {
            out.set(i, i, 1);
        }
        return out;
    }
}
