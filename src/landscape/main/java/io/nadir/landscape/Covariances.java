package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;

import java.util.Objects;

/**
 * The second moments Σ_xx = E[xxᵀ], Σ_xy = E[xyᵀ] and Σ_yy = E[yyᵀ] of n₀ inputs x and n₂ targets
 * y. The risk of a linear network depends on nothing else (Vidal, Zhu &amp; Haeffele, equation
 * 1.13).
 *
 * <p>They are stored as a factor F of n₀ + n₂ columns with FᵀF = [Σ_xx Σ_xy; Σ_yx Σ_yy]. The
 * singular values of F are square roots of eigenvalues, so that nearly collinear inputs lose half
 * as many digits as they would through Σ_xx. For samples, F is the triangular factor of a QR
 * factorization, see {@link CovarianceAccumulator}.
 *
 * <p>Means are not subtracted: center the data if the network has biases. Immutable and
 * thread-safe.
 */
public final class Covariances {
    /** The largest allowed magnitude, and the inverse of the smallest allowed largest magnitude. */
    static final double LIMIT = 1e150;

    private final Panel factor;
    private final int[] exponents;
    private final int inputs;

    /**
     * Creates moments that own the given arrays.
     *
     * @param factor column j of F times 2^-{@code exponents[j]}; inputs come before targets
     */
    Covariances(Panel factor, int[] exponents, int inputs) {
        this.factor = factor;
        this.exponents = exponents;
        this.inputs = inputs;
    }

    /**
     * Computes the second moments of samples, divided by their number m (Vidal, Zhu &amp; Haeffele,
     * equation 1.14). One pass of about 4·m·(n₀ + n₂)² flops, with memory for 5·(n₀ + n₂)² numbers.
     *
     * @param x the inputs, m×n₀, one sample per row
     * @param y the targets, m×n₂
     * @throws IllegalArgumentException if the numbers of rows differ, or the largest magnitude of a
     *     matrix is neither 0 nor between 1e-150 and 1e150
     */
    public static Covariances of(DenseMatrix x, DenseMatrix y) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");

        Checks.equal("rows of y", y.rows(), "rows of x", x.rows());
        x.requireUnchanged();
        y.requireUnchanged();
        CovarianceAccumulator sums = new CovarianceAccumulator(x.columns(), y.columns());
        double[] input = new double[x.columns()];
        double[] target = new double[y.columns()];
        for (int i = 0; i < x.rows(); i++) {
            x.copyRow(i, input);
            y.copyRow(i, target);
            sums.add(input, target);
        }
        return sums.toCovariances();
    }

    /**
     * Creates given second moments. Columns are first scaled to similar norms; eigenvalues of Σ_xx
     * below (n₀ + n₂)·1e-15 of the largest then count as zero. Costs O((n₀ + n₂)³) operations.
     *
     * @param inputs n₀
     * @param outputs n₂
     * @param sigmaXx Σ_xx, n₀×n₀, row-major and symmetric
     * @param sigmaXy Σ_xy, n₀×n₂, row-major
     * @param sigmaYy Σ_yy, n₂×n₂, row-major and symmetric
     * @throws IllegalArgumentException if an array has another number of elements, if an element is
     *     not finite or exceeds 1e300 in magnitude, or if the whole is not symmetric and positive
     *     semidefinite
     */
    public static Covariances ofMatrices(
            int inputs, int outputs, double[] sigmaXx, double[] sigmaXy, double[] sigmaYy) {
        Objects.requireNonNull(sigmaXx, "sigmaXx");
        Objects.requireNonNull(sigmaXy, "sigmaXy");
        Objects.requireNonNull(sigmaYy, "sigmaYy");

        return new MomentFactor(inputs, outputs, sigmaXx, sigmaXy, sigmaYy).toCovariances();
    }

    /** Returns the number of inputs n₀. */
    public int inputs() {
        return inputs;
    }

    /** Returns the number of targets n₂. */
    public int outputs() {
        return exponents.length - inputs;
    }

    /** Returns Σ_xx in a new array, n₀×n₀ row-major. */
    public double[] sigmaXx() {
        return moments(0, inputs, 0, inputs);
    }

    /** Returns Σ_xy in a new array, n₀×n₂ row-major. */
    public double[] sigmaXy() {
        return moments(0, inputs, inputs, exponents.length);
    }

    /** Returns Σ_yy in a new array, n₂×n₂ row-major. */
    public double[] sigmaYy() {
        return moments(inputs, exponents.length, inputs, exponents.length);
    }

    private double[] moments(int fromRow, int toRow, int fromColumn, int toColumn) {
        double[] out = new double[(toRow - fromRow) * (toColumn - fromColumn)];
        for (int i = fromRow, at = 0; i < toRow; i++) {
            for (int j = fromColumn; j < toColumn; j++, at++) {
                out[at] =
                        Math.scalb(
                                Panels.columnDot(factor, i, factor, j),
                                exponents[i] + exponents[j]);
            }
        }
        return out;
    }

    /** Returns F with scaled columns; must not be modified. */
    Panel factor() {
        return factor;
    }

    /**
     * Returns the exponent of two by which column j of F is larger than that of {@link #factor}.
     */
    int exponent(int j) {
        return exponents[j];
    }

    @Override
    public String toString() {
        return "Covariances of " + inputs + " inputs and " + outputs() + " outputs";
    }
}
