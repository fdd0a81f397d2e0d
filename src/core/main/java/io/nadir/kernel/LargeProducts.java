package io.nadir.kernel;

import io.nadir.array.Panel;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Hands products of large panels to the {@link MatrixProducts} of this machine, if there are any.
 *
 * <p>Whether it does, and into which parts it cuts a product, depends on the shapes alone. So
 * results have the same bits for every number of Nadir's threads.
 */
final class LargeProducts {

    /** Operations that are worth copies to the memory of a library and back. */
    private static final double WORTH = 5e8;

    /** Below, copies take as long as the product. */
    private static final int LEAST_SIDE = 256;

    /** Rows of the result in one part. */
    private static final int PART = 512;

    private LargeProducts() {}

    /**
     * C += op(A)·B, where op(A) is A or Aᵀ; or false, with nothing done, if that is for the
     * kernels.
     *
     * @param workers share the parts; null for the thread that calls
     */
    static boolean add(Panel a, boolean transposed, Panel b, Panel c, @Nullable Workers workers) {
        double operations = 2.0 * a.rows() * a.columns() * b.columns();
        int least = Math.min(Math.min(a.rows(), a.columns()), b.columns());
        if (operations < WORTH || least < LEAST_SIDE) {
            return false;
        }
        Optional<MatrixProducts> products = LinearAlgebra.get().products();
        products.ifPresent(found -> add(found, a, transposed, b, c, workers));
        return products.isPresent();
    }

    private static void add(
            MatrixProducts products,
            Panel a,
            boolean transposed,
            Panel b,
            Panel c,
            @Nullable Workers workers) {
        int rows = transposed ? a.columns() : a.rows();
        MatrixView right = part(b, 0, b.rows(), 0, b.columns());
        IntConsumer work =
                index -> {
                    int from = index * PART;
                    int count = Math.min(PART, rows - from);
                    products.multiplyAdd(
                            transposed
                                    ? part(a, 0, a.rows(), from, count)
                                    : part(a, from, count, 0, a.columns()),
                            transposed,
                            right,
                            part(c, from, count, 0, c.columns()));
                };
        int parts = Math.ceilDiv(rows, PART);
        if (workers != null) {
            workers.run(parts, (index, _) -> work.accept(index));
            return;
        }
        for (int index = 0; index < parts; index++) {
            work.accept(index);
        }
    }

    private static MatrixView part(Panel panel, int row, int rows, int column, int columns) {
        int stride = panel.stride();
        return new MatrixView(panel.data(), row * stride + column, rows, columns, stride);
    }
}
