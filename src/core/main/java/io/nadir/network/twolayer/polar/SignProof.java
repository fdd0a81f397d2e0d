package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/**
 * Upper bounds of the maximum over a {@link SignCell} that are proved by one Cholesky
 * factorization.
 *
 * <p>Let ‖w‖ ≤ 1, y = (|S·w|, w) and x = A·y, see {@link SignProducts}. For every T that is
 * nonnegative but at the places of p_n·m_n = 0, and every t ≥ 0,
 *
 * <p>yᵀK(t)y = t‖w‖² − ‖Ĥy‖² − xᵀTx ≤ t − ‖Ĥy‖², K(t) = t·diag(ε·I, I − ε·SᵀS) − ĤᵀĤ − AᵀTA,
 *
 * <p>because the elements of |S·w| have the squares of those of S·w, whatever ε ≥ 0 is.
 *
 * <p>If the Cholesky factorization of K̂, K(t) as computed, runs to completion, yᵀK̂y ≥ −γ_{n+1}/(1
 * − γ_{n+1})·(Σ|y_i|√k̂_ii)² (Higham, Theorems 10.3 and 10.5). The elements of K̂ are off by γ_k of
 * the sums of magnitudes that they are made of. Of y, only |y_n| ≤ ‖s_n‖ and ‖w‖ ≤ 1 are used: so
 * the bounds do not depend on how the rows are scaled, nor on the condition of S.
 *
 * <p>For a side of the output, the element o of x is c·y(w) ≥ 0 but for the rounding of its form,
 * δ. So a product of o with another element x_j can be as small as −δ|x_j|, which adds 2δ·Σ_j
 * T_oj|x_j| to the bound.
 */
final class SignProof {
    /** Shares by which the bound tried exceeds the estimate. */
    private static final double[] SLACKS = {1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-7, 1e-5, 1e-3};

    private static final DenseKernels KERNELS = Kernels.get();

    private final SignCell cell;
    private final Runnable checkpoint;
    private final int free;
    private final int n;
    private final double epsilon;
    private final Scratch scratch = new Scratch();
    private final Panel gramOfRows;
    private final Panel gram;

    /** What |yᵀ(K(t) − K̂)y| is a γ_k of, without the part of T and the part of t. */
    private final double mapSquare;

    private double multiplierSum;

    /** What forms that are a little below 0 may add. */
    private double formError;

    /** Prepares proofs: n²q + N·d² products. */
    SignProof(SignCell cell, Runnable checkpoint) {
        this.cell = cell;
        this.checkpoint = checkpoint;
        this.free = cell.free();
        this.n = cell.order();
        this.epsilon = cell.balanced().metric();
        this.gramOfRows = Panel.zeros(cell.dimension(), cell.dimension());
        KERNELS.gramLower(cell.rows(), 0, free, gramOfRows, scratch);
        this.gram = Panel.wrap(new double[n * n], n, n, 0);
        KERNELS.gramLower(cell.map(), 0, cell.map().rows(), gram, scratch);
        double norm = cell.mapNorm();
        this.mapSquare = Rounding.up(norm * norm);
    }

