package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Factors;

/**
 * The inner products Σ weight·(u_i·v_iᵀ)·(u_j·v_jᵀ) of the outputs of columns, for weights a·b that
 * listed entries change. Costs r² flops for each of them.
 */
final class OutputGram {
    private final Factors w;
    private final Panel gram;

    /**
     * Takes those under the weights a·b.
     *
     * @param left UᵀAU
     * @param right VᵀBV
     */
    OutputGram(Factors w, Panel left, Panel right) {
        this.w = w;
        this.gram = Panel.zeros(w.rank(), w.rank());
        for (int i = 0; i < w.rank(); i++) {
            for (int j = 0; j <= i; j++) {
                gram.set(i, j, left.get(i, j) * right.get(i, j));
            }
        }
    }

    /** Adds listed entries. */
    OutputGram add(CompressedRows rows, double[] shifts) {
        double[] outputs = new double[w.rank()];
        for (int i = 0; i < rows.rows(); i++) {
            for (int e = rows.starts()[i]; e < rows.starts()[i + 1]; e++) {
                for (int c = 0; c < outputs.length; c++) {
                    outputs[c] = w.block(0).get(i, c) * w.block(1).get(rows.indices()[e], c);
                }
                add(shifts[e], outputs);
            }
        }
        return this;
    }

    /** Adds the entries of a slice that carry a loss, with weights of 1. */
    void add(EntrySlice slice) {
        double[] outputs = new double[w.rank()];
        int[] starts = slice.places().starts();
        for (int i = 0; i < slice.count(); i++) {
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                if (slice.weight(e) == 0) {
                    continue;
                }
                int j = slice.places().indices()[e];
                for (int c = 0; c < outputs.length; c++) {
                    outputs[c] = w.block(0).get(slice.first() + i, c) * w.block(1).get(j, c);
                }
                add(1, outputs);
            }
        }
    }

    private void add(double weight, double[] outputs) {
        double[] sums = gram.data();
        for (int i = 0; i < outputs.length; i++) {
            double factor = weight * outputs[i];
            int row = i * gram.stride();
            for (int j = 0; j <= i; j++) {
                sums[row + j] += factor * outputs[j];
            }
        }
    }

    /** A matrix R with R·Rᵀ the inner products; eigenvalues that rounding made negative are 0. */
    Panel root() {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(gram);
        Panel root = eigen.vectors();
        for (int i = 0; i < root.rows(); i++) {
            for (int k = 0; k < root.columns(); k++) {
                root.set(i, k, root.get(i, k) * Math.sqrt(Math.max(0, eigen.values()[k])));
            }
        }
        return root;
    }
}
