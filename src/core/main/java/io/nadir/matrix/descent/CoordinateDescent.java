package io.nadir.matrix.descent;

import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

/**
 * Newton's method along one coordinate of a row after another, for losses of nonnegative outputs
 * and penalties of nonnegative factors that are sums over their elements (Hsieh &amp; Dhillon, KDD
 * 2011). It adapts to the curvature at the point, which for counts differs by many orders of
 * magnitude from that at 0.
 */
public final class CoordinateDescent extends ExtrapolatedDescent {
    private final Objective<MatrixMap> objective;
    private final Factors gradient;
    private double[] square = new double[0];
    private double[] linear = square;

    /** Binds an objective to which the method {@link #applies}. */
    public CoordinateDescent(Objective<MatrixMap> objective) {
        super(objective);
        this.objective = objective;
        this.gradient = Factors.empty(objective.map().dimensions());
    }

    /** Returns whether map and regularizer allow it. */
    public static boolean applies(MatrixMap map, Regularizer theta) {
        return map.hasCoordinateSweeps()
                && isSeparable(theta.blockPenalty(0))
                && isSeparable(theta.blockPenalty(1));
    }

    private static boolean isSeparable(@Nullable BlockPenalty form) {
        return form != null && form.isSeparable() && form.nonNegative();
    }

    @Override
    double sweep(Factors point) {
        sweep(point, 0);
        sweep(point, 1);
        return objective.evaluate(point, gradient);
    }

    private void sweep(Factors point, int k) {
        if (square.length < point.rank()) {
            square = new double[point.rank()];
            linear = new double[point.rank()];
        }
        BlockPenalty form = objective.regularizer().blockPenalty(k);
        for (int c = 0; form != null && c < point.rank(); c++) {
            double price = objective.lambda() * objective.regularizer().price(point, k, c);
            square[c] = price * form.square();
            linear[c] = price * form.one();
        }
        objective.map().sweepCoordinates(point, k, square, linear);
    }
}
