package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.landscape.PointAnalysis.Escape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a linear network as {@link Whitening} sees them, W_1·H in place of W_1, and with
 * powers of two moved between them so that all have elements of about the same size.
 *
 * @param whitening of the risk
 * @param layers not to be modified
 * @param shifts exponents of two by which the layers are scaled
 */
record WhitenedNetwork(Whitening whitening, List<Panel> layers, int[] shifts) {
    /**
     * Returns the whitened form of a network.
     *
     * @throws IllegalArgumentException if the layers differ in size by more than float64 can
     *     represent
     */
    static WhitenedNetwork of(Whitening whitening, LinearNetwork network) {
        int[] shifts = shifts(whitening, network.layers());
        WhitenedNetwork empty = new WhitenedNetwork(whitening, List.of(), shifts);
        return empty.withLayers(empty.whiten(network));
    }

    /** Returns this network with other layers. */
    WhitenedNetwork withLayers(List<Panel> others) {
        return new WhitenedNetwork(whitening, others, shifts);
    }

    /**
     * The layers of a network, or of a direction, in the scales of this one.
     *
     * @throws IllegalArgumentException if the layers are too unlike in size for float64
     */
    List<Panel> whiten(LinearNetwork network) {
        List<Panel> whitened = new ArrayList<>();
        for (int l = 0; l < shifts.length; l++) {
            Panel layer = scaled(network.layers().get(l), l, 1, 0);
            whitened.add(l == 0 ? SmallMatrices.times(layer, whitening.h()) : layer);
        }
        return whitened;
    }

    /** Returns a way out of a saddle in the units of the data; null if none is known. */
    @Nullable Escape escape(EscapeSearch.@Nullable Way way) {
        if (way == null) {
            return null;
        }
        double factorial = 1;
        for (int i = 2; i <= way.order(); i++) {
            factorial *= i;
        }
        return new Escape(
                withLayers(way.steps()).toNetwork(),
                way.order(),
                whitening.unscaled(factorial * way.coefficient()));
    }

    /**
     * The network with the least first layer, in scaled inputs, that these layers are of.
     *
     * @throws IllegalArgumentException if a weight exceeds float64
     */
    LinearNetwork toNetwork() {
        List<Panel> weights = new ArrayList<>();
        for (int l = 0; l < shifts.length; l++) {
            Panel layer = layers.get(l);
            Panel full = l == 0 ? SmallMatrices.times(layer, whitening.hInverse()) : layer;
            weights.add(scaled(full, l, -1, 0));
        }
        return new LinearNetwork(weights);
    }

    /**
     * The gradient of the risk at these layers, in the units of the data.
     *
     * @throws IllegalArgumentException if a derivative exceeds float64
     */
    LinearNetwork gradient(WhitenedPoint point) {
        List<Panel> gradient = new ArrayList<>();
        for (int l = 0; l < shifts.length; l++) {
            Panel pull = point.pull(l + 1);
            Panel full = l == 0 ? Panels.multiplyTransposed(pull, whitening.h()) : pull;
            Panel slope = Panel.zeros(full.rows(), full.columns());
            SmallMatrices.add(-2, full, slope);
            gradient.add(scaled(slope, l, 1, 2 * whitening.outputExponent()));
        }
        return new LinearNetwork(gradient);
    }

    /** Times 2^(±shift of the layer, and of the input in the first, + exponent). */
    private Panel scaled(Panel layer, int l, int sign, int exponent) {
        Panel out = Panels.copy(layer);
        for (int i = 0; i < out.rows(); i++) {
            for (int j = 0; j < out.columns(); j++) {
                int shift = shifts[l] + (l == 0 ? whitening.inputExponent(j) : 0);
                out.set(i, j, Math.scalb(out.get(i, j), sign * shift + exponent));
            }
        }
        requireFinite(out);
        return out;
    }

    /**
     * Weights with W_L·…·W_1 = A·Bᵀ that are balanced, W_(l+1)ᵀ·W_(l+1) = W_l·W_lᵀ: each layer
     * carries the L-th roots of the singular values.
     *
     * @param a n_L × k with orthonormal columns, k at most any hidden width
     * @param b n_0 × k
     * @param widths n_1 to n_L
     */
    static List<Panel> balanced(Panel a, Panel b, int[] widths) {
        SmallDense.Svd svd = SmallDense.svd(b);
        int depth = widths.length;
        int rank = svd.values().length;
        double[] roots = new double[rank];
        for (int i = 0; i < rank; i++) {
            roots[i] = Math.pow(svd.values()[i], 1.0 / depth);
        }
        List<Panel> layers = new ArrayList<>();
        Panel first = Panel.zeros(widths[0], b.rows());
        Panel last = Panel.zeros(widths[depth - 1], widths[depth - 2]);
        Panel left = SmallMatrices.times(a, svd.v());
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < b.rows(); j++) {
                first.set(k, j, roots[k] * svd.u().get(j, k));
            }
            for (int i = 0; i < a.rows(); i++) {
                last.set(i, k, roots[k] * left.get(i, k));
            }
        }
        layers.add(first);
        for (int l = 1; l < depth - 1; l++) {
            Panel middle = Panel.zeros(widths[l], widths[l - 1]);
            for (int k = 0; k < rank; k++) {
                middle.set(k, k, roots[k]);
            }
            layers.add(middle);
        }
        layers.add(last);
        return layers;
    }

    /**
     * Returns exponents that add up to the scale of the targets and give all layers the same size.
     */
    private static int[] shifts(Whitening whitening, List<Panel> weights) {
        int[] shifts = new int[weights.size()];
        int[] sizes = new int[shifts.length];
        boolean[] zero = new boolean[shifts.length];
        int total = -whitening.outputExponent();
        int layers = 0;
        for (int l = 0; l < shifts.length; l++) {
            sizes[l] = size(whitening, weights.get(l), l == 0);
            zero[l] = sizes[l] == Integer.MIN_VALUE;
            if (!zero[l]) {
                total += sizes[l];
                layers++;
            }
        }
        int left = -whitening.outputExponent();
        for (int l = 0; l < shifts.length; l++) {
            if (layers == 0) {
                shifts[l] = Math.floorDiv(left, shifts.length - l);
            } else if (!zero[l]) {
                layers--;
                shifts[l] = layers == 0 ? left : Math.floorDiv(total, layers + 1) - sizes[l];
                total -= shifts[l] + sizes[l];
            }
            left -= shifts[l];
        }
        return shifts;
    }

    /** Largest exponent of an element, the least integer if all are zero. */
    private static int size(Whitening whitening, Panel layer, boolean first) {
        int size = Integer.MIN_VALUE;
        for (int i = 0; i < layer.rows(); i++) {
            for (int j = 0; j < layer.columns(); j++) {
                double value = layer.get(i, j);
                if (value != 0) {
                    int exponent = first ? whitening.inputExponent(j) : 0;
                    size = Math.max(size, Math.getExponent(value) + exponent);
                }
            }
        }
        return size;
    }

    /** Throws if an element has left the range of float64. */
    static void requireFinite(Panel layer) {
        if (!(SmallMatrices.maxAbs(layer) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weights exceed float64 in the scale of the data, allowed are data and weights"
                            + " of moderate scales");
        }
    }
}
