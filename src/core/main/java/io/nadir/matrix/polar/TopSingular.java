package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;

import java.util.random.RandomGenerator;

/**
 * The singular triplets of a slowly changing tall matrix A that exceed a threshold: from all of AᵀA
 * where it is small, else by subspace iteration that starts where the last one ended. An estimate,
 * to steer by; no bound rests on it.
 */
final class TopSingular {
    /** Columns up to which the whole of AᵀA is decomposed. */
    private static final int SMALL = 300;

    /** Columns of the subspace beyond those above the threshold. */
    private static final int SPARE = 8;

    /** Rounds of subspace iteration for each matrix. */
    private static final int ROUNDS = 2;

    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products;
    private final RandomGenerator random;
    private Panel basis;

    /**
     * Starts from random directions.
     *
     * @param n columns of A
     * @param products working memory
     */
    TopSingular(int n, RandomGenerator random, PanelProducts products) {
        this.products = products;
        this.random = random;
        this.basis = Panel.zeros(n, 0);
        widen(2 * SPARE);
    }

    /**
     * What lies above a threshold τ.
     *
     * @param left (σ_i − τ)·u_i
     * @param right v_i
     * @param excesses σ_i − τ
     * @param largest σ_max
     */
    record Excess(Panel left, Panel right, double[] excesses, double largest) {}

    /** The triplets of {@code a} above {@code threshold}. */
    Excess above(Panel a, double threshold) {
        return a.columns() <= SMALL ? fromGram(a, threshold) : fromSubspace(a, threshold);
    }

    private Excess fromGram(Panel a, double threshold) {
        Panel gram = Panel.zeros(a.columns(), a.columns());
        KERNELS.gramLower(a, 0, a.rows(), gram, products.scratch());
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(gram);
        return excess(a, eigen.values(), eigen.vectors(), threshold);
    }

    private Excess fromSubspace(Panel a, double threshold) {
        for (int round = 0; round < ROUNDS; round++) {
            basis = products.transposeMultiply(a, products.multiply(a, basis));
            ThinQr.factor(basis, products);
            ThinQr.dropZeroColumns(basis);
        }
        Panel image = products.multiply(a, basis);
        SmallDense.Eigen eigen =
                SmallDense.symmetricEigen(products.transposeMultiply(image, image));
        basis = products.multiply(basis, eigen.vectors());
        Excess excess = excess(a, eigen.values(), basis, threshold);
        widen(Math.min(a.columns(), excess.excesses().length + SPARE));
        return excess;
    }

    private Excess excess(Panel a, double[] squares, Panel vectors, double threshold) {
        double[] sigma = new double[squares.length];
        int count = 0;
        for (int i = 0; i < sigma.length; i++) {
            sigma[i] = Math.sqrt(Math.max(0, squares[i]));
            count += sigma[i] > threshold ? 1 : 0;
        }
        Panel right = Panels.leadingColumns(vectors, count);
        Panel left = products.multiply(a, right);
        double[] excesses = new double[count];
        double[] factors = new double[count];
        for (int i = 0; i < count; i++) {
            excesses[i] = sigma[i] - threshold;
            factors[i] = excesses[i] / sigma[i];
        }
        Panels.scaleColumns(left, factors);
        return new Excess(left, right, excesses, sigma.length > 0 ? sigma[0] : 0);
    }

    private void widen(int columns) {
        if (columns > basis.columns()) {
            Panel more = Panel.zeros(basis.rows(), columns - basis.columns());
            AlternatingAscent.fillGaussian(more, 0, random);
            basis = Panels.concatenate(basis, more);
        }
    }
}
