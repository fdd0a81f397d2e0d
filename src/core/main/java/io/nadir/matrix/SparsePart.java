package io.nadir.matrix;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.Kernels;
import io.nadir.loss.Loss;
import io.nadir.model.Factors;

import java.util.Objects;

/** Y = X + E + small residuals: the outliers E that a robust loss leaves out of X. */
public final class SparsePart {
    private SparsePart() {}

    /**
     * The minimizing E for a dense Y and X = U·Vᵀ ({@link Loss#sparsePart}), m×n row-major, most of
     * it zero.
     *
     * @throws IllegalArgumentException if the factors do not fit, or E has more elements than an
     *     array
     */
    public static double[] of(Loss loss, DenseMatrix y, Factors w) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(w, "w");

        int m = Checks.equal("U rows", w.block(0).rows(), "rows", y.rows());
        int n = Checks.equal("V rows", w.block(1).rows(), "columns", y.columns());
        double[] e = new double[Checks.arrayLength("rows * columns", m, n)];
        Panel x = Panel.wrap(e, m, n, 0);
        Kernels.get().product(w.block(0), w.block(1), 0, m, x, new Scratch());
        for (int i = 0, at = 0; i < m; i++) {
            for (int j = 0; j < n; j++, at++) {
                e[at] = loss.sparsePart(y.get(i, j), e[at]);
            }
        }
        return e;
    }
}