    /**
     * Returns an upper bound of ‖y(w)‖ in the cell; infinite if none is proved, as for a T that is
     * not symmetric or not allowed.
     *
     * @param multiplier T
     * @param estimate about the smallest t for which K(t) ⪰ 0
     */
    double upper(double[] multiplier, double estimate) {
        checkpoint.run();
        if (!isAllowed(multiplier)) {
            return Double.POSITIVE_INFINITY;
        }
        double[] base = new double[n * n];
        new SignProducts(cell.rows(), free, cell.forms()).addAdjoint(multiplier, base);
        KERNELS.axpy(1, gram.data(), 0, base, 0, base.length);
        multiplierSum = multiplierSum(multiplier);
        formError = formError(multiplier);
        for (double slack : SLACKS) {
            double bound = attempt(base, (Math.max(0, estimate) + Double.MIN_NORMAL) * (1 + slack));
            if (bound < Double.POSITIVE_INFINITY) {
                return bound;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Symmetric in every bit, and not negative but where p_n and m_n meet. */
    private boolean isAllowed(double[] t) {
        int size = cell.parts();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                boolean isFreePlace = i < 2 * free && j == i - free;
                double element = t[i * size + j];
                if (element != t[j * size + i] || !(element >= 0 || isFreePlace)) {
                    return false;
                }
            }
        }
        return true;
    }

    private double attempt(double[] base, double t) {
        Panel shifted = Panel.zeros(n, n);
        for (int i = 0; i < n; i++) {
            int at = i * shifted.stride();
            for (int j = 0; j <= i; j++) {
                shifted.data()[at + j] = t * metric(i, j) - base[i * n + j];
            }
        }
        double factor = factorSum(shifted);
        if (!KERNELS.cholesky(shifted, scratch, checkpoint)) {
            return Double.POSITIVE_INFINITY;
        }
        double gamma = Rounding.gamma(n + 1.0);
        double cholesky = Rounding.up(gamma / (1 - gamma) * factor * factor);
        double square = Rounding.up(t + elementError(t) + formError + cholesky + underflow(t));
        return Rounding.up(Math.sqrt(square) + cell.mapError());
    }

    private double metric(int i, int j) {
        double one = i == j ? 1 : 0;
        return j < free ? epsilon * one : one - epsilon * gramOfRows.get(i - free, j - free);
    }

    /** Σ|y_i|√k̂_ii from above: for the elements of w at most the root of the sum of all k̂_ii. */
    private double factorSum(Panel shifted) {
        double sum = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            double diagonal = Math.max(0, shifted.get(i, i));
            if (i < free) {
                sum += cell.norm(i) * Math.sqrt(diagonal);
            } else {
                square += diagonal;
            }
        }
        return Rounding.up((sum + Math.sqrt(square)) * (1 + Rounding.gamma(n + 4.0)));
    }

    /**
     * Bound of |yᵀ(K(t) − K̂)y|. The elements of ĤᵀĤ go through q roundings, those of AᵀTA through
     * 2(F + c) + 4 and, with f forms, 4f more, those of SᵀS through F, and three more join them.
     */
    private double elementError(double t) {
        double rows = cell.rows().rows();
        int forms = cell.sides().size();
        double gamma = Rounding.gamma(cell.map().rows() + 2 * rows + 4 * forms + 16);
        double sums = mapSquare + multiplierSum + t * (1 + 2 * epsilon * norms());
        return Rounding.up(gamma * sums * (1 + Rounding.gamma(rows + 8)));
    }

    /** Σ‖s_n‖² of the free rows. */
    private double norms() {
        double norms = 0;
        for (int i = 0; i < free; i++) {
            norms += cell.norm(i) * cell.norm(i);
        }
        return norms;
    }

    /** Σ|T_ij|x̄_ix̄_j with x̄ = ‖s_n‖ for p_n and m_n: |p_n|, |m_n| ≤ ‖s_n‖‖w‖. */
    private double multiplierSum(double[] multiplier) {
        double sum = 0;
        for (int i = 0; i < cell.parts(); i++) {
            sum += rowSum(multiplier, i) * norm(i);
        }
        return Rounding.up(sum * (1 + Rounding.gamma(2.0 * cell.parts() + 4)));
    }

    /** 2δ·ΣT_oj·x̄_j over the forms o. */
    private double formError(double[] multiplier) {
        if (cell.sides().isEmpty()) {
            return 0;
        }
        double sum = 0;
        for (int i = cell.parts() - cell.sides().size(); i < cell.parts(); i++) {
            sum += rowSum(multiplier, i);
        }
        double error = 2 * cell.formError() * sum;
        return Rounding.up(error * (1 + Rounding.gamma(2.0 * cell.parts() + 4)));
    }

    /** Σ_j |T_ij|x̄_j by plain sums. */
    private double rowSum(double[] multiplier, int i) {
        int size = cell.parts();
        double row = 0;
        for (int j = 0; j < size; j++) {
            row += Math.abs(multiplier[i * size + j]) * norm(j);
        }
        return row;
    }

    private double norm(int element) {
        int firstForm = cell.parts() - cell.sides().size();
        if (element >= firstForm) {
            return cell.formNorm();
        }
        return cell.norm(element < free ? element : element - free);
    }

    /** Each of the products may lose as much as the least normal number. */
    private double underflow(double t) {
        double size = n + cell.rows().rows() + cell.map().rows() + cell.sides().size() + 4.0;
        double sizes = 1 + t + mapSquare + norms();
        return Math.pow(2 * size, 5) * sizes * sizes * Double.MIN_NORMAL;
    }
}
