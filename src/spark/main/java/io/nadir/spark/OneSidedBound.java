package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.NormSumOracle;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;

import org.jspecify.annotations.Nullable;

/**
 * An upper bound of max { uᵀZv : v ≥ 0 } over u and v of norm 1: it depends on S = ZᵀZ alone, so
 * that it is that of the n×n root R of S, for which the core has bounds.
 */
final class OneSidedBound {
    /** The largest number of columns: S takes n/64 passes, and the bound some factorizations. */
    private static final int MOST_COLUMNS = 512;

    /** How far above what is attained a bound may be. */
    private static final double CLOSE = 1e-3;

    private final Panel root;

    /** ‖S − RᵀR‖ at most. */
    private final double distance;

    private OneSidedBound(Panel root, double distance) {
        this.root = root;
        this.distance = distance;
    }

    /**
     * Forms S and its root.
     *
     * @param spectral an upper bound of σ_max(Z)
     * @return null if there are too many columns
     */
    static @Nullable OneSidedBound of(RowsPoint point, double spectral) {
        int n = point.v().rows();
        if (n > MOST_COLUMNS) {
            return null;
        }
        Panel s = new RowsProof(point).gram();
        double lambda = point.objective().lambda();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                s.set(i, j, s.get(i, j) / lambda / lambda);
            }
        }
        PanelProducts products = point.products();
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(s);
        Panel scaled = Panel.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                scaled.set(
                        k,
                        i,
                        Math.sqrt(Math.max(0, eigen.values()[k])) * eigen.vectors().get(i, k));
            }
        }
        Panel back = products.transposeMultiply(scaled, scaled);
        double difference = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            square += back.get(i, i);
            for (int j = 0; j < n; j++) {
                double rest = s.get(i, j) - back.get(i, j);
                difference += rest * rest;
            }
        }
        // That of S has the rounding errors of n products, and that of RᵀR those of sums of n.
        double own = 2 * Rounding.gamma(n + 2.0) * square;
        double sums = Math.sqrt(n) * point.operatorError(spectral);
        return new OneSidedBound(scaled, Rounding.up(Math.sqrt(difference) + own + sums));
    }

    /**
     * Returns the bound.
     *
     * @param wanted what suffices
     * @param delta with what probability the bound may fail
     */
    double upper(double wanted, double delta, long seed) {
        int n = root.rows();
        double[] elements = Partial.unpadded(root);
        try (MatrixMap map = DenseMatrix.wrap(n, n, elements).bind(new SquaredLoss(), 1, null)) {
            Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(false, true), 1);
            NormSumOracle oracle = new NormSumOracle(objective, Factors.empty(n, n), seed);
            double aim = Math.max(wanted, (1 + CLOSE) * oracle.estimate());
            double upper = oracle.bounds(aim, delta).upper();
            return Rounding.up(Math.sqrt(Rounding.up(upper * upper + distance)));
        }
    }
}
