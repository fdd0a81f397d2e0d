package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.CompensatedSums;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.SingularCandidate;

/**
 * f(w) = ‖y(w)‖ with y(w) = Zᵀσ(S·w), σ(t) = max(t, a·t), for numbers far from overflow when
 * squared.
 *
 * <p>f is positively homogeneous, and Lipschitz with constant K = Σ‖z_i‖‖s_i‖, the mass, because σ
 * is with 1; every rounding bound here is a multiple of K. Not thread-safe: holds working memory.
 */
final class ReluFunction {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel inputs;
    private final Panel dual;
    private final double slope;
    private final double[] inputNorms;
    private final double[] dualNorms;
    private final double mass;
    private final PanelProducts products = PanelProducts.ofKernels();

    /**
     * Takes S, N×d, Z, N×q, and a.
     *
     * @throws IllegalArgumentException if S and Z differ in their number of rows
     */
    ReluFunction(Panel inputs, Panel dual, double slope) {
        this.inputs = inputs;
        this.dual = dual;
        this.slope = slope;
        this.inputNorms = rowNorms(inputs);
        this.dualNorms = rowNorms(dual);
        double sum = KERNELS.dot(inputNorms, 0, dualNorms, 0, inputNorms.length);
        this.mass = Rounding.up(sum * (1 + Rounding.gamma(rows())));
    }

    /** N. */
    int rows() {
        return inputs.rows();
    }

    /** d. */
    int dimension() {
        return inputs.columns();
    }

    /** q. */
    int outputs() {
        return dual.columns();
    }

    /** a. */
    double slope() {
        return slope;
    }

    /** S. */
    Panel inputs() {
        return inputs;
    }

    /** Z. */
    Panel dual() {
        return dual;
    }

    /** Upper bounds of ‖s_i‖. */
    double[] inputNorms() {
        return inputNorms;
    }

    /** Upper bounds of ‖z_i‖. */
    double[] dualNorms() {
        return dualNorms;
    }

    /** Upper bound of K. */
    double mass() {
        return mass;
    }

    /** Working memory for products of panels. */
    PanelProducts products() {
        return products;
    }

    /** σ(t). */
    double activation(double t) {
        return Math.max(t, slope * t);
    }

    /** s_i·w. */
    double input(int i, double[] w) {
        return KERNELS.dot(inputs.data(), i * inputs.stride(), w, 0, w.length);
    }

    /** y(w) by plain sums; N·(d + q) products. */
    double[] image(double[] w) {
        double[] y = new double[outputs()];
        for (int i = 0; i < rows(); i++) {
            double t = activation(input(i, w));
            KERNELS.axpy(t, dual.data(), i * dual.stride(), y, 0, y.length);
        }
        return y;
    }

    /** f(w), with the rounding of {@link #image}. */
    double value(double[] w) {
        return norm(image(w));
    }

    /** M with y(x) = M·x for every x of w's activation pattern: ZᵀD·S, q×d. */
    Panel jacobian(double[] w) {
        Panel weighted = Panel.zeros(rows(), outputs());
        for (int i = 0; i < rows(); i++) {
            double d = input(i, w) > 0 ? 1 : slope;
            if (d > 0) {
                KERNELS.axpy(
                        d,
                        dual.data(),
                        i * dual.stride(),
                        weighted.data(),
                        i * weighted.stride(),
                        outputs());
            }
        }
        return products.transposeMultiply(weighted, inputs);
    }

    /**
     * A witness: w of norm 1 up to rounding, v = y(w)/‖y(w)‖, and a value that f(w/‖w‖) is not
     * below, every rounding error included.
     */
    SingularCandidate witness(double[] direction) {
        double[] w = unit(direction);
        double[] y = preciseImage(w);
        return new SingularCandidate(w, unit(y), Math.max(0, norm(y) - preciseError()));
    }

    /** A number that f(w), ‖w‖ = 1 exactly, is not above, every rounding error included. */
    double upperAt(double[] w) {
        return Rounding.up(norm(preciseImage(w)) + preciseError());
    }

    /** y(w) by compensated sums. */
    private double[] preciseImage(double[] w) {
        CompensatedSums sums = new CompensatedSums(outputs());
        for (int i = 0, at = 0; i < rows(); i++, at += dual.stride()) {
            double t = activation(input(i, w));
            for (int j = 0; j < outputs(); j++) {
                sums.addProduct(j, dual.data()[at + j], t);
            }
        }
        double[] y = new double[outputs()];
        for (int j = 0; j < y.length; j++) {
            y[j] = sums.get(j);
        }
        return y;
    }

    /**
     * Bound of |‖ŷ‖ − f(w/‖w‖)|: with s_i·w to γ_d·‖s_i‖, ŷ is within (γ_{d+4} + 2u + γ_N²)·K of
     * y(w); its norm and the normalization of w add γ_{q+2}·K and γ_{d+3}·K.
     */
    private double preciseError() {
        double gammaN = Rounding.gamma(rows());
        double share = 2 * Rounding.gamma(dimension() + outputs() + 16.0) + gammaN * gammaN;
        return Rounding.up(share * mass) + rows() * (double) outputs() * Double.MIN_NORMAL;
    }

    /** x/‖x‖, a new array; x itself if that is 0. */
    static double[] unit(double[] x) {
        double[] unit = x.clone();
        double largest = KERNELS.maxAbs(x, 0, x.length);
        if (largest > 0) {
            KERNELS.scale(Math.scalb(1.0, -Math.getExponent(largest)), unit, 0, unit.length);
            KERNELS.scale(1 / norm(unit), unit, 0, unit.length);
        }
        return unit;
    }

    /** ‖x‖. */
    static double norm(double[] x) {
        return Math.sqrt(KERNELS.dot(x, 0, x, 0, x.length));
    }

    private static double[] rowNorms(Panel a) {
        double[] norms = new double[a.rows()];
        double margin = 1 + Rounding.gamma(a.columns() + 2.0);
        double underflow = a.columns() * Double.MIN_NORMAL;
        for (int i = 0, at = 0; i < norms.length; i++, at += a.stride()) {
            double square = KERNELS.dot(a.data(), at, a.data(), at, a.columns());
            norms[i] = Rounding.up(Math.sqrt(square + underflow) * margin);
        }
        return norms;
    }
}
