package io.nadir.tensor.polar;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.tensor.map.TensorMap;

/**
 * R = −∇ℓ of a tensor model with all its entries, 8·d_1⋯d_K bytes, as much again for each unfolding
 * while it is in use. Brought near 1 by a power of two, and λ with it, if its entries are extreme:
 * Z = R/λ stays as it is.
 */
final class TensorResidual {
    /** Largest magnitudes beyond 2 to ± this are brought to 1. */
    private static final int COMFORTABLE = 100;

    private static final DenseKernels KERNELS = Kernels.get();

    private final int[] shape;
    private final double[] entries;
    private final int exponent;
    private final double lambda;
    private final double squares;

    /** Forms R: one pass. */
    TensorResidual(TensorMap map, Factors w, double lambda) {
        this.shape = map.dimensions().stream().mapToInt(Integer::intValue).toArray();
        this.entries = map.gradientEntries(w);
        double max = KERNELS.maxAbs(entries, 0, entries.length);
        int magnitude = max > 0 && Double.isFinite(max) ? Math.getExponent(max) : 0;
        this.exponent = Math.abs(magnitude) > COMFORTABLE ? magnitude : 0;
        for (int i = 0; i < entries.length; i++) {
            entries[i] = -Math.scalb(entries[i], -exponent);
        }
        this.lambda = Math.scalb(lambda, -exponent);
        this.squares = squares(entries, shape[shape.length - 1]);
    }

    /**
     * Another tensor in place of R, with λ = 1.
     *
     * @param entries row-major, of comfortable size; not copied
     */
    TensorResidual(int[] shape, double[] entries) {
        this.shape = shape.clone();
        this.entries = entries;
        this.exponent = 0;
        this.lambda = 1;
        this.squares = squares(entries, shape[shape.length - 1]);
    }

    private static double squares(double[] entries, int n) {
        double sum = 0;
        for (int at = 0; at < entries.length; at += n) {
            sum += KERNELS.dot(entries, at, entries, at, n);
        }
        return sum;
    }

    /** d_1 … d_K, not to be changed. */
    int[] shape() {
        return shape;
    }

    /** R·2^−e, row-major, not to be changed. */
    double[] entries() {
        return entries;
    }

    /** e. */
    int exponent() {
        return exponent;
    }

    /** λ·2^−e. */
    double lambda() {
        return lambda;
    }

    /** ‖R·2^−e‖² as computed: sums over the last mode, then over the rest. */
    double squares() {
        return squares;
    }

    /** Upper bound on ‖R·2^−e‖_F, rounding included. */
    double frobenius() {
        double chain = (double) entries.length / shape[shape.length - 1] + shape[shape.length - 1];
        return Rounding.up(Math.sqrt(Rounding.up(squares * (1 + 2 * Rounding.gamma(chain + 2)))));
    }

    /**
     * The entries with the modes in another order, row-major, copied.
     *
     * @param modes the mode of R at each place of the result
     */
    double[] permuted(int... modes) {
        int order = shape.length;
        int[] strides = strides();
        int[] index = new int[order];
        double[] out = new double[entries.length];
        int last = modes[order - 1];
        int source = 0;
        for (int at = 0; at < out.length; at += shape[last]) {
            for (int j = 0; j < shape[last]; j++) {
                out[at + j] = entries[source + j * strides[last]];
            }
            for (int place = order - 2; place >= 0; place--) {
                int mode = modes[place];
                source += strides[mode];
                if (++index[place] < shape[mode]) {
                    break;
                }
                source -= shape[mode] * strides[mode];
                index[place] = 0;
            }
        }
        return out;
    }

    /**
     * The unfolding with the modes of {@code bipartition} as rows, the others as columns, or its
     * positive part.
     *
     * @param bipartition bit k for mode k
     */
    DenseMatrix unfolding(int bipartition, boolean positivePart) {
        double[] values = unfolded(bipartition);
        if (positivePart) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(0, values[i]);
            }
        }
        int rows = rows(bipartition);
        return DenseMatrix.wrap(rows, values.length / rows, values);
    }

    /** The elements of that unfolding, row-major, copied. */
    double[] unfolded(int bipartition) {
        int[] modes = new int[shape.length];
        int next = 0;
        for (int pass = 1; pass >= 0; pass--) {
            for (int k = 0; k < shape.length; k++) {
                if ((bipartition >> k & 1) == pass) {
                    modes[next++] = k;
                }
            }
        }
        return permuted(modes);
    }

    private int rows(int bipartition) {
        int rows = 1;
        for (int k = 0; k < shape.length; k++) {
            rows *= (bipartition >> k & 1) == 1 ? shape[k] : 1;
        }
        return rows;
    }

    private int[] strides() {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int k = shape.length - 1; k >= 0; k--) {
            strides[k] = stride;
            stride *= shape[k];
        }
        return strides;
    }
}
