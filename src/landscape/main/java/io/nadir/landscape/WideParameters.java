package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Parameters Θ = (Θ^l, …, Θ^0) of a feed-forward network, Θ^j of p_{j+1}×p_j finite numbers (NSLM,
 * section 2.1): p_0 inputs, l hidden layers of p_1 to p_l units, p_{l+1} outputs.
 *
 * <p>Immutable and thread-safe. Parameters that differ in one layer share the others.
 */
public final class WideParameters {
    /** p_0 to p_{l+1}. */
    private final int[] widths;

    /** Θ^j at j, row-major. */
    private final double[][] layers;

    /** At j a bound on ‖Θ^j‖₁, the largest ℓ1 norm of a row, to rounding. */
    private final double[] norms;

    private WideParameters(int[] widths, double[][] layers, double[] norms) {
        this.widths = widths;
        this.layers = layers;
        this.norms = norms;
    }

    /**
     * Copies matrices.
     *
     * @param layers Θ^0, Θ^1, …, Θ^l, the first applied first
     * @throws IllegalArgumentException if there are fewer than two, one does not have as many
     *     columns as the one before it has rows, or one exceeds the largest array
     */
    public static WideParameters of(List<DenseMatrix> layers) {
        Objects.requireNonNull(layers, "layers");

        if (layers.size() < 2) {
            throw new IllegalArgumentException(
                    "layers.size() = " + layers.size() + ", allowed are 2 and more");
        }
        int[] widths = new int[layers.size() + 1];
        widths[0] = layers.get(0).columns();
        double[][] arrays = new double[layers.size()][];
        for (int j = 0; j < arrays.length; j++) {
            DenseMatrix layer = layers.get(j);
            Checks.equal("columns of layer " + j, layer.columns(), "its inputs", widths[j]);
            widths[j + 1] = layer.rows();
            arrays[j] = toArray(layer);
        }
        return wrap(widths, arrays);
    }

    /** Wraps finite arrays, which nobody changes any more. */
    static WideParameters wrap(int[] widths, double[][] layers) {
        double[] norms = new double[layers.length];
        Arrays.setAll(norms, j -> largestRowNorm(layers[j], widths[j]));
        return new WideParameters(widths, layers, norms);
    }

    /** The number l of hidden layers. */
    public int depth() {
        return layers.length - 1;
    }

    /** p_0, p_1, …, p_{l+1}: the inputs, the hidden layers, the outputs. */
    public List<Integer> widths() {
        return Arrays.stream(widths).boxed().toList();
    }

    /** Θ^j, copied. */
    public DenseMatrix layer(int j) {
        return DenseMatrix.wrap(widths[j + 1], widths[j], layers[j].clone());
    }

    /** p_k. */
    int width(int k) {
        return widths[k];
    }

    /** Θ^j, shared: not to be changed. */
    double[] data(int j) {
        return layers[j];
    }

    /** Θ^j as a panel that shares its elements. */
    Panel panel(int j) {
        return Panel.wrap(layers[j], widths[j + 1], widths[j], 0);
    }

    /** A bound on ‖Θ^j‖₁, to rounding. */
    double norm(int j) {
        return norms[j];
    }

    /** These with another Θ^j, which nobody changes any more. */
    WideParameters with(int j, double[] layer) {
        double[][] changed = layers.clone();
        double[] changedNorms = norms.clone();
        changed[j] = layer;
        changedNorms[j] = largestRowNorm(layer, widths[j]);
        return new WideParameters(widths, changed, changedNorms);
    }

    /** Whether Θ^j is the very same array in both, which interpolation does not copy. */
    @SuppressWarnings("ReferenceEquality") // The same storage is meant, not the same contents.
    private boolean shares(int j, WideParameters other) {
        return layers[j] == other.layers[j];
    }

    /**
     * (1 − s)·this + s·other, which are those themselves at s = 0 and 1.
     *
     * @param other of the same shape
     * @throws IllegalArgumentException if it is not, or s is not within 0 to 1
     */
    public WideParameters mix(WideParameters other, double s) {
        Objects.requireNonNull(other, "other");

        if (!fits(other)) {
            throw new IllegalArgumentException(
                    "widths of other = " + other.widths() + ", must be " + widths());
        }
        if (!(s >= 0 && s <= 1)) {
            throw new IllegalArgumentException("s = " + s + ", allowed are 0 to 1");
        }
        double[][] mixed = layers.clone();
        double[] mixedNorms = norms.clone();
        for (int j = 0; j < mixed.length; j++) {
            if (!shares(j, other)) {
                mixed[j] = mix(layers[j], other.layers[j], s);
                mixedNorms[j] = (1 - s) * norms[j] + s * other.norms[j];
            }
        }
        return new WideParameters(widths, mixed, mixedNorms);
    }

    /** Whether both describe networks of the same shape. */
    boolean fits(WideParameters other) {
        return Arrays.equals(widths, other.widths);
    }

    private static double[] mix(double[] a, double[] b, double s) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (1 - s) * a[i] + s * b[i];
        }
        return out;
    }

    private static double largestRowNorm(double[] layer, int columns) {
        double largest = 0;
        for (int at = 0; at < layer.length; at += columns) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += Math.abs(layer[at + j]);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    /** Row-major copy of a matrix. */
    static double[] toArray(DenseMatrix matrix) {
        double[] out = new double[Checks.arrayLength("size", matrix.rows(), matrix.columns())];
        for (Panel block : matrix.blocks()) {
            int at = (int) block.firstRow() * matrix.columns();
            System.arraycopy(block.data(), 0, out, at, block.rows() * matrix.columns());
        }
        return out;
    }

    /** Θ^0 to Θ^l as matrices, copied. */
    public List<DenseMatrix> layers() {
        List<DenseMatrix> out = new ArrayList<>();
        for (int j = 0; j < layers.length; j++) {
            out.add(layer(j));
        }
        return out;
    }

    @Override
    public String toString() {
        return "WideParameters of widths " + widths();
    }
}
