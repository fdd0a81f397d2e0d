package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.Kernels;
import io.nadir.loss.Loss;
import io.nadir.model.Factors;

/**
 * The sparse part E of robust principal component analysis, Y = X + E + small residuals: the
 * outliers that Huber's loss separates from X.
 */
final class SparsePart {
    private SparsePart() {}

    /**
     * Returns the minimizing E for a dense Y and X = U·Vᵀ, see {@link
     * io.nadir.loss.Loss#sparsePart}. Most of its elements are zero.
     *
     * @param loss the loss under which X was found
     * @param y the data, m×n
     * @param w the factors U and V
     * @return E in a new array, m×n row-major
     * @throws IllegalArgumentException if the factors do not fit the data, or E exceeds the largest
     *     Java array
     */
    static double[] of(Loss loss, DenseMatrix y, Factors w) {
        int m = Checks.equal("U rows", w.block(0).rows(), "rows", y.rows());
        int n = Checks.equal("V rows", w.block(1).rows(), "columns", y.columns());
        double[] e = new double[Checks.arrayLength("rows * columns", m, n)];
        Panel x = Panel.wrap(e, m, n, 0);
        Kernels.get().product(w.block(0), w.block(1), 0, m, x, new Scratch());
        y.elements()
                .forEach((rows, count) -> {
                    int first = (int) rows.firstRow() * n;
                    for (int at = 0; at < count * n; at++) {
                        e[first + at] = loss.sparsePart(rows.data()[at], e[first + at]);
                    }
                });
        return e;
    }
}
