package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Factors;
import io.nadir.model.MatrixProduct;

/**
 * Z = −G/λ in blocks along orthonormal P (m×p) and Q (n×q): A = PᵀZQ, B = PᵀZ(I − QQᵀ), C = (I −
 * PPᵀ)ZQ and D the rest, so that σ_max(Z) ≤ ‖[‖A‖ ‖B‖; ‖C‖ ‖D‖]‖₂. At a first-order point with P, Q
 * spanning the factors A is near the identity, B and C are near zero, and only D is left to be
 * found by iteration.
 */
final class Deflation {
    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products;
    private final double lambda;
    private final Panel left;
    private final Panel right;
    private final double value;

    /** ZQ, m×q. */
    private final Panel image;

    /** ZᵀP, n×p. */
    private final Panel coimage;

    private final Panel core;
    private final SmallDense.Svd coreSvd;
    private final double normB;
    private final double normC;

    /** Takes one pass over the data. */
    Deflation(
            MatrixProduct map,
            double lambda,
            Factors w,
            Panel left,
            Panel right,
            PanelProducts products) {
        this.products = products;
        this.lambda = lambda;
        this.left = left;
        this.right = right;
        this.image = Panel.zeros(left.rows(), right.columns());
        this.coimage = Panel.zeros(right.rows(), left.columns());
        this.value = map.residual(w, right, left, image, coimage);
        KERNELS.scale(-1 / lambda, image.data(), 0, image.data().length);
        KERNELS.scale(-1 / lambda, coimage.data(), 0, coimage.data().length);
        this.core = products.transposeMultiply(left, image);
        this.coreSvd = SmallDense.svd(core);
        this.normB = normOutside(coimage, right);
        this.normC = normOutside(image, left);
    }

    Panel left() {
        return left;
    }

    Panel right() {
        return right;
    }

    /** ℓ(Y, X) at the point. */
    double value() {
        return value;
    }

    /** A. */
    Panel core() {
        return core;
    }

    /** Upper bound of σ_max(Z) from one of ‖D‖. */
    double combine(double normD) {
        double normA = coreSvd.values().length > 0 ? coreSvd.values()[0] : 0;
        return spectralNorm(normA, normB, normC, normD);
    }

    /** Qa with a the leading right singular vector of A; no column if A is empty. */
    Panel leadingRight() {
        return products.multiply(right, leadingCoefficients());
    }

    /** Z times {@link #leadingRight}. */
    Panel leadingImage() {
        return products.multiply(image, leadingCoefficients());
    }

    /** s ← s − λ²(ZᵀP)(ZᵀP)ᵀq: turns GᵀGq into Gᵀ(I − PPᵀ)Gq. */
    void removeCoimage(Panel q, Panel s) {
        Panel coefficients = products.transposeMultiply(coimage, q);
        KERNELS.scale(lambda * lambda, coefficients.data(), 0, coefficients.data().length);
        products.subtractProduct(coimage, coefficients, s);
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

    /** ‖[a b; c d]‖₂ for elements of at least 0. */
    static double spectralNorm(double a, double b, double c, double d) {
        double scale = Math.max(Math.max(a, b), Math.max(c, d));
        if (scale == 0 || scale == Double.POSITIVE_INFINITY) {
            return scale;
        }
        double x = (a * a + b * b + c * c + d * d) / scale / scale;
        double determinant = (a / scale * (d / scale)) - (b / scale * (c / scale));
        double root = Math.sqrt(Math.max(0, x * x - 4 * determinant * determinant));
        return scale * Math.sqrt((x + root) / 2);
    }
}
