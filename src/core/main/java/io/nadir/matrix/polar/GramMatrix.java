package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/** M = ZᵀZ as computed, symmetric in every bit, and what it is wrong by. */
final class GramMatrix {
    private static final DenseKernels KERNELS = Kernels.get();

    /** Rows between two looks at the interrupt flag: 2³⁰ flops. */
    private static final long SLICE = 1L << 30;

    private final double[] matrix;
    private final int n;
    private final double error;

    /** Forms M: m·n² flops, 8·n² bytes. Elements of Z are at most 1. */
    GramMatrix(Panel z, Scratch scratch, Runnable checkpoint) {
        this.n = z.columns();
        this.matrix = new double[Math.multiplyExact(n, n)];
        Panel panel = Panel.wrap(matrix, n, n, 0);
        int rows = (int) Math.clamp(SLICE / ((long) n * n), 8, z.rows() + 8L);
        for (int from = 0; from < z.rows(); from += rows) {
            checkpoint.run();
            KERNELS.gramLower(z, from, Math.min(z.rows(), from + rows), panel, scratch);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[j * n + i] = matrix[i * n + j];
            }
        }
        double norm = norm(z.data());
        // |fl(ZᵀZ) − ZᵀZ| ≤ γ|Z|ᵀ|Z|; what underflows is far below the smallest normal number.
        this.error = Rounding.up(Rounding.gamma(z.rows() + 1.0) * norm * norm);
    }

    int order() {
        return n;
    }

    /** M, n×n; not to be changed. */
    double[] matrix() {
        return matrix;
    }

    /** ‖fl(M) − M‖₂ from above. */
    double error() {
        return error;
    }

    /** ‖x‖₂ from above, for elements near 1 or below. */
    static double norm(double[] x) {
        double square = KERNELS.dot(x, 0, x, 0, x.length);
        return Rounding.up(
                Math.sqrt(square) * (1 + Rounding.gamma(x.length + 2.0)) + x.length * 0x1p-511);
    }
}
