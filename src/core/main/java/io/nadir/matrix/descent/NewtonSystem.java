package io.nadir.matrix.descent;

import io.nadir.solver.descent.WideVector;

import java.util.Arrays;

/**
 * The Hessian of ℓ(Y, U·Vᵀ) + the smoothed penalty: a block for each row of U, and −γ_i·ê_iê_iᵀ for
 * each column where the penalty couples the rows, which the formula of Sherman, Morrison and
 * Woodbury takes care of. O(rows·rank³) operations to make it, O(rows·rank²) to solve.
 */
final class NewtonSystem {
    /** A pivot below this share of its diagonal element is rounding, and is replaced by it. */
    private static final double SMALLEST_PIVOT = 1e-14;

    private final int rank;

    /** Cholesky factors of the blocks; row-major. */
    private final double[][] factors;

    /** √γ_i·ê_i, in the layout of U; empty if the rows are not coupled. */
    private final double[] coupling;

    /** The Cholesky factor of I − EᵀD⁻¹E. */
    private final double[] capacitance;

    /**
     * Factors the Hessian at a point.
     *
     * @param damping is added to the diagonal
     * @param frozen elements of U that stay as they are
     */
    NewtonSystem(
            RegressionRows rows,
            ColumnPenalty penalty,
            WideVector point,
            double mu,
            double damping,
            boolean[] frozen,
            Runnable checkpoint) {
        double[] u = point.high();
        this.rank = rows.rank();
        this.factors = new double[rows.size()][];
        double[] norms = penalty.norms(u);
        double[] diagonal = new double[rank];
        for (int i = 0; i < factors.length; i++) {
            checkpoint.run();
            double[] block = rows.hessian(point, i).clone();
            penalty.diagonal(u, i, mu, norms, diagonal);
            for (int c = 0; c < rank; c++) {
                block[c * rank + c] += diagonal[c] + damping;
            }
            freeze(block, frozen, i * rank);
            factor(block, rank);
            factors[i] = block;
        }
        this.coupling =
                penalty.isCoupled() ? coupling(penalty, u, norms, mu, frozen) : new double[0];
        this.capacitance = penalty.isCoupled() ? capacitance() : new double[0];
    }

    /** X ← H⁻¹·x. */
    void solve(double[] x) {
        solveBlocks(x);
        if (coupling.length == 0) {
            return;
        }
        double[] along = new double[rank];
        for (int at = 0; at < x.length; at++) {
            along[at % rank] += coupling[at] * x[at];
        }
        substitute(capacitance, rank, along, 0);
        double[] more = new double[x.length];
        for (int at = 0; at < x.length; at++) {
            more[at] = coupling[at] * along[at % rank];
        }
        solveBlocks(more);
        for (int at = 0; at < x.length; at++) {
            x[at] += more[at];
        }
    }

    private void solveBlocks(double[] x) {
        for (int i = 0; i < factors.length; i++) {
            substitute(factors[i], rank, x, i * rank);
        }
    }

    private double[] coupling(
            ColumnPenalty penalty, double[] u, double[] norms, double mu, boolean[] frozen) {
        double[] bends = penalty.bends(norms, mu);
        double[] out = new double[u.length];
        for (int at = 0; at < u.length; at++) {
            int i = at % rank;
            out[at] = frozen[at] || norms[i] == 0 ? 0 : Math.sqrt(bends[i]) * (u[at] / norms[i]);
        }
        return out;
    }

    private double[] capacitance() {
        double[] matrix = new double[rank * rank];
        double[] column = new double[rank];
        for (int i = 0; i < factors.length; i++) {
            for (int b = 0; b < rank; b++) {
                Arrays.fill(column, 0);
                column[b] = coupling[i * rank + b];
                substitute(factors[i], rank, column, 0);
                for (int a = b; a < rank; a++) {
                    matrix[a * rank + b] -= coupling[i * rank + a] * column[a];
                }
            }
        }
        for (int a = 0; a < rank; a++) {
            matrix[a * rank + a] += 1;
        }
        // What is left of 1 after cancellation is not known better than this.
        factor(matrix, rank, SMALLEST_PIVOT);
        return matrix;
    }

    private void freeze(double[] block, boolean[] frozen, int at) {
        for (int c = 0; c < rank; c++) {
            if (frozen[at + c]) {
                for (int k = 0; k < rank; k++) {
                    block[Math.max(c, k) * rank + Math.min(c, k)] = 0;
                }
                block[c * rank + c] = 1;
            }
        }
    }

    private static void factor(double[] a, int n) {
        factor(a, n, 0);
    }

    /** A = L·Lᵀ, the lower triangle in place. */
    private static void factor(double[] a, int n, double floor) {
        for (int i = 0; i < n; i++) {
            double diagonal = a[i * n + i];
            for (int j = 0; j < i; j++) {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * n + k] * a[j * n + k];
                }
                a[i * n + j] = sum / a[j * n + j];
            }
            double pivot = diagonal;
            for (int k = 0; k < i; k++) {
                pivot -= a[i * n + k] * a[i * n + k];
            }
            double least = Math.max(floor, SMALLEST_PIVOT * diagonal);
            if (!(pivot > least)) {
                pivot = least > 0 ? least : 1;
            }
            a[i * n + i] = Math.sqrt(pivot);
        }
    }

    /** X ← L⁻ᵀL⁻¹x for n elements from an offset. */
    private static void substitute(double[] l, int n, double[] x, int at) {
        for (int i = 0; i < n; i++) {
            double sum = x[at + i];
            for (int k = 0; k < i; k++) {
                sum -= l[i * n + k] * x[at + k];
            }
            x[at + i] = sum / l[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double value = x[at + i] / l[i * n + i];
            x[at + i] = value;
            for (int k = 0; k < i; k++) {
                x[at + k] -= l[i * n + k] * value;
            }
        }
    }
}
