package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

/**
 * Z = −G/λ in blocks along orthonormal P (m×p) and Q (n×q): A = PᵀZQ, B = PᵀZ(I − QQᵀ), C = (I −
 * PPᵀ)ZQ and D the rest, so that σ_max(Z) ≤ ‖[‖A‖ ‖B‖; ‖C‖ ‖D‖]‖₂. At a first-order point with P, Q
 * spanning the factors A is near the identity, B and C are near zero, and only D is left to be
 * found by iteration.
 */
public final class Deflation {
    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products;
    private final double lambda;
    private final Directions directions;
    private final Panel core;
    private final SmallDense.Svd coreSvd;
    private final double normB;
    private final double normC;

    /**
     * Splits Z along the given directions.
     *
     * @param checkpoint called before each decomposition; may throw to give up
     */
    Deflation(Directions directions, double lambda, PanelProducts products, Runnable checkpoint) {
        this.products = products;
        this.lambda = lambda;
        this.directions = directions;
        checkpoint.run();
        this.core = products.transposeMultiply(directions.left(), directions.image());
        this.coreSvd = SmallDense.svd(core);
        checkpoint.run();
        this.normB = normOutside(directions.coimage(), directions.right());
        checkpoint.run();
        this.normC = normOutside(directions.image(), directions.left());
    }

    Panel left() {
        return directions.left();
    }

    Panel right() {
        return directions.right();
    }

    /** A, up to rounding; not to be changed. */
    Panel core() {
        return core;
    }

    /** ‖B‖, up to rounding. */
    double normB() {
        return normB;
    }

    /** Upper bound of σ_max(Z) from one of ‖D‖, up to rounding. */
    double combine(double normD) {
        return combine(normD, 0);
    }

    /** The same where the images of the directions may be off. */
    double combine(double normD, double error) {
        return SpectralNorm.ofBlocks(normA() + error, normB + error, normC + error, normD);
    }

    private double normA() {
        return coreSvd.values().length > 0 ? coreSvd.values()[0] : 0;
    }

    /** The largest ‖D‖, nearly, for which {@link #combine} is at most {@code enough}; 0 if none. */
    double largestRest(double enough) {
        return SpectralNorm.largestBlock(normA(), normB, normC, enough);
    }

    /** Qa with a the leading right singular vector of A; no column if A is empty. */
    Panel leadingRight() {
        return products.multiply(directions.right(), leadingCoefficients());
    }

    /** Z times {@link #leadingRight}. */
    Panel leadingImage() {
        return products.multiply(directions.image(), leadingCoefficients());
    }

    /** s ← s − λ²(ZᵀP)(ZᵀP)ᵀq: turns GᵀGq into Gᵀ(I − PPᵀ)Gq. */
    void removeCoimage(Panel q, Panel s) {
        Panel coefficients = products.transposeMultiply(directions.coimage(), q);
        // Twice: λ² may be beyond float64 where the product is not.
        KERNELS.scale(lambda, coefficients.data(), 0, coefficients.data().length);
        KERNELS.scale(lambda, coefficients.data(), 0, coefficients.data().length);
        products.subtractProduct(directions.coimage(), coefficients, s);
    }

    private Panel leadingCoefficients() {
        return Panels.leadingColumns(coreSvd.v(), Math.min(1, coreSvd.v().columns()));
    }

    /** ‖(I − QQᵀ)M‖₂, from the Gram matrix. */
    private double normOutside(Panel m, Panel q) {
        if (m.columns() == 0) {
            return 0;
        }
        Panel outside = Panels.copy(m);
        products.removeComponents(q, outside);
        Panel gram = products.transposeMultiply(outside, outside);
        return Math.sqrt(Math.max(0, SmallDense.symmetricEigen(gram).values()[0]));
    }
}
