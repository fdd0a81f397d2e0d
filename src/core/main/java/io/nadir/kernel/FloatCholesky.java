package io.nadir.kernel;

import io.nadir.array.Panel;

/**
 * Cholesky factorization B = GᵀG in float32 for B = −N, N symmetric, G lower triangular, in place:
 * from the last rows on, block by block of {@link DenseKernels#FLOAT_CHAIN}.
 *
 * <p>Let B₂₂ be the last block, N₂₁ the columns before it, and J what reverses the order of rows.
 * J·B₂₂·J = L·Lᵀ is factored in float64, and L rounded to float32: G₂₂ = J·Lᵀ·J. V = L⁻¹·J·N₂₁ is
 * found by substitution, G₂₁ = −J·V, and N₁₁ += VᵀV is the Gram matrix of rows of float32, added to
 * what is left. The sign of N saves every subtraction, and the order from the last rows leaves a
 * leading block at each step, whose rows below need no transposition. n³/3 flops.
 *
 * <p>|B − GᵀG| ≤ γ_K·|G|ᵀ|G| with the unit roundoff of float32 and K = {@link #roundings}, but for
 * underflow. When the block of the row of an element is reached, a sum of at most FLOAT_CHAIN
 * products has been added to the element for each block before. What is then left of it is the sum
 * of the products of that block, each of which is off by γ_FLOAT_CHAIN at most: by Lemma 8.4 of
 * Higham in V, by Theorem 10.3 in float64 and two roundings to float32 in G₂₂. Solved for the
 * element of B, this is the sum of all products, each off by the roundings of its own block and one
 * for each block before it.
 */
final class FloatCholesky {
    private static final int BLOCK = DenseKernels.FLOAT_CHAIN;

    private static final DenseKernels KERNELS = Kernels.get();

    private final FloatSquare n;
    private final PanelProducts products;
    private final Runnable checkpoint;

    /** V of a block. */
    private final FloatPanels rows;

    /**
     * Takes the matrix.
     *
     * @param n N; replaced
     * @param products what adds Gram matrices
     * @param checkpoint called before each block; may throw to give up
     */
    FloatCholesky(FloatSquare n, PanelProducts products, Runnable checkpoint) {
        this.n = n;
        this.products = products;
        this.checkpoint = checkpoint;
        this.rows = KERNELS.floatPanels(BLOCK, n.order());
    }

    /** K, the number of roundings that a product goes through, for a matrix of this order. */
    static int roundings(int order) {
        return BLOCK + Math.ceilDiv(order, BLOCK);
    }

    /** Replaces N by G; whether it ran to completion: every pivot was greater than 0 and finite. */
    boolean factor() {
        for (int end = n.order(); end > 0; end -= BLOCK) {
            checkpoint.run();
            int first = Math.max(0, end - BLOCK);
            Panel diagonal = reversed(first, end);
            if (!KERNELS.cholesky(diagonal, products.scratch(), checkpoint)) {
                return false;
            }
            if (first > 0) {
                eliminate(diagonal, first, end);
            }
            keep(diagonal, first, end);
        }
        return true;
    }

    /** J·B₂₂·J, the lower triangle. */
    private Panel reversed(int first, int end) {
        int size = end - first;
        Panel out = Panel.zeros(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                out.set(i, j, -n.get(end - 1 - j, end - 1 - i));
            }
        }
        return out;
    }

    private void eliminate(Panel factor, int first, int end) {
        for (int i = 0; i < end - first; i++) {
            rows.set(i, n.data(), row(end, i), first);
        }
        products.solveLower(factor, rows, first);
        products.addGramLower(rows, end - first, first, n, checkpoint);
    }

    /** The rows of G. */
    private void keep(Panel factor, int first, int end) {
        for (int i = 0; i < end - first; i++) {
            int row = row(end, i);
            rows.copyRow(i, n.data(), row, first);
            for (int j = 0; j < first; j++) {
                n.data()[row + j] = -n.data()[row + j];
            }
            for (int j = i; j < end - first; j++) {
                n.data()[row + end - 1 - j] = (float) factor.get(j, i);
            }
        }
    }

    /** Where the row number i, counted from the last one of a block, begins. */
    private int row(int end, int i) {
        return (end - 1 - i) * n.stride();
    }
}
