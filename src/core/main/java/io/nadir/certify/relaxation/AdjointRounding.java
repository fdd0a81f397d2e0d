package io.nadir.certify.relaxation;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/** Bounds of the rounding errors of {@link Relaxation#addAdjoint}. */
final class AdjointRounding {
    private static final DenseKernels KERNELS = Kernels.get();

    private AdjointRounding() {}

    /**
     * ‖E‖_F for sums of an element of H and up to {@code terms} elements of t: |E| ≤ γ(|H| +
     * |𝒜*|(|t|)).
     */
    static double ofSums(int terms, double norm, double[] t, double size) {
        double sizes = size + norm * norm(t);
        return Rounding.up(Rounding.gamma(terms) * sizes);
    }

    /** ‖x‖₂ from above, for elements that do not overflow when squared. */
    static double norm(double[] x) {
        double square = KERNELS.dot(x, 0, x, 0, x.length);
        double margin = 1 + Rounding.gamma(x.length + 2.0);
        return Rounding.up(Math.sqrt(square) * margin + x.length * 0x1p-511);
    }
}
