package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

import java.util.random.RandomGenerator;

/**
 * An upper bound of the largest eigenvalue λ₁ of S = DᵀD, D m×n, that fails with probability at
 * most δ: Chebyshev polynomials of S applied to independent Gaussian columns. It takes about as
 * many steps as {@link KuczynskiWozniakowski} needs of a Krylov space, but keeps no basis.
 *
 * <p>Y_k = T_k(2S/a − 1)·X, where |T_k| ≤ 1 on [0, a]. With v₁ the leading eigenvector, g = Xᵀv₁
 * and z = 2λ₁/a − 1 ≥ 1, ‖Y_k‖₂ ≥ ‖v₁ᵀY_k‖ = T_k(z)·‖g‖, and ‖g‖ exceeds the t of {@link
 * GaussianStart} except with probability δ. So T_k(z) ≤ ‖Y_k‖₂/t, and λ₁ ≤ a(1 + z)/2. If z &lt; 1,
 * λ₁ &lt; a. What fails does not depend on a or on the number of steps, which may be chosen from
 * the columns.
 *
 * <p>Rounding: an error e_j made in step j adds U_(k−j)(2S/a − 1)·e_j to y_k, and U_i(z) ≤ (i +
 * 1)·T_i(z) ≤ (i + 1)·T_k(z). So ‖g‖ is lowered by Σ(k − j + 1)‖e_j‖ at most, and so is t.
 */
public final class ChebyshevBound {
    private static final DenseKernels KERNELS = Kernels.get();

    private final BlockKrylov.Operator operator;
    private final Panel excluded;
    private final PanelProducts products;
    private final double error;
    private final Panel image;
    private Panel y;
    private Panel last;
    private Panel next;

    /** Σ‖e_j‖ and Σ(k − j + 1)‖e_j‖ so far. */
    private double errors;

    private double weightedErrors;

    /**
     * Draws the columns.
     *
     * @param m rows of D
     * @param excluded n×j with orthonormal columns: S is restricted to their complement
     * @param columns b, at least 1
     * @param error how far the image of a vector of norm 1 may be off by rounding
     */
    public ChebyshevBound(
            BlockKrylov.Operator operator,
            int m,
            Panel excluded,
            int columns,
            RandomGenerator random,
            PanelProducts products,
            double error) {
        int n = excluded.rows();
        this.operator = operator;
        this.excluded = excluded;
        this.products = products;
        this.error = error;
        this.image = Panel.zeros(m, columns);
        this.y = BlockKrylov.gaussian(n, columns, random);
        products.removeComponents(excluded, y);
        this.last = Panel.zeros(n, columns);
        this.next = Panel.zeros(n, columns);
    }

    /**
     * About how many steps the bound takes to reach {@code wanted}; infinite if that is not above
     * {@code a}.
     *
     * @param dimension of the complement
     */
    public static double steps(double a, double wanted, int dimension, int columns, double delta) {
        return wanted > a
                ? acosh(
                                (Math.sqrt(dimension) + Math.sqrt(columns))
                                        / GaussianStart.smallestComponent(columns, delta))
                        / acosh(2 * wanted / a - 1)
                : Double.POSITIVE_INFINITY;
    }

    /**
     * Returns the bound; may be called once.
     *
     * @param a a positive number, ideally a little above λ₁, and not much below it
     */
    public double bound(double a, int steps, double delta) {
        for (int k = 1; k <= steps; k++) {
            step(a, k == 1);
        }
        double largest = spectralNorm(y);
        double least = GaussianStart.smallestComponent(y.columns(), delta) - weightedErrors;
        if (!(least > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double growth = Math.max(1, Rounding.up(largest * (1 + error) / least));
        double z = Math.cosh(acosh(growth) / steps);
        return Rounding.up(0.5 * a * (1 + z) * (1 + 64 * Rounding.UNIT));
    }

    /** Y_1 = B·Y_0 or Y_(k+1) = 2B·Y_k − Y_(k−1) with B = 2S/a − 1. */
    private void step(double a, boolean first) {
        operator.apply(y, image, next);
        products.removeComponents(excluded, next);
        double scale = first ? 1 : 2;
        int length = y.data().length;
        double norm = Panels.frobenius(y);
        double sizes = scale * (2 / a * Panels.frobenius(next) + norm) + Panels.frobenius(last);
        KERNELS.scale(2 * scale / a, next.data(), 0, length);
        KERNELS.axpy(-scale, y.data(), 0, next.data(), 0, length);
        if (!first) {
            KERNELS.axpy(-1, last.data(), 0, next.data(), 0, length);
        }
        double p = excluded.columns();
        double removing = 2 * (1 + Math.sqrt(p)) * Rounding.gamma(excluded.rows() + 2 * p);
        errors += 2 * scale / a * error * norm + (4 * Rounding.UNIT + removing) * sizes;
        weightedErrors += errors;
        Panel spare = last;
        last = y;
        y = next;
        next = spare;
    }

    /** ‖Y‖₂, from the Gram matrix; with the norms of the columns it cannot underflow. */
    private double spectralNorm(Panel panel) {
        double size = Panels.frobenius(panel);
        if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
            return size;
        }
        Panel scaled = Panels.copy(panel);
        KERNELS.scale(1 / size, scaled.data(), 0, scaled.data().length);
        Panel gram = products.transposeMultiply(scaled, scaled);
        double square = Math.max(0, SmallDense.symmetricEigen(gram).values()[0]);
        // That of a matrix with norm 1 is off by less than b·n·u.
        double error = Rounding.gamma(panel.rows() + 64.0 * panel.columns());
        return size * Math.sqrt(square + error);
    }

    private static double acosh(double x) {
        return Math.log(x + Math.sqrt((x - 1) * (x + 1)));
    }
}
