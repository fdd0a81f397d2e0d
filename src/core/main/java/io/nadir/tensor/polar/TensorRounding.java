package io.nadir.tensor.polar;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.tensor.map.TensorMap;

/** How far rounding goes at a point of a tensor model, and what its gauges are beside norms. */
final class TensorRounding {
    private final Objective<TensorMap> objective;
    private final TensorMap map;
    private final Factors w;

    /** Σ_i Π_k ‖w_i^k‖, which bounds ‖X‖. */
    private final double sizes;

    TensorRounding(Objective<TensorMap> objective, Factors w) {
        this.objective = objective;
        this.map = objective.map();
        this.w = w;
        this.sizes = w.sumOfNormProducts();
    }

    /** Of the point, whose loss is {@code value}. */
    PointRounding ofPoint(double value) {
        return PointRounding.of(map, objective.lambda(), value, sizes, forming(), depth());
    }

    /** The gap that is proved for R = λZ as stored. */
    ProvedGap provedGap(TensorResidual residual) {
        double[] y = map.dataEntries();
        double inner = 0;
        int n = residual.shape()[residual.shape().length - 1];
        for (int at = 0; at < y.length; at += n) {
            inner += Kernels.get().dot(residual.entries(), at, y, at, n);
        }
        return ProvedGap.ofSquares(
                map.data(),
                w.rank() == 0,
                depth() + n + (double) y.length / n,
                w.rank() + w.order() + 2,
                sizes,
                objective.lambda(),
                objective.regularizer().value(w),
                Math.scalb(residual.squares(), 2 * residual.exponent()),
                Math.scalb(inner, residual.exponent()));
    }

    /** Roundings that an element of Z goes through. */
    double forming() {
        return w.rank() + w.order() + 4.0;
    }

    /** Roundings that an element of a sum over the tensor goes through, at most. */
    double depth() {
        double depth = forming();
        double rows = 1;
        double columns = 1;
        for (int k = 0; k < w.order(); k++) {
            double d = w.block(k).rows();
            rows *= k < map.split() ? d : 1;
            columns *= k < map.split() ? 1 : d;
            depth += w.order() * (d + 2);
        }
        return depth + rows + columns;
    }

    /** How far rounding in forming Z can throw the spectral norm. */
    double formingError(PointRounding point) {
        return Rounding.gamma(forming()) * point.magnitude();
    }

    /** Π c_k with g_k(x) ≥ c_k·‖x‖. */
    double constant() {
        double product = 1;
        for (int k = 0; k < w.order(); k++) {
            product *= objective.regularizer().gauge(k).lowerConstant();
        }
        return product;
    }

    /** For each block whether it may not be negative, as far as a unit vector tells. */
    boolean[] nonNegative() {
        boolean[] signed = new boolean[w.order()];
        for (int k = 0; k < signed.length; k++) {
            Gauge gauge = objective.regularizer().gauge(k);
            signed[k] = gauge.value(new double[] {-1}, 0, 1, 1) == Double.POSITIVE_INFINITY;
        }
        return signed;
    }
}
