package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Panels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The weights of a deep linear network x ↦ W_L·…·W_1·x with L ≥ 2 layers, layer l of n_l×n_(l−1)
 * numbers (Vidal, Zhu &amp; Haeffele, equation 1.27), or a direction in the space of such weights.
 * With a single hidden layer, W_2 = U and W_1 = Vᵀ (equation 1.11). Immutable and thread-safe.
 */
public final class LinearNetwork {
    private final List<Panel> layers;

    /** Creates a network that owns the given panels. */
    LinearNetwork(List<Panel> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Creates a network from copies of its weights.
     *
     * @param widths n₀ … n_L, at least three numbers
     * @param weights W_1 … W_L, row-major, n_l·n_(l−1) numbers each
     * @throws IllegalArgumentException if a width is less than 1, if the numbers of layers or
     *     elements do not fit the widths, or if an element is not finite
     */
    public static LinearNetwork copyOf(int[] widths, List<double[]> weights) {
        Objects.requireNonNull(widths, "widths");
        Objects.requireNonNull(weights, "weights");

        checkWidths(widths);
        Checks.equal("weights.size()", weights.size(), "layers", widths.length - 1);
        List<Panel> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(layer("W" + l, widths[l], widths[l - 1], weights.get(l - 1)));
        }
        return new LinearNetwork(layers);
    }

    /**
     * Creates a network with a single hidden layer from copies of its factors.
     *
     * @param hidden n₁
     * @param u U, n₂×n₁ row-major
     * @param v V, n₀×n₁ row-major
     * @throws IllegalArgumentException if {@code hidden} is less than 1, if the length of an array
     *     is not a positive multiple of it, or if an element is not finite
     */
    public static LinearNetwork copyOfFactors(int hidden, double[] u, double[] v) {
        Objects.requireNonNull(u, "u");
        Objects.requireNonNull(v, "v");

        Checks.positive("hidden", hidden);
        Panel left = layer("U", Checks.positive("rows of U", u.length / hidden), hidden, u);
        Panel right = layer("V", Checks.positive("rows of V", v.length / hidden), hidden, v);
        return new LinearNetwork(List.of(Panels.transposed(right), left));
    }

    /**
     * Creates a network whose weights are all 0.
     *
     * @param widths n₀ … n_L
     * @throws IllegalArgumentException if there are fewer than three widths, or one is less than 1
     */
    public static LinearNetwork zeros(int... widths) {
        Objects.requireNonNull(widths, "widths");

        checkWidths(widths);
        List<Panel> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(Panel.zeros(widths[l], widths[l - 1]));
        }
        return new LinearNetwork(layers);
    }

    /** Returns the number L of weight layers. */
    public int depth() {
        return layers.size();
    }

    /** Returns the widths n₀ … n_L in a new array. */
    public int[] widths() {
        int[] widths = new int[layers.size() + 1];
        widths[0] = layers.getFirst().columns();
        for (int l = 1; l < widths.length; l++) {
            widths[l] = layers.get(l - 1).rows();
        }
        return widths;
    }

    /**
     * Returns a copy of W_l, n_l×n_(l−1) row-major.
     *
     * @param l a number from 1 to L
     * @throws IndexOutOfBoundsException if there is no such layer
     */
    public double[] layer(int l) {
        return SmallMatrices.toArray(layers.get(l - 1));
    }

    /**
     * Returns a copy of U = W_2 of a network with a single hidden layer, n₂×n₁ row-major.
     *
     * @throws IllegalStateException if there are more hidden layers
     */
    public double[] u() {
        requireSingle();
        return layer(2);
    }

    /**
     * Returns a copy of V = W_1ᵀ of a network with a single hidden layer, n₀×n₁ row-major.
     *
     * @throws IllegalStateException if there are more hidden layers
     */
    public double[] v() {
        requireSingle();
        return SmallMatrices.toArray(Panels.transposed(layers.getFirst()));
    }

    /** Returns Z = W_L·…·W_1 in a new array, n_L×n₀ row-major. */
    public double[] product() {
        Panel product = layers.getFirst();
        for (Panel layer : layers.subList(1, layers.size())) {
            product = SmallMatrices.times(layer, product);
        }
        return SmallMatrices.toArray(product);
    }

    /**
     * Returns W + t·Δ.
     *
     * @param step t
     * @param direction Δ, with the same widths
     * @throws IllegalArgumentException if the widths differ
     */
    public LinearNetwork plus(double step, LinearNetwork direction) {
        Objects.requireNonNull(direction, "direction");

        direction.requireWidths(widths());
        List<Panel> moved = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            Panel layer = Panels.copy(layers.get(l));
            SmallMatrices.add(step, direction.layers.get(l), layer);
            moved.add(layer);
        }
        return new LinearNetwork(moved);
    }

    /** Returns the layers, not copied; they must not be modified. */
    List<Panel> layers() {
        return layers;
    }

    /** Returns the Euclidean norm of all weights, without overflow. */
    double norm() {
        double norm = 0;
        for (Panel layer : layers) {
            double largest = SmallMatrices.maxAbs(layer);
            if (largest > 0) {
                Panel scaled = Panel.zeros(layer.rows(), layer.columns());
                SmallMatrices.add(1 / largest, layer, scaled);
                norm = Math.hypot(norm, largest * Panels.frobenius(scaled));
            }
        }
        return norm;
    }

    /**
     * Throws unless the network has these widths.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    void requireWidths(int[] widths) {
        if (!Arrays.equals(widths(), widths)) {
            throw new IllegalArgumentException(
                    "widths = "
                            + Arrays.toString(widths())
                            + ", must be "
                            + Arrays.toString(widths));
        }
    }

    static void checkWidths(int[] widths) {
        if (widths.length < 3) {
            throw new IllegalArgumentException(
                    "widths = "
                            + Arrays.toString(widths)
                            + ", allowed are at least three: inputs, hidden layers, outputs");
        }
        for (int l = 0; l < widths.length; l++) {
            Checks.positive("widths[" + l + "]", widths[l]);
        }
    }

    private void requireSingle() {
        if (layers.size() != 2) {
            throw new IllegalStateException(
                    "hidden layers = " + (layers.size() - 1) + ", U and V exist for 1");
        }
    }

    private static Panel layer(String name, int rows, int columns, double[] values) {
        Checks.equal(
                name + ".length",
                values.length,
                "rows * columns",
                Checks.arrayLength("rows * columns", rows, columns));
        for (int at = 0; at < values.length; at++) {
            if (!Double.isFinite(values[at])) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s at (%d, %d) = %s, allowed are finite numbers",
                                name, at / columns, at % columns, values[at]));
            }
        }
        return Panels.copy(Panel.wrap(values, rows, columns, 0));
    }

    @Override
    public String toString() {
        return "LinearNetwork of widths " + Arrays.toString(widths());
    }
}
