package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.MatrixProducts;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Qr;

/** Small problems that a native library must solve before it is trusted. */
final class KnownAnswers {

    private static final double TOLERANCE = 1e-14;

    private KnownAnswers() {}

    /**
     * Solves them.
     *
     * @throws IllegalStateException if an answer is wrong
     */
    static void require(DenseLinearAlgebra algebra) {
        MatrixView diagonal = MatrixView.wrap(2, 2, new double[] {0, 3, -4, 0});
        expect("singular values", algebra.svd(diagonal).singularValues(), 4, 3);

        MatrixView symmetric = MatrixView.wrap(2, 2, new double[] {2, 1, 1, 2});
        expect("eigenvalues", algebra.symmetricEigen(symmetric).values(), 1, 3);

        algebra.qr(MatrixView.wrap(2, 2, new double[] {3, 7, 4, 1})).ifPresent(KnownAnswers::check);
        algebra.products().ifPresent(KnownAnswers::check);
    }

    /** Of the columns (3, 4) and (7, 1). */
    private static void check(Qr factors) {
        expect("factor Q", factors.q().array(), 0.6, 0.8, 0.8, -0.6);
        expect("factor R", factors.r().array(), 5, 5, 0, 5);
    }

    private static void check(MatrixProducts products) {
        MatrixView row = MatrixView.wrap(1, 2, new double[] {2, 3});
        MatrixView square = MatrixView.wrap(2, 2, new double[] {1, 4, 2, 5});
        MatrixView product = MatrixView.wrap(1, 2, new double[] {1, 1});
        products.multiplyAdd(row, false, square, product);
        expect("product", product.array(), 9, 24);

        MatrixView transposed = MatrixView.zeros(2, 2);
        products.multiplyAdd(row, true, row, transposed);
        expect("product with a transpose", transposed.array(), 4, 6, 6, 9);
    }

    private static void expect(String what, double[] actual, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * Math.max(1, expected[i]))) {
                throw new IllegalStateException(
                        "wrong %s: %s instead of %s".formatted(what, actual[i], expected[i]));
            }
        }
    }
}
