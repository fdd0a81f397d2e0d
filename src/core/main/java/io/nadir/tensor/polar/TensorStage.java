package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One relaxation of the norm of a tensor R: with the unfolding R₍E₎ that has the modes E as rows,
 * ‖R‖ = max uᵀR₍E₎x, where u and x are outer products of unit vectors.
 *
 * <p>If nothing is known of u, it is eliminated: ‖R‖² ≤ max ‖R₍E₎x‖², and C = R₍E₎ᵀR₍E₎. If all its
 * modes have vectors ≥ 0, u may be kept: then ‖R‖ is the maximum of kᵀCk over k = (u, x)/√2, C = [0
 * R₍E₎; R₍E₎ᵀ 0]. This costs more, and takes account of u ≥ 0.
 */
final class TensorStage {
    private static final DenseKernels KERNELS = Kernels.get();

    private final TensorResidual residual;
    private final boolean[] nonNegative;
    private final int rowModes;
    private final boolean keepsRows;
    private final int[] modes;
    private final int[] extents;
    private final int rows;
    private final int columns;

    /**
     * Chooses a relaxation.
     *
     * @param nonNegative for each mode of R whether its vectors are at least 0
     * @param rowModes E, bit k for mode k
     * @param keepsRows whether u is kept
     */
    TensorStage(TensorResidual residual, boolean[] nonNegative, int rowModes, boolean keepsRows) {
        this.residual = residual;
        this.nonNegative = nonNegative;
        this.rowModes = rowModes;
        this.keepsRows = keepsRows;
        this.modes = modes(false);
        this.extents = extents(modes);
        int size = 1;
        for (int extent : extents) {
            size *= extent;
        }
        this.columns = size;
        this.rows = residual.entries().length / size;
    }

    /** Order of C. */
    int order() {
        return keepsRows ? rows + columns : columns;
    }

    /** Forms C. */
    TensorRelaxation relaxation() {
        boolean[] signs = new boolean[modes.length];
        for (int k = 0; k < modes.length; k++) {
            signs[k] = nonNegative[modes[k]];
        }
        double[] entries = residual.unfolded(rowModes);
        return new TensorRelaxation(
                keepsRows ? rows : 0,
                extents,
                signs,
                keepsRows ? bordered(entries) : gram(entries));
    }

    private double[] gram(double[] entries) {
        Panel gram = Panel.zeros(columns, columns);
        KERNELS.gramLower(Panel.wrap(entries, rows, columns, 0), 0, rows, gram, new Scratch());
        double[] c = new double[columns * columns];
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j <= i; j++) {
                c[i * columns + j] = gram.get(i, j);
                c[j * columns + i] = gram.get(i, j);
            }
        }
        return c;
    }

    private double[] bordered(double[] entries) {
        int order = order();
        double[] c = new double[order * order];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[i * order + rows + j] = entries[i * columns + j];
                c[(rows + j) * order + i] = entries[i * columns + j];
            }
        }
        return c;
    }

    /** How far rounding can throw λ_max(C). */
    private double formingError() {
        double frobenius = residual.frobenius();
        return keepsRows ? 0 : Rounding.up(Rounding.gamma(rows) * frobenius * frobenius);
    }

    /** The bound of the relaxation that is sufficient for a bound of ‖R‖. */
    double target(double norm) {
        return keepsRows ? norm : Rounding.down(norm * norm - formingError());
    }

    /**
     * The value of the relaxation that vectors attain for which R is {@code lower}; to steer by.
     */
    double attained(double lower) {
        return keepsRows ? lower : lower * lower;
    }

    /** The bound of ‖R‖ that a bound of the relaxation gives. */
    double norm(double bound) {
        return keepsRows ? bound : Rounding.up(Math.sqrt(Rounding.up(bound + formingError())));
    }

    /** Vectors for each mode of R near those that a vector k stands for. */
    List<double[]> vectors(double[] k) {
        double[] x = new double[columns];
        System.arraycopy(k, k.length - columns, x, 0, columns);
        double[] u = new double[rows];
        double[] entries = residual.unfolded(rowModes);
        for (int i = 0; i < rows; i++) {
            u[i] = KERNELS.dot(entries, i * columns, x, 0, columns);
        }
        List<double[]> vectors =
                new ArrayList<>(Collections.nCopies(residual.shape().length, new double[0]));
        place(vectors, modes, RankOneFold.of(x, extents));
        int[] others = modes(true);
        place(vectors, others, RankOneFold.of(u, extents(others)));
        return vectors;
    }

    private void place(List<double[]> vectors, int[] at, List<double[]> folded) {
        for (int k = 0; k < at.length; k++) {
            double[] vector = folded.get(k);
            double sum = 0;
            for (double element : vector) {
                sum += element;
            }
            if (nonNegative[at[k]] && sum < 0) {
                KERNELS.scale(-1, vector, 0, vector.length);
            }
            vectors.set(at[k], vector);
        }
    }

    private int[] modes(boolean amongRows) {
        int[] found = new int[residual.shape().length];
        int count = 0;
        for (int k = 0; k < found.length; k++) {
            if ((rowModes >> k & 1) == (amongRows ? 1 : 0)) {
                found[count++] = k;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int[] extents(int[] of) {
        int[] found = new int[of.length];
        for (int k = 0; k < of.length; k++) {
            found[k] = residual.shape()[of[k]];
        }
        return found;
    }
}
