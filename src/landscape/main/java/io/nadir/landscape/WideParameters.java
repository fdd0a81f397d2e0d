package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The parameters Θ = (Θ^l, …, Θ^0) of a feed-forward network, where Θ^j is a matrix of p_{j+1}×p_j
 * finite numbers (Lederer 2020, see {@link WideActivation}, section 2.1). There are p_0 inputs, l
 * hidden layers of p_1 to p_l units, and p_{l+1} outputs.
 *
 * <p>Immutable and thread-safe. Parameters that differ in one layer share the memory of the others.
 */
public final class WideParameters {
    /** The widths p_0 to p_{l+1}. */
    private final int[] widths;

    /** Θ^j at index j, row-major. */
    private final double[][] layers;

    /** At index j a bound of ‖Θ^j‖₁, the largest ℓ1 norm of a row, up to rounding. */
    private final double[] norms;

    private WideParameters(int[] widths, double[][] layers, double[] norms) {
        this.widths = widths;
        this.layers = layers;
        this.norms = norms;
    }

    /**
     * Creates parameters from copies of matrices.
     *
     * @param layers Θ^0, Θ^1, …, Θ^l; the first is applied first
     * @throws IllegalArgumentException if there are fewer than two matrices, if one does not have
     *     as many columns as the one before has rows, or if one exceeds the largest Java array
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
            arrays[j] = layer.toArray();
        }
        return wrap(widths, arrays);
    }

    /** Creates parameters that own the given arrays of finite numbers. */
    static WideParameters wrap(int[] widths, double[][] layers) {
        double[] norms = new double[layers.length];
        Arrays.setAll(norms, j -> largestRowNorm(layers[j], widths[j]));
        return new WideParameters(widths, layers, norms);
    }

    /** Returns the number l of hidden layers. */
    public int depth() {
        return layers.length - 1;
    }

    /** Returns the widths p_0, p_1, …, p_{l+1} of the inputs, the hidden layers and the outputs. */
    public List<Integer> widths() {
        return Arrays.stream(widths).boxed().toList();
    }

    /** Returns a copy of Θ^j. */
    public DenseMatrix layer(int j) {
        return DenseMatrix.wrap(widths[j + 1], widths[j], layers[j].clone());
    }

    /** Returns the width p_k. */
    int width(int k) {
        return widths[k];
    }

    /** Returns Θ^j, not copied; must not be changed. */
    double[] data(int j) {
        return layers[j];
    }

    /** Returns Θ^j as a panel that shares its elements. */
    Panel panel(int j) {
        return Panel.wrap(layers[j], widths[j + 1], widths[j], 0);
    }

    /** Returns a bound of ‖Θ^j‖₁, up to rounding. */
    double norm(int j) {
        return norms[j];
    }

    /** Returns these parameters with another Θ^j, whose array they then own. */
    WideParameters with(int j, double[] layer) {
        double[][] changed = layers.clone();
        double[] changedNorms = norms.clone();
        changed[j] = layer;
        changedNorms[j] = largestRowNorm(layer, widths[j]);
        return new WideParameters(widths, changed, changedNorms);
    }

    /** Returns whether both share the array of Θ^j, which interpolation then need not copy. */
    @SuppressWarnings("ReferenceEquality") // The same storage is meant, not the same contents.
    private boolean shares(int j, WideParameters other) {
        return layers[j] == other.layers[j];
    }

    /**
     * Returns (1 − s)·this + s·other, exactly this for s = 0 and exactly other for s = 1.
     *
     * @param other parameters of the same shape
     * @param s a number from 0 to 1
     * @throws IllegalArgumentException if the shapes differ, or s is not between 0 and 1
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

    /** Returns whether both describe networks of the same shape. */
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

    /** Returns Θ^0 to Θ^l as matrices, copied. */
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
