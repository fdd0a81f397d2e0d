package io.nadir.tensor.polar;

import io.nadir.certify.relaxation.Relaxation;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/**
 * The relaxation of max kᵀCk over k = x or k = (u, x), ‖k‖ ≤ 1, where x is a multiple of w¹ ∘ … ∘
 * w^m, and u and some of the w^k have no negative elements.
 *
 * <p>The elements x_i·x_j of xxᵀ do not change if the indices i_k and j_k of a mode change places
 * between row and column (partial transposition). So they fall into classes of equal elements, and
 * N contributes nothing to kᵀNk if its elements in each class sum to 0. Where the modes that differ
 * between i and j have w^k ≥ 0, the common element of the class is at least 0, and a sum of at
 * least 0 is enough. In the rows of u, so are elements of at least 0. These N are the multipliers,
 * and 𝒜 is the identity.
 *
 * <p>What rounding leaves of the sums is the {@link #cost}: as ‖kkᵀ‖_F ≤ 1, N contributes at most
 * the Frobenius norm of the means over the classes. Takes 8·(2·order² + n²) bytes, n = Π d_k.
 */
final class TensorRelaxation implements Relaxation {
    private static final DenseKernels KERNELS = Kernels.get();

    private final int beside;
    private final int[] extents;
    private final int n;
    private final int[] free;
    private final boolean allNonNegative;
    private final double[] objective;
    private final double[] means;

    /**
     * States a relaxation.
     *
     * @param beside length of u; 0 if there is none
     * @param extents d_1 … d_m of x
     * @param nonNegative whether w^k ≥ 0
     * @param objective C, of order {@code beside} + Π d_k; not copied
     */
    TensorRelaxation(int beside, int[] extents, boolean[] nonNegative, double[] objective) {
        this.beside = beside;
        this.extents = extents.clone();
        int size = 1;
        boolean all = true;
        for (int k = 0; k < extents.length; k++) {
            size *= extents[k];
            all &= nonNegative[k];
        }
        this.n = size;
        this.allNonNegative = all;
        this.objective = objective;
        this.free = freeIndices(nonNegative);
        this.means = new double[n * n];
    }

    /** For each element of x, its place among the elements of the modes without sign. */
    private int[] freeIndices(boolean[] nonNegative) {
        int[] indices = new int[n];
        for (int i = 0; i < n; i++) {
            int rest = i;
            int stride = 1;
            for (int k = extents.length - 1; k >= 0; k--) {
                if (!nonNegative[k]) {
                    indices[i] += stride * (rest % extents[k]);
                    stride *= extents[k];
                }
                rest /= extents[k];
            }
        }
        return indices;
    }

    @Override
    public int order() {
        return beside + n;
    }

    @Override
    public double[] objective() {
        return objective;
    }

    @Override
    public void proximal(double[] t, double step) {
        averages(t);
        int order = order();
        for (int i = 0; i < beside; i++) {
            int row = i * order;
            for (int j = 0; j < beside; j++) {
                t[row + j] = Math.max(0, t[row + j]);
            }
            for (int j = beside; j < order; j++) {
                double kept = allNonNegative ? Math.max(0, t[row + j]) : 0;
                t[row + j] = kept;
                t[j * order + i] = kept;
            }
        }
        for (int i = 0; i < n; i++) {
            int row = (beside + i) * order + beside;
            int own = free[i];
            for (int j = 0; j < n; j++) {
                double mean = means[i * n + j];
                t[row + j] -= own == free[j] ? Math.min(0, mean) : mean;
            }
        }
    }

    /** The norm of the class means that should be 0, or at least 0, and are not. */
    @Override
    public double cost(double[] t) {
        averages(t);
        double squares = 0;
        double sizes = 0;
        for (int i = 0; i < n; i++) {
            int row = (beside + i) * order() + beside;
            int own = free[i];
            double sum = 0;
            for (int j = 0; j < n; j++) {
                double mean = means[i * n + j];
                double excess = own == free[j] ? Math.min(0, mean) : mean;
                sum += excess * excess;
            }
            squares += sum;
            sizes += KERNELS.dot(t, row, t, row, n);
        }
        double margin = 1 + Rounding.gamma(2.0 * n + 4);
        double wrong = Rounding.up(Math.sqrt(squares) * margin);
        // A mean has gone through one addition a mode.
        double rounding = Rounding.gamma(extents.length) * Rounding.up(Math.sqrt(sizes) * margin);
        return Rounding.up(wrong + rounding);
    }

    /**
     * Writes the class means of the block of x. On symmetric matrices the transposition of the last
     * mode is that of all others.
     */
    private void averages(double[] t) {
        int order = order();
        for (int i = 0; i < n; i++) {
            System.arraycopy(t, (beside + i) * order + beside, means, i * n, n);
        }
        int inner = n;
        int outer = 1;
        for (int k = 0; k < extents.length - 1; k++) {
            inner /= extents[k];
            average(outer, extents[k], inner);
            outer *= extents[k];
        }
    }

    /** Averages over the transposition of one mode; {@code inner} elements belong to an index. */
    private void average(int outer, int extent, int inner) {
        for (int i = 0; i < outer * extent; i++) {
            int row = i % extent;
            int base = i - row;
            for (int below = 0; below < inner; below++) {
                for (int block = 0; block < outer; block++) {
                    for (int column = row + 1; column < extent; column++) {
                        int a = (i * inner + below) * n + (block * extent + column) * inner;
                        int b =
                                ((base + column) * inner + below) * n
                                        + (block * extent + row) * inner;
                        averagePairs(a, b, inner);
                    }
                }
            }
        }
    }

    private void averagePairs(int a, int b, int length) {
        for (int j = 0; j < length; j++) {
            double mean = 0.5 * (means[a + j] + means[b + j]);
            means[a + j] = mean;
            means[b + j] = mean;
        }
    }

    @Override
    public double operations() {
        double entries = (double) order() * order();
        return (4 + 2 * extents.length) * entries;
    }
}
