package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.check.Checks;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Thin QR factorization of a tall panel: A = Q·R with R upper triangular.
 *
 * <p>Columns are first scaled to norm 1. A well-conditioned panel goes through two rounds of
 * Cholesky QR (Yamamoto, Nakatsukasa, Yanagisawa &amp; Fukaya, 2015), which is all matrix products;
 * any other through Gram–Schmidt with a second round of orthogonalization, which keeps ‖QᵀQ − I‖
 * near rounding for every input. A column that depends on those before it, to rounding, becomes a
 * zero column of Q. A large panel of full rank is spared Gram–Schmidt where {@link
 * DenseLinearAlgebra} has a factorization by reflections.
 *
 * <p>Elements must be finite and far from overflow when squared. Cost about 4·d·q² flops. Not
 * thread-safe.
 */
public final class ThinQr {
    /**
     * The smallest diagonal element of the Cholesky factor of the scaled Gram matrix for which
     * Cholesky QR is trusted. Its square times the unit roundoff bounds the loss of orthogonality
     * that the second round must correct.
     */
    private static final double WELL_CONDITIONED = 1e-5;

    /** A column that keeps less than this of its norm is dependent. */
    private static final double DEPENDENT = 1e-13;

    /** Operations that are worth copies to the memory of a library and back. */
    private static final double WORTH_A_LIBRARY = 5e8;

    private static final DenseKernels KERNELS = Kernels.get();

    private static final Panel NONE = Panel.zeros(0, 0);

    private final PanelProducts products;
    private Panel r = NONE;
    private Panel gram = NONE;
    private Panel triangle = NONE;
    private Panel product = NONE;
    private double[] norms = new double[0];
    private double[] inverseNorms = new double[0];
    private double[] columns = new double[0];

    /**
     * An instance that keeps its memory from call to call.
     *
     * @param products working memory
     */
    public ThinQr(PanelProducts products) {
        Objects.requireNonNull(products, "products");

        this.products = products;
    }

    /**
     * Factors {@code a} in place.
     *
     * @param a d×q; becomes Q
     * @param products working memory
     * @return R, q×q, zero below the diagonal
     */
    public static Panel factor(Panel a, PanelProducts products) {
        return new ThinQr(products).factor(a);
    }

    /**
     * Factors {@code a} in place; allocates nothing while its shape stays.
     *
     * @param a d×q; becomes Q
     * @return R, q×q, zero below the diagonal; the next call overwrites it
     */
    public Panel factor(Panel a) {
        int q = a.columns();
        r = Panels.fit(r, q, q);
        scaleColumns(a);
        for (int i = 0; i < q; i++) {
            r.set(i, i, norms[i]);
        }
        boolean tall = q <= a.rows();
        if (!(tall && choleskyQr(a) && choleskyQr(a)) && !(tall && reflections(a))) {
            gramSchmidt(a);
        }
        return r;
    }

    /**
     * Factors {@code a} in place, with the memory of another panel instead of its own.
     *
     * @param a d×q; becomes Q
     * @param room overwritten; where its stride is not that of {@code a}, memory is allocated
     * @return R, q×q, zero below the diagonal; the next call overwrites it
     */
    public Panel factor(Panel a, Panel room) {
        product = room;
        try {
            return factor(a);
        } finally {
            product = NONE;
        }
    }

    /** Removes the zero columns of {@code q}; returns how many are left. */
    public static int dropZeroColumns(Panel q) {
        double[] norms = new double[q.columns()];
        Panels.columnNorms(q, norms);
        int kept = 0;
        for (int j = 0; j < norms.length; j++) {
            if (norms[j] > 0) {
                if (kept < j) {
                    Panels.copyColumn(q, j, kept);
                }
                kept++;
            }
        }
        q.setColumns(kept);
        return kept;
    }

    private void scaleColumns(Panel a) {
        if (norms.length < a.columns()) {
            norms = new double[a.columns()];
            inverseNorms = new double[a.columns()];
        }
        Panels.columnNorms(a, norms);
        for (int j = 0; j < a.columns(); j++) {
            inverseNorms[j] = norms[j] > 0 ? 1 / norms[j] : 0;
        }
        Panels.scaleColumns(a, inverseNorms);
    }

