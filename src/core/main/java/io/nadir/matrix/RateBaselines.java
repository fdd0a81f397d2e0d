package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.Baseline;
import io.nadir.model.map.TrainedFactorization;

import java.util.ArrayList;
import java.util.List;

/**
 * Models without factors for losses whose outputs must not be negative, such as that of counts:
 * {@code mean}, the best number for all entries, and {@code row and column rates}, a number for
 * each row times one for each column, where a row has more counts than another in all columns
 * alike. The latter needs a loss with a concave derivative.
 */
final class RateBaselines {
    /** A number below this share of the largest entry is 0. */
    private static final double LEAST = 0x1p-200;

    /** The width of the interval at which the mean is known well enough. */
    private static final double ACCURACY = 1e-12;

    private static final int MOST_SWEEPS = 200;

    /** A sweep that lowers the loss by less than this share of it is the last. */
    private static final double SETTLED = 1e-10;

    /** The weight of a penalty that a step needs, far below all that matters. */
    private static final double[] NO_PENALTY = {0x1p-500};

    private static final double[] ZERO = {0};

    private final MatrixMap map;
    private final Factors w;
    private final Factors gradient;

    private RateBaselines(MatrixMap map) {
        this.map = map;
        this.w = Factors.zeros(1, map.rows(), map.columns());
        this.gradient = w.copy();
    }

    static List<Baseline> of(MatrixData data, ConvexLoss loss) {
        try (MatrixMap map = data.bind(loss, 1, null)) {
            return new RateBaselines(map).find();
        }
    }

    /** Returns the best number for all entries. */
    static double mean(MatrixData data, ConvexLoss loss) {
        try (MatrixMap map = data.bind(loss, 1, null)) {
            return new RateBaselines(map).mean();
        }
    }

    private List<Baseline> find() {
        double mean = mean();
        fill(mean);
        List<Baseline> found = new ArrayList<>();
        found.add(baseline("mean"));
        if (map.hasCoordinateSweeps()) {
            sweep();
            found.add(baseline("row and column rates"));
        }
        return found;
    }

    private Baseline baseline(String name) {
        return new Baseline(name, new TrainedFactorization(false, w.copy()));
    }

    /** Sets all entries of X to x, with rows and columns alike. */
    private void fill(double x) {
        for (int k = 0; k < 2; k++) {
            Panel block = w.block(k);
            for (int i = 0; i < block.rows(); i++) {
                block.set(i, 0, Math.sqrt(x));
            }
        }
    }

    /** The least x ≥ 0 at which the loss does not fall, by halves of an interval. */
    private double mean() {
        double high = map.data().maxAbs();
        if (!(slope(0) < 0) || !(high > 0)) {
            return 0;
        }
        double low = high;
        while (slope(low) >= 0) {
            high = low;
            low /= 2;
            if (low < LEAST * map.data().maxAbs()) {
                return 0;
            }
        }
        while (high - low > ACCURACY * high) {
            double middle = 0.5 * (low + high);
            if (slope(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** A number of the sign of the derivative of the loss at X = x·11ᵀ. */
    private double slope(double x) {
        // Factors of 1 and x, so that the gradient of U is G·1 at x = 0 too.
        for (int i = 0; i < map.rows(); i++) {
            w.block(0).set(i, 0, x);
        }
        for (int j = 0; j < map.columns(); j++) {
            w.block(1).set(j, 0, 1);
        }
        map.evaluate(w, gradient);
        double sum = 0;
        for (int i = 0; i < map.rows(); i++) {
            sum += gradient.block(0).get(i, 0);
        }
        return sum;
    }

    /** Minimizes over the rates of rows and of columns in turn: the loss never rises. */
    private void sweep() {
        double before = map.evaluate(w, gradient);
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            map.checkCancelled();
            map.sweepCoordinates(w, 0, NO_PENALTY, ZERO);
            map.sweepCoordinates(w, 1, NO_PENALTY, ZERO);
            double after = map.evaluate(w, gradient);
            if (before - after <= SETTLED * before) {
                return;
            }
            before = after;
        }
    }
}
