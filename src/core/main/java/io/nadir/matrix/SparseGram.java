package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Workers;

import java.util.Arrays;

/** The lower triangle of A·Aᵀ for a sparse A: a flop for each pair of entries in a column. */
final class SparseGram {
    private SparseGram() {}

    /**
     * Computes it from the rows of A and those of Aᵀ, row by row.
     *
     * @param gram receives the lower triangle; the rest stays
     */
    static void of(
            CompressedRows rows,
            EntryPlan plan,
            double[] values,
            CompressedRows across,
            double[] acrossValues,
            Panel gram,
            Workers workers) {
        workers.run(
                plan.size(),
                (chunk, context) -> {
                    for (int j = plan.from(chunk); j < plan.to(chunk); j++) {
                        int first = j * gram.stride();
                        Arrays.fill(gram.data(), first, first + j + 1, 0);
                        for (int e = rows.starts()[j]; e < rows.starts()[j + 1]; e++) {
                            addScaled(
                                    values[e],
                                    across,
                                    acrossValues,
                                    rows.indices()[e],
                                    j,
                                    gram.data(),
                                    first);
                        }
                    }
                });
    }

    /** Adds α times the elements 0 to {@code last} of a sparse row. */
    private static void addScaled(
            double alpha,
            CompressedRows rows,
            double[] values,
            int row,
            int last,
            double[] sum,
            int first) {
        int[] indices = rows.indices();
        int end = rows.starts()[row + 1];
        for (int e = rows.starts()[row]; e < end && indices[e] <= last; e++) {
            sum[first + indices[e]] += alpha * values[e];
        }
    }
}
