package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

/** Operations on matrices of the size of a layer that return new ones. */
final class SmallMatrices {
    private static final DenseKernels KERNELS = Kernels.get();

    /** Products of fewer multiplications are not worth the working memory of the kernels. */
    private static final long SMALL = 1 << 18;

    private SmallMatrices() {}

    /** A·B. */
    static Panel times(Panel a, Panel b) {
        if ((long) a.rows() * a.columns() * b.columns() > SMALL) {
            return new PanelProducts().multiply(a, b);
        }
        Panel out = Panel.zeros(a.rows(), b.columns());
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                addRow(a.get(i, k), b, k, out, i);
            }
        }
        return out;
    }

    /** Aᵀ·B. */
    static Panel transposedTimes(Panel a, Panel b) {
        if ((long) a.rows() * a.columns() * b.columns() > SMALL) {
            return new PanelProducts().transposeMultiply(a, b);
        }
        Panel out = Panel.zeros(a.columns(), b.columns());
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                addRow(a.get(i, k), b, i, out, k);
            }
        }
        return out;
    }

    /** Row k of B += α·row i of A. */
    private static void addRow(double alpha, Panel a, int i, Panel b, int k) {
        KERNELS.axpy(alpha, a.data(), i * a.stride(), b.data(), k * b.stride(), a.columns());
    }

    /** A·x. */
    static double[] times(Panel a, double[] x) {
        double[] out = new double[a.rows()];
        for (int i = 0; i < a.rows(); i++) {
            out[i] = KERNELS.dot(a.data(), i * a.stride(), x, 0, a.columns());
        }
        return out;
    }

    /** Aᵀ·x. */
    static double[] transposedTimes(Panel a, double[] x) {
        double[] out = new double[a.columns()];
        for (int i = 0; i < a.rows(); i++) {
            KERNELS.axpy(x[i], a.data(), i * a.stride(), out, 0, a.columns());
        }
        return out;
    }

    /** B ← B + α·A. */
    static void add(double alpha, Panel a, Panel b) {
        for (int i = 0; i < a.rows(); i++) {
            addRow(alpha, a, i, b, i);
        }
    }

    /** A − B. */
    static Panel difference(Panel a, Panel b) {
        Panel out = Panels.copy(a);
        add(-1, b, out);
        return out;
    }

    /** α·x·yᵀ. */
    static Panel outer(double alpha, double[] x, double[] y) {
        Panel out = Panel.zeros(x.length, y.length);
        for (int i = 0; i < x.length; i++) {
            KERNELS.axpy(alpha * x[i], y, 0, out.data(), i * out.stride(), y.length);
        }
        return out;
    }

    /** Column j. */
    static double[] column(Panel a, int j) {
        double[] out = new double[a.rows()];
        for (int i = 0; i < out.length; i++) {
            out[i] = a.get(i, j);
        }
        return out;
    }

    /** ‖x‖. */
    static double norm(double[] x) {
        return Math.sqrt(KERNELS.dot(x, 0, x, 0, x.length));
    }

    /** Largest magnitude of an element. */
    static double maxAbs(Panel a) {
        return KERNELS.maxAbs(a.data(), 0, a.rows() * a.stride());
    }

    /** ‖A‖_F². */
    static double squares(Panel a) {
        return Panels.inner(a, a);
    }

    /** Elements row after row, without padding. */
    static double[] toArray(Panel a) {
        double[] out = new double[a.rows() * a.columns()];
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.data(), i * a.stride(), out, i * a.columns(), a.columns());
        }
        return out;
    }

    /** Orthonormal basis of the column space: left singular vectors of values above a threshold. */
    static Panel rangeBasis(Panel a, double threshold) {
        SmallDense.Svd svd = SmallDense.svd(a);
        return Panels.leadingColumns(svd.u(), rank(svd.values(), threshold));
    }

    /** Orthonormal basis of {x : A·x = 0}, singular values up to a threshold counting as zero. */
    static Panel kernelBasis(Panel a, double threshold) {
        SmallDense.Svd svd = SmallDense.svd(tall(a));
        int rank = rank(svd.values(), threshold);
        boolean[] wanted = new boolean[a.columns()];
        for (int j = rank; j < wanted.length; j++) {
            wanted[j] = true;
        }
        return Panels.selectColumns(svd.v(), wanted);
    }

    /** A⁺, singular values up to a threshold counting as zero. */
    static Panel pseudoInverse(Panel a, double threshold) {
        SmallDense.Svd svd = SmallDense.svd(a);
        double[] values = svd.values();
        int rank = rank(values, threshold);
        double[] inverse = new double[rank];
        for (int i = 0; i < rank; i++) {
            inverse[i] = 1 / values[i];
        }
        Panel v = Panels.leadingColumns(svd.v(), rank);
        Panels.scaleColumns(v, inverse);
        return Panels.multiplyTransposed(v, Panels.leadingColumns(svd.u(), rank));
    }

    /** Number of values, descending, above a threshold. */
    static int rank(double[] values, double threshold) {
        int rank = 0;
        while (rank < values.length && values[rank] > threshold) {
            rank++;
        }
        return rank;
    }

    /**
     * Returns the matrix with zero rows appended, so that it has at least as many rows as columns.
     */
    static Panel tall(Panel a) {
        if (a.rows() >= a.columns()) {
            return a;
        }
        Panel out = Panel.zeros(a.columns(), a.columns());
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.data(), i * a.stride(), out.data(), i * out.stride(), a.columns());
        }
        return out;
    }
}
