package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.model.Factors;
import io.nadir.model.PointRounding;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.Subnetwork;

/** What rounding may do to the outputs of a deep network at a point, and to its polar there. */
final class DeepRounding {
    private static final DenseKernels KERNELS = Kernels.get();

    private final DeepMap map;
    private final Factors w;
    private final PointRounding point;
    private final double lambda;

    /**
     * Takes a point.
     *
     * @param value ℓ, as computed
     */
    DeepRounding(DeepMap map, Factors w, double lambda, double value) {
        this.map = map;
        this.w = w;
        this.lambda = lambda;
        this.point = PointRounding.of(map, lambda, value, sizes(), forming(), depth());
    }

    /** The errors of the objective. */
    PointRounding point() {
        return point;
    }

    /**
     * How far rounding in forming Z can throw the polar, and in pairing it with a φ.
     *
     * @param dual λZ, as computed
     * @param outputNorm a bound on ‖φ(w)‖_F
     */
    double ofPolar(Panel dual, double outputNorm) {
        double forming = outputError() + Rounding.gamma(sums());
        double pairing = map.data().subnetwork().error() + Rounding.gamma(sums() + dual.rows());
        double norms = forming * point.magnitude() + pairing * Panels.frobenius(dual) / lambda;
        return outputNorm * norms;
    }

    /**
     * Roundings that an element of X goes through: as many as throw it as far as the layers may.
     */
    private double forming() {
        return outputError() / Rounding.UNIT + sums();
    }

    /** What layers may do to X; nothing where there are none. */
    private double outputError() {
        return w.rank() == 0 ? 0 : map.data().subnetwork().error();
    }

    /** Roundings in sums over subnetworks and outputs. */
    private double sums() {
        return w.rank() + 2 * dualColumns() + 16.0;
    }

    /** Roundings that a term of a sum over the data goes through. */
    private double depth() {
        return forming() + map.data().y().rows() + dualColumns();
    }

    private int dualColumns() {
        return map.data().y().columns();
    }

    /** Σ_i (Σ_n b_i(‖s_n‖)²)^½, which bounds Σ‖φ(w_i)‖ and what is added up to these outputs. */
    private double sizes() {
        Subnetwork network = map.data().subnetwork();
        Panel inputs = map.data().inputs().whole();
        double sum = 0;
        double[] norms = new double[w.order()];
        for (int i = 0; i < w.rank(); i++) {
            for (int k = 0; k < norms.length; k++) {
                norms[k] = Panels.columnNorm(w.block(k), i);
            }
            double squares = 0;
            for (int n = 0, at = 0; n < inputs.rows(); n++, at += inputs.stride()) {
                double square = KERNELS.dot(inputs.data(), at, inputs.data(), at, inputs.columns());
                double bound = network.bound(Math.sqrt(square), norms);
                squares += bound * bound;
            }
            sum += Math.sqrt(squares);
        }
        return sum;
    }
}
