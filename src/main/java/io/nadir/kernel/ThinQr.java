package io.nadir.kernel;

import java.util.Arrays;

/**
 * Thin QR factorization of a tall panel: A = Q·R with R upper triangular.
 *
 * <p>Columns are first scaled to norm 1. A well-conditioned panel goes through two rounds of
 * Cholesky QR (Yamamoto, Nakatsukasa, Yanagisawa &amp; Fukaya, 2015), which is all matrix products;
 * any other through Gram–Schmidt with a second round of orthogonalization, which keeps ‖QᵀQ − I‖
 * near rounding for every input. A column that depends on those before it, to rounding, becomes a
 * zero column of Q.
 *
 * <p>Elements must be finite and far from overflow when squared. Cost about 4·d·q² flops.
 */
public final class ThinQr {
    /**
     * Smallest diagonal element of the Cholesky factor of the scaled Gram matrix at which Cholesky
     * QR is trusted: its square times the unit roundoff bounds the loss that round two must mend.
     */
    private static final double WELL_CONDITIONED = 1e-5;

    /** A column that keeps less than this of its norm is dependent. */
    private static final double DEPENDENT = 1e-13;

    private static final DenseKernels KERNELS = Kernels.get();

    private ThinQr() {}

    /**
     * Factors {@code a} in place.
     *
     * @param a d×q; becomes Q
     * @param products working memory
     * @return R, q×q, zero below the diagonal
     */
    public static Panel factor(Panel a, PanelProducts products) {
        Panel r = diagonal(scaleColumns(a));
        if (!(a.columns() <= a.rows()
                && choleskyQr(a, r, products)
                && choleskyQr(a, r, products))) {
            gramSchmidt(a, r);
        }
        return r;
    }

    /** Removes the zero columns of {@code q}; returns how many are left. */
    public static int dropZeroColumns(Panel q) {
        int kept = 0;
        for (int j = 0; j < q.columns(); j++) {
            if (Panels.columnNorm(q, j) > 0) {
                Panels.copyColumn(q, j, kept++);
            }
        }
        q.setColumns(kept);
        return kept;
    }

    private static double[] scaleColumns(Panel a) {
        double[] norms = new double[a.columns()];
        double[] inverse = new double[a.columns()];
        for (int j = 0; j < norms.length; j++) {
            norms[j] = Panels.columnNorm(a, j);
            inverse[j] = norms[j] > 0 ? 1 / norms[j] : 0;
        }
        Panels.scaleColumns(a, inverse);
        return norms;
    }

    private static Panel diagonal(double[] values) {
        Panel diagonal = Panel.zeros(values.length, values.length);
        for (int i = 0; i < values.length; i++) {
            diagonal.set(i, i, values[i]);
        }
        return diagonal;
    }

    /** One round; leaves everything as it is and returns false if the panel is ill-conditioned. */
    private static boolean choleskyQr(Panel a, Panel r, PanelProducts products) {
        Panel gram = products.transposeMultiply(a, a);
        if (!KERNELS.cholesky(gram, products.scratch(), () -> {})
                || smallestDiagonal(gram) < WELL_CONDITIONED) {
            return false;
        }
        Panel product = products.multiply(a, inverseTransposed(gram));
        System.arraycopy(product.data(), 0, a.data(), 0, a.rows() * a.stride());
        multiplyInto(transposedLower(gram), r);
        return true;
    }

    private static double smallestDiagonal(Panel l) {
        double smallest = 1;
        for (int i = 0; i < l.rows(); i++) {
            smallest = Math.min(smallest, l.get(i, i));
        }
        return smallest;
    }

    /** L⁻ᵀ, upper triangular. */
    private static Panel inverseTransposed(Panel l) {
        int q = l.rows();
        Panel x = Panel.zeros(q, q);
        for (int j = 0; j < q; j++) {
            x.set(j, j, 1 / l.get(j, j));
            for (int i = j - 1; i >= 0; i--) {
                double sum = 0;
                for (int k = i + 1; k <= j; k++) {
                    sum += l.get(k, i) * x.get(k, j);
                }
                x.set(i, j, -sum / l.get(i, i));
            }
        }
        return x;
    }

    private static Panel transposedLower(Panel l) {
        Panel upper = Panel.zeros(l.rows(), l.rows());
        for (int i = 0; i < l.rows(); i++) {
            for (int j = i; j < l.rows(); j++) {
                upper.set(i, j, l.get(j, i));
            }
        }
        return upper;
    }

    /** R ← S·R, both upper triangular. */
    private static void multiplyInto(Panel s, Panel r) {
        for (int j = 0; j < r.columns(); j++) {
            for (int i = 0; i <= j; i++) {
                double sum = 0;
                for (int k = i; k <= j; k++) {
                    sum += s.get(i, k) * r.get(k, j);
                }
                r.set(i, j, sum);
            }
        }
    }

    private static void gramSchmidt(Panel a, Panel r) {
        int d = a.rows();
        int q = a.columns();
        double[] columns = transposed(a);
        Panel s = Panel.zeros(q, q);
        for (int j = 0; j < q; j++) {
            orthogonalize(columns, d, j, s);
        }
        multiplyInto(s, r);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < q; j++) {
                a.set(i, j, columns[j * d + i]);
            }
        }
    }

    /** Makes column j orthonormal to those before it, or zero, and writes column j of S. */
    private static void orthogonalize(double[] columns, int d, int j, Panel s) {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < j; i++) {
                double c = KERNELS.dot(columns, i * d, columns, j * d, d);
                KERNELS.axpy(-c, columns, i * d, columns, j * d, d);
                s.set(i, j, s.get(i, j) + c);
            }
        }
        double norm = Math.sqrt(KERNELS.dot(columns, j * d, columns, j * d, d));
        if (!(norm > DEPENDENT)) {
            Arrays.fill(columns, j * d, j * d + d, 0);
            return;
        }
        s.set(j, j, norm);
        KERNELS.scale(1 / norm, columns, j * d, d);
    }

    private static double[] transposed(Panel a) {
        double[] columns = new double[Checks.arrayLength("size", a.rows(), a.columns())];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                columns[j * a.rows() + i] = a.get(i, j);
            }
        }
        return columns;
    }
}
