package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.BlockPenalty;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The columns of V that are not 0, scaled to norms from 1 to 2, U scaled the other way: U·Vᵀ stays,
 * and what the penalty's weights become makes it stay too.
 */
final class ScaledColumns {
    private final Panel v;

    /** Index of each in V. */
    private final int[] indices;

    private final double[] norms;
    private final ColumnPenalty penalty;

    private ScaledColumns(Panel v, int[] indices, double[] norms, ColumnPenalty penalty) {
        this.v = v;
        this.indices = indices;
        this.norms = norms;
        this.penalty = penalty;
    }

    /**
     * Scales V.
     *
     * @param v not changed
     * @param weights of h for each column
     * @param offsets those of the rows, whose column is the last; null if there are none
     */
    static ScaledColumns of(
            Panel v, double[] weights, BlockPenalty form, @Nullable RowOffsets offsets) {
        BlockPenalty last = offsets == null || offsets.rows() == null ? null : offsets.form();
        int[] indices = new int[v.columns()];
        double[] norms = new double[v.columns()];
        double[] scaled = new double[v.columns()];
        int count = 0;
        for (int i = 0; i < v.columns(); i++) {
            double norm = roughNorm(v, i);
            BlockPenalty h = last != null && i == v.columns() - 1 ? last : form;
            double weight = weights[i] / norm / (h.square() > 0 ? norm : 1);
            // A column that costs more than any number is of no use; so is one that is 0.
            if (norm > 0 && weight < Double.POSITIVE_INFINITY) {
                indices[count] = i;
                norms[count] = norm;
                scaled[count++] = weight;
            }
        }
        indices = Arrays.copyOf(indices, count);
        norms = Arrays.copyOf(norms, count);
        Panel columns = Panel.zeros(v.rows(), count);
        for (int j = 0; j < v.rows(); j++) {
            for (int c = 0; c < count; c++) {
                columns.set(j, c, v.get(j, indices[c]) / norms[c]);
            }
        }
        double reach = last == null || offsets == null ? 0 : offsets.reach() * norms[count - 1];
        ColumnPenalty penalty = new ColumnPenalty(form, Arrays.copyOf(scaled, count), last, reach);
        return new ScaledColumns(columns, indices, norms, penalty);
    }

    int count() {
        return indices.length;
    }

    /** n×count. */
    Panel v() {
        return v;
    }

    ColumnPenalty penalty() {
        return penalty;
    }

    /** Returns offsets of rows as the scaled U has them. */
    double[] scaledOffsets(double[] offsets) {
        double[] scaled = offsets.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= norms[count() - 1];
        }
        return scaled;
    }

    /**
     * Writes rows of U, scaled back, without their offsets.
     *
     * @param rows of the scaled U, row-major without padding
     * @param first row of U
     */
    void store(double[] rows, int first, Panel u) {
        for (int at = 0; at < rows.length; at++) {
            int c = at % indices.length;
            if (c != penalty.offsetColumn()) {
                u.set(first + at / indices.length, indices[c], rows[at] / norms[c]);
            }
        }
    }

    /** The norm, rounded to a power of two: scaling by it rounds nothing. */
    private static double roughNorm(Panel v, int i) {
        double largest = Panels.maxAbs(v, i);
        double sum = 0;
        for (int j = 0; largest > 0 && j < v.rows(); j++) {
            double share = v.get(j, i) / largest;
            sum += share * share;
        }
        double norm = largest * Math.sqrt(sum);
        return norm < Double.MIN_NORMAL ? 0 : Math.scalb(1.0, Math.getExponent(norm));
    }
}
