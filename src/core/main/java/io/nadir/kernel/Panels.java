package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.check.Checks;

import java.util.Arrays;

/** Small operations on whole panels that need no working memory. */
public final class Panels {
    private static final DenseKernels KERNELS = Kernels.get();

    private Panels() {}

    /** B ← A, for panels of the same shape; strides may differ. */
    public static void copyInto(Panel a, Panel b) {
        Checks.equal("b.rows()", b.rows(), "a.rows()", a.rows());
        Checks.equal("b.columns()", b.columns(), "a.columns()", a.columns());
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.data(), i * a.stride(), b.data(), i * b.stride(), a.columns());
        }
    }

    /** B ← B + α·A, for panels of the same shape; strides may differ. */
    public static void addScaled(double alpha, Panel a, Panel b) {
        Checks.equal("b.rows()", b.rows(), "a.rows()", a.rows());
        Checks.equal("b.columns()", b.columns(), "a.columns()", a.columns());
        if (a.stride() == b.stride()) {
            KERNELS.axpy(alpha, a.data(), 0, b.data(), 0, a.rows() * a.stride());
            return;
        }
        for (int i = 0; i < a.rows(); i++) {
            KERNELS.axpy(alpha, a.data(), i * a.stride(), b.data(), i * b.stride(), a.columns());
        }
    }

    /** An independent copy. */
    public static Panel copy(Panel a) {
        return leadingColumns(a, a.columns());
    }

    /** A zero panel of that shape: {@code panel} itself, cleared, if it has the room. */
    public static Panel fit(Panel panel, int rows, int columns) {
        if (panel.rows() == rows && panel.stride() == Panel.paddedStride(columns)) {
            return panel.setColumns(columns).clear();
        }
        return Panel.zeros(rows, columns);
    }

    /** [A B]. */
    public static Panel concatenate(Panel a, Panel b) {
        Checks.equal("b.rows()", b.rows(), "a.rows()", a.rows());
        Panel out = Panel.zeros(a.rows(), a.columns() + b.columns());
        for (int i = 0; i < a.rows(); i++) {
            int at = i * out.stride();
            System.arraycopy(a.data(), i * a.stride(), out.data(), at, a.columns());
            System.arraycopy(b.data(), i * b.stride(), out.data(), at + a.columns(), b.columns());
        }
        return out;
    }

    /** A·Bᵀ for small panels, a new panel. */
    public static Panel multiplyTransposed(Panel a, Panel b) {
        Panel out = Panel.zeros(a.rows(), b.rows());
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.rows(); j++) {
                out.set(
                        i,
                        j,
                        KERNELS.dot(
                                a.data(), i * a.stride(), b.data(), j * b.stride(), a.columns()));
            }
        }
        return out;
    }

    /** The transpose, a new panel. */
    public static Panel transposed(Panel a) {
        Panel out = Panel.zeros(a.columns(), a.rows());
        transposeInto(a, out);
        return out;
    }

    /** A copy of the columns in use with room for that many columns. */
    public static Panel widened(Panel a, int columns) {
        Panel larger = Panel.zeros(a.rows(), columns);
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(
                    a.data(), i * a.stride(), larger.data(), i * larger.stride(), a.columns());
        }
        return larger;
    }

    /** B ← Aᵀ, for a B of that shape. */
    public static void transposeInto(Panel a, Panel b) {
        transposeRowsInto(a, 0, b);
    }

    /** B ← A[from : from + b.columns()]ᵀ. */
    public static void transposeRowsInto(Panel a, int from, Panel b) {
        Checks.equal("b.rows()", b.rows(), "a.columns()", a.columns());
        for (int j = 0; j < b.rows(); j++) {
            int p = from * a.stride() + j;
            int q = j * b.stride();
            for (int i = 0; i < b.columns(); i++, p += a.stride()) {
                b.data()[q + i] = a.data()[p];
            }
        }
    }

    /** B[from : from + a.columns()] ← Aᵀ. */
    public static void transposeIntoRows(Panel a, Panel b, int from) {
        Checks.equal("b.columns()", b.columns(), "a.rows()", a.rows());
        for (int j = 0; j < a.rows(); j++) {
            int p = j * a.stride();
            int q = from * b.stride() + j;
            for (int i = 0; i < a.columns(); i++, q += b.stride()) {
                b.data()[q] = a.data()[p + i];
            }
        }
    }

    /** The first {@code count} columns, copied. */
    public static Panel leadingColumns(Panel a, int count) {
        Panel out = Panel.zeros(a.rows(), count);
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.data(), i * a.stride(), out.data(), i * out.stride(), count);
        }
        return out;
    }

    /** The columns that are wanted, copied. */
    public static Panel selectColumns(Panel a, boolean[] wanted) {
        Checks.equal("wanted.length", wanted.length, "a.columns()", a.columns());
        Panel out = copy(a);
        int kept = 0;
        for (int j = 0; j < wanted.length; j++) {
            if (wanted[j]) {
                copyColumn(out, j, kept++);
            }
        }
        return out.setColumns(kept);
    }

    /** Column {@code to} ← column {@code from}. */
    public static void copyColumn(Panel a, int from, int to) {
        for (int i = 0, at = 0; i < a.rows(); i++, at += a.stride()) {
            a.data()[at + to] = a.data()[at + from];
        }
    }

    /** Column {@code target} of B ← scale·column {@code column} of A; B has as many rows. */
    public static void copyColumn(Panel a, int column, double scale, Panel b, int target) {
        Checks.equal("a.rows()", a.rows(), "b.rows()", b.rows());
        for (int i = 0; i < a.rows(); i++) {
            b.data()[i * b.stride() + target] = scale * a.data()[i * a.stride() + column];
        }
    }

    /** Whether all elements of column j are 0. */
    public static boolean isZero(Panel a, int j) {
        boolean zero = true;
        for (int i = 0, at = j; zero && i < a.rows(); i++, at += a.stride()) {
            zero = a.data()[at] == 0;
        }
        return zero;
    }

    /** Whether A and B have the same shape and the same bits; strides may differ. */
    public static boolean equalsExactly(Panel a, Panel b) {
        boolean same = a.rows() == b.rows();
        for (int i = 0, p = 0, q = 0; same && i < a.rows(); i++, p += a.stride(), q += b.stride()) {
            same = Arrays.equals(a.data(), p, p + a.columns(), b.data(), q, q + b.columns());
        }
        return same;
    }

    /** Multiplies column j by {@code factors[j]}. */
    public static void scaleColumns(Panel a, double[] factors) {
        for (int i = 0, at = 0; i < a.rows(); i++, at += a.stride()) {
            for (int j = 0; j < a.columns(); j++) {
                a.data()[at + j] *= factors[j];
            }
        }
    }

    /** Σ over the rows of a_ij·b_ik. */
    public static double columnDot(Panel a, int j, Panel b, int k) {
        double sum = 0;
        int x = j;
        int y = k;
        for (int i = 0; i < a.rows(); i++, x += a.stride(), y += b.stride()) {
            sum += a.data()[x] * b.data()[y];
        }
        return sum;
    }

    /**
     * norms[j] ← ‖a_j‖ for every column, with the bits of {@link #columnNorm}: row by row, because
     * a column alone touches a line of cache for each element.
     */
    public static void columnNorms(Panel a, double[] norms) {
        int q = a.columns();
        Arrays.fill(norms, 0, q, 0.0);
        for (int i = 0, at = 0; i < a.rows(); i++, at += a.stride()) {
            for (int j = 0; j < q; j++) {
                norms[j] += a.data()[at + j] * a.data()[at + j];
            }
        }
        for (int j = 0; j < q; j++) {
            norms[j] = Math.sqrt(norms[j]);
        }
    }

    /** ‖a_j‖ for column j. */
    public static double columnNorm(Panel a, int j) {
        return Math.sqrt(columnDot(a, j, a, j));
    }

    /** Largest magnitude in column j. */
    public static double maxAbs(Panel a, int j) {
        double largest = 0;
        for (int i = 0, at = j; i < a.rows(); i++, at += a.stride()) {
            largest = Math.max(largest, Math.abs(a.data()[at]));
        }
        return largest;
    }

    /** ‖A‖_F. */
    public static double frobenius(Panel a) {
        double sum = 0;
        for (int i = 0, at = 0; i < a.rows(); i++, at += a.stride()) {
            sum += KERNELS.dot(a.data(), at, a.data(), at, a.columns());
        }
        return Math.sqrt(sum);
    }

    /** Σ a_ij·b_ij. */
    public static double inner(Panel a, Panel b) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            sum += KERNELS.dot(a.data(), i * a.stride(), b.data(), i * b.stride(), a.columns());
        }
        return sum;
    }
}
