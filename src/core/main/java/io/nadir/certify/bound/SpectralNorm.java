package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

/** Upper bounds of σ_max of a dense matrix as stored, every rounding error included. */
public final class SpectralNorm {
    /** Shorter sides up to which a Gram matrix is decomposed. */
    private static final int LARGEST_SIDE = 2000;

    /** Shares by which the bound tried exceeds the estimate, beyond what the theorem adds. */
    private static final double[] SLACKS = {0, 1e-12, 1e-9, 1e-6};

    private static final DenseKernels KERNELS = Kernels.get();

    private SpectralNorm() {}

    /**
     * σ_max(A) ≤ result: {@link CholeskyBound} at the estimate of an eigendecomposition of the Gram
     * matrix on the shorter side; ‖A‖_F if that fails or the matrix is too large. m·n·min(m, n) +
     * O(min(m, n)³) flops.
     *
     * @param a elements far from overflow when squared
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public static double upper(Panel a, Scratch scratch, Runnable checkpoint) {
        Panel tall = a.rows() >= a.columns() ? a : Panels.transposed(a);
        int m = tall.rows();
        int n = tall.columns();
        double frobenius = frobenius(tall);
        if (frobenius == 0 || n > LARGEST_SIDE) {
            return frobenius;
        }
        checkpoint.run();
        Panel gram = Panel.zeros(n, n);
        KERNELS.gramLower(tall, 0, m, gram, scratch);
        double square = Rounding.up(frobenius * frobenius);
        double largest = SmallDense.symmetricEigen(gram).values()[0];
        double corrections = Rounding.gamma(m) * square + 4 * n * Rounding.gamma(n + 1.0) * largest;
        CholeskyBound cholesky = new CholeskyBound(gram, m, square, scratch, checkpoint);
        for (double slack : SLACKS) {
            double wanted =
                    Math.sqrt(largest * (1 + 8 * n * Rounding.UNIT + slack) + 4 * corrections);
            double bound = cholesky.attempt(wanted);
            if (bound < frobenius) {
                return bound;
            }
        }
        return frobenius;
    }

    /** ‖A‖_F from above. */
    public static double frobenius(Panel a) {
        double margin = 1 + Rounding.gamma((double) a.rows() * a.columns() + 2);
        double underflow = Math.sqrt((double) a.rows() * a.columns() * Double.MIN_NORMAL);
        double norm = Panels.frobenius(a);
        return norm == 0 && isZero(a) ? 0 : Rounding.up(norm * margin + underflow);
    }

    /**
     * ‖[a b; c d]‖₂ for elements of at least 0, such as norms of blocks, from above: (√((a + d)² +
     * (b − c)²) + √((a − d)² + (b + c)²))/2, the sum of the norms of its two parts that are
     * multiples of orthogonal matrices. Nothing cancels that counts: a − d and b − c have the
     * errors of one rounding.
     */
    public static double ofBlocks(double a, double b, double c, double d) {
        double largest = Math.max(Math.max(a, b), Math.max(c, d));
        if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
            return largest;
        }
        double rotation = Math.hypot(a + d, b - c);
        double reflection = Math.hypot(a - d, b + c);
        return Rounding.up(rotation / 2 + reflection / 2);
    }

    /** The largest d, nearly, for which {@link #ofBlocks} is at most {@code enough}; 0 if none. */
    public static double largestBlock(double a, double b, double c, double enough) {
        double low = 0;
        double high = enough;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (ofBlocks(a, b, c, middle) <= enough) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isZero(Panel a) {
        for (int j = 0; j < a.columns(); j++) {
            if (Panels.maxAbs(a, j) > 0) {
                return false;
            }
        }
        return true;
    }
}
