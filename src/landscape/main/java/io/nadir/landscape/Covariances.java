package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;

import java.util.Objects;

/**
 * The second moments Σ_xx = E[xxᵀ], Σ_xy = E[xyᵀ] and Σ_yy = E[yyᵀ] of inputs x of n₀ numbers and
 * targets y of n₂ (Vidal, Zhu &amp; Haeffele, before equation 1.13), on which alone the risk of a
 * linear network depends (1.13).
 *
 * <p>They are not kept as such, but as a factor F of n₀ + n₂ columns with FᵀF = [Σ_xx Σ_xy; Σ_yx
 * Σ_yy]. Singular values of F are square roots of eigenvalues, so that inputs that are nearly
 * collinear lose half as many digits as they do through Σ_xx. For samples, F is the triangle of a
 * QR factorization (see {@link CovarianceAccumulator}).
 *
 * <p>Means are not taken off: center the data for a network with biases. Immutable and thread-safe.
 */
public final class Covariances {
    /** Largest magnitude allowed, and the inverse of the smallest of a largest magnitude. */
    static final double LIMIT = 1e150;

    private final Panel factor;
    private final int[] exponents;
    private final int inputs;

    /**
     * Takes ownership.
     *
     * @param factor column j of F, times 2^-{@code exponents[j]}; inputs before targets
     */
    Covariances(Panel factor, int[] exponents, int inputs) {
        this.factor = factor;
        this.exponents = exponents;
        this.inputs = inputs;
    }

    /**
     * Second moments of samples, divided by their number m (1.14). One pass; about 4·m·(n₀ + n₂)²
     * flops, memory for 5·(n₀ + n₂)² numbers.
     *
     * @param x m × n₀, one sample a row
     * @param y m × n₂
     * @throws IllegalArgumentException if the numbers of rows differ, or the largest magnitude of
     *     either matrix is outside 1e-150 to 1e150 and not 0
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
     * Given second moments. Eigenvalues of Σ_xx below (n₀ + n₂)·1e-15 of the largest, columns
     * scaled to like norms, count as zero. O((n₀ + n₂)³).
     *
     * @param inputs n₀
     * @param outputs n₂
     * @param sigmaXx n₀ × n₀, row-major and symmetric
     * @param sigmaXy n₀ × n₂, row-major
     * @param sigmaYy n₂ × n₂, row-major and symmetric
     * @throws IllegalArgumentException if an array has another number of elements, an element is
     *     not finite or beyond 1e300, or together they are not symmetric and positive semidefinite
     */
    public static Covariances ofMatrices(
            int inputs, int outputs, double[] sigmaXx, double[] sigmaXy, double[] sigmaYy) {
        Objects.requireNonNull(sigmaXx, "sigmaXx");
        Objects.requireNonNull(sigmaXy, "sigmaXy");
        Objects.requireNonNull(sigmaYy, "sigmaYy");

        return new MomentFactor(inputs, outputs, sigmaXx, sigmaXy, sigmaYy).toCovariances();
    }

    /** n₀. */
    public int inputs() {
        return inputs;
    }

    /** n₂. */
    public int outputs() {
        return exponents.length - inputs;
    }

    /** Σ_xx, n₀ × n₀ and row-major; a new array. */
    public double[] sigmaXx() {
        return moments(0, inputs, 0, inputs);
    }

    /** Σ_xy, n₀ × n₂ and row-major; a new array. */
    public double[] sigmaXy() {
        return moments(0, inputs, inputs, exponents.length);
    }

    /** Σ_yy, n₂ × n₂ and row-major; a new array. */
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

    /** F with its columns scaled; not to be modified. */
    Panel factor() {
        return factor;
    }

    /** Exponent of two by which column j of F is larger than that of {@link #factor}. */
    int exponent(int j) {
        return exponents[j];
    }

    @Override
    public String toString() {
        return "Covariances of " + inputs + " inputs and " + outputs() + " outputs";
    }
}