    /** One round; leaves everything as it is and returns false if the panel is ill-conditioned. */
    private boolean choleskyQr(Panel a) {
        gram = Panels.fit(gram, a.columns(), a.columns());
        products.transposeMultiplyInto(a, a, gram);
        if (!KERNELS.cholesky(gram, products.scratch(), () -> {})
                || smallestDiagonal(gram) < WELL_CONDITIONED) {
            return false;
        }
        invertTransposed(gram);
        product = Panels.fit(product, a.rows(), a.columns());
        products.multiplyInto(a, triangle, product);
        Panels.copyInto(product, a);
        multiplyTransposedInto(gram, r);
        return true;
    }

    private static double smallestDiagonal(Panel l) {
        double smallest = 1;
        for (int i = 0; i < l.rows(); i++) {
            smallest = Math.min(smallest, l.get(i, i));
        }
        return smallest;
    }

    /** The triangle ← L⁻ᵀ, upper triangular. */
    private void invertTransposed(Panel l) {
        int q = l.rows();
        triangle = Panels.fit(triangle, q, q);
        Panel x = triangle;
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
    }

    /** R ← LᵀR, L lower and R upper triangular. */
    private static void multiplyTransposedInto(Panel l, Panel r) {
        for (int j = 0; j < r.columns(); j++) {
            for (int i = 0; i <= j; i++) {
                double sum = 0;
                for (int k = i; k <= j; k++) {
                    sum += l.get(k, i) * r.get(k, j);
                }
                r.set(i, j, sum);
            }
        }
    }

    /**
     * Reflections of a library, if there is one and all columns are independent: of dependent ones,
     * it would make arbitrary columns of Q.
     */
    private boolean reflections(Panel a) {
        if (4.0 * a.rows() * a.columns() * a.columns() < WORTH_A_LIBRARY) {
            return false;
        }
        Optional<Qr> found =
                LinearAlgebra.get()
                        .qr(new MatrixView(a.data(), 0, a.rows(), a.columns(), a.stride()));
        if (found.isEmpty() || !isIndependent(found.get().r())) {
            return false;
        }
        Panel q = Panel.wrap(found.get().q().array(), a.rows(), a.columns(), 0);
        Panels.copyInto(q, a);
        triangle = Panels.fit(triangle, a.columns(), a.columns());
        for (int i = 0; i < a.columns(); i++) {
            for (int j = i; j < a.columns(); j++) {
                triangle.set(j, i, found.get().r().get(i, j));
            }
        }
        multiplyTransposedInto(triangle, r);
        return true;
    }

    private static boolean isIndependent(MatrixView upper) {
        for (int i = 0; i < upper.rows(); i++) {
            if (!(upper.get(i, i) > DEPENDENT)) {
                return false;
            }
        }
        return true;
    }

    private void gramSchmidt(Panel a) {
        int d = a.rows();
        int q = a.columns();
        transpose(a);
        triangle = Panels.fit(triangle, q, q);
        for (int j = 0; j < q; j++) {
            orthogonalize(d, j, triangle);
        }
        multiplyTransposedInto(triangle, r);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < q; j++) {
                a.set(i, j, columns[j * d + i]);
            }
        }
    }

    /** Makes column j orthonormal to those before it, or zero, and writes row j of L. */
    private void orthogonalize(int d, int j, Panel l) {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < j; i++) {
                double c = KERNELS.dot(columns, i * d, columns, j * d, d);
                KERNELS.axpy(-c, columns, i * d, columns, j * d, d);
                l.set(j, i, l.get(j, i) + c);
            }
        }
        double norm = Math.sqrt(KERNELS.dot(columns, j * d, columns, j * d, d));
        if (!(norm > DEPENDENT)) {
            Arrays.fill(columns, j * d, j * d + d, 0);
            return;
        }
        l.set(j, j, norm);
        KERNELS.scale(1 / norm, columns, j * d, d);
    }

    private void transpose(Panel a) {
        int length = Checks.arrayLength("size", a.rows(), a.columns());
        if (columns.length < length) {
            columns = new double[length];
        }
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                columns[j * a.rows() + i] = a.get(i, j);
            }
        }
    }
}
