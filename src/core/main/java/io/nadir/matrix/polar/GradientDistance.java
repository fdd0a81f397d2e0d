package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/**
 * ‖A + R‖_F, with A the gradient as {@link EntrySums} has it and R = −∇ℓ as it was computed
 * elsewhere.
 */
public final class GradientDistance {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel residual;
    private final double[] difference;
    private double squares;

    /** Takes R, without padding. */
    public GradientDistance(Panel residual) {
        this.residual = residual;
        this.difference = new double[residual.columns()];
    }

    /** Adds a row of A. */
    public void add(EntryRow row, double[] gradient) {
        int n = difference.length;
        row.scatter(gradient, difference, 0, n);
        KERNELS.axpy(1, residual.data(), row.index() * n, difference, 0, n);
        squares += KERNELS.dot(difference, 0, difference, 0, n);
    }

    /** Returns an upper bound: a difference, its square, and n + m additions are rounded. */
    public double up() {
        double rounding = Rounding.gamma((double) residual.rows() + residual.columns() + 4);
        return Rounding.up(Math.sqrt(Rounding.up(squares * (1 + 2 * rounding))));
    }
}
