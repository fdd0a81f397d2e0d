package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

/**
 * An orthonormal basis Q, d×r, of a subspace of one mode of a tensor, and what a tensor has in the
 * subspace and beside it. The columns are orthonormal up to rounding, which {@link #error} takes
 * into account: Q is near the orthonormal factor of its polar decomposition.
 */
final class ModeBasis {
    private static final DenseKernels KERNELS = Kernels.get();

    private final int mode;
    private final double[] q;
    private final int rows;
    private final int rank;

    private ModeBasis(int mode, Panel vectors) {
        this.mode = mode;
        this.rows = vectors.rows();
        this.rank = vectors.columns();
        this.q = new double[rows * rank];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rank; j++) {
                q[i * rank + j] = vectors.get(i, j);
            }
        }
    }

    /** The leading left singular vectors of an unfolding along one mode. */
    static ModeBasis leading(TensorResidual tensor, int mode, int rank, Runnable checkpoint) {
        Panel vectors = eigen(tensor, mode, checkpoint).vectors();
        return new ModeBasis(mode, Panels.leadingColumns(vectors, rank));
    }

    /** The squares of the singular values of the unfolding, and its left singular vectors. */
    static SmallDense.Eigen eigen(TensorResidual tensor, int mode, Runnable checkpoint) {
        int d = tensor.shape()[mode];
        int all = (1 << tensor.shape().length) - 1;
        double[] entries = tensor.unfolded(all & ~(1 << mode));
        int others = entries.length / d;
        Panel gram = Panel.zeros(d, d);
        Panel matrix = Panel.wrap(entries, others, d, 0);
        KERNELS.gramLower(matrix, 0, others, gram, new Scratch());
        return SmallDense.symmetricEigen(gram, checkpoint);
    }

    int mode() {
        return mode;
    }

    int rank() {
        return rank;
    }

    /** T ×_k Qᵀ. */
    TensorResidual within(TensorResidual tensor) {
        int[] shape = tensor.shape().clone();
        double[] product = project(tensor);
        shape[mode] = rank;
        return new TensorResidual(shape, product);
    }

    /** T ×_k (I − QQᵀ). */
    TensorResidual beside(TensorResidual tensor) {
        double[] product = project(tensor);
        double[] rest = tensor.entries().clone();
        int inner = inner(tensor);
        int outer = rest.length / (rows * inner);
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < rank; j++) {
                    KERNELS.axpy(
                            -q[i * rank + j],
                            product,
                            (o * rank + j) * inner,
                            rest,
                            (o * rows + i) * inner,
                            inner);
                }
            }
        }
        return new TensorResidual(tensor.shape(), rest);
    }

    private double[] project(TensorResidual tensor) {
        double[] entries = tensor.entries();
        int inner = inner(tensor);
        int outer = entries.length / (rows * inner);
        double[] product = new double[outer * rank * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < rank; j++) {
                    KERNELS.axpy(
                            q[i * rank + j],
                            entries,
                            (o * rows + i) * inner,
                            product,
                            (o * rank + j) * inner,
                            inner);
                }
            }
        }
        return product;
    }

    private int inner(TensorResidual tensor) {
        int inner = 1;
        for (int k = mode + 1; k < tensor.shape().length; k++) {
            inner *= tensor.shape()[k];
        }
        return inner;
    }

    /**
     * T ×_k Q for a mode of T of length r.
     *
     * @param inner the number of elements that belong to one index of the mode
     */
    double[] lifted(double[] tensor, int inner) {
        int outer = tensor.length / (rank * inner);
        double[] product = new double[outer * rows * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < rank; j++) {
                    KERNELS.axpy(
                            q[i * rank + j],
                            tensor,
                            (o * rank + j) * inner,
                            product,
                            (o * rows + i) * inner,
                            inner);
                }
            }
        }
        return product;
    }

    /** Q·x. */
    double[] lifted(double[] x) {
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            out[i] = KERNELS.dot(q, i * rank, x, 0, rank);
        }
        return out;
    }

    /**
     * How far {@link #within} and {@link #beside} are in Frobenius norm, as a share of that of T,
     * from what an exactly orthonormal basis would give, which is the same for both; infinite if
     * the columns are nowhere near orthonormal.
     *
     * <p>With ‖QᵀQ − I‖ ≤ δ the singular values of Q differ from 1 by at most δ, so Q from its
     * orthonormal factor by δ, and QQᵀ by 3δ. Sums of d and of r products round by γ times ‖Q‖_F ≤
     * 1.1·√r for each of the at most two factors Q.
     */
    double error() {
        double squares = 0;
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < rank; j++) {
                double inner = i == j ? -1 : 0;
                for (int l = 0; l < rows; l++) {
                    inner += q[l * rank + i] * q[l * rank + j];
                }
                squares += inner * inner;
            }
        }
        double rounding = Rounding.up(Rounding.gamma(rows + 3.0) * 4 * rank);
        double delta = Rounding.up(Math.sqrt(squares) * (1 + Rounding.gamma(rank * rank + 2.0)));
        double products = 12 * rank * Rounding.gamma(rows + rank + 4.0);
        double error = Rounding.up(3 * (delta + rounding) + products);
        return error < 0.05 ? error : Double.POSITIVE_INFINITY;
    }
}
