package embedder;

import io.nadir.array.Panel;
import io.nadir.certify.relaxation.Relaxation;
import io.nadir.certify.relaxation.RelaxationSearch;

/**
 * A polar of the application's own, bounded from both sides: max { wᵀZw : w ≥ 0, ‖w‖ ≤ 1 }.
 *
 * @param order n
 * @param objective Z, n×n, symmetric
 */
record NonNegativeForm(int order, double[] objective) implements Relaxation {
    /** The nearest multiplier t ≥ 0. */
    @Override
    public void proximal(double[] t, double step) {
        for (int i = 0; i < t.length; i++) {
            t[i] = Math.max(0, t[i]);
        }
    }

    /** The largest wᵀZw for the positive parts of what the search found, both ways round. */
    double attained(RelaxationSearch search) {
        Panel directions = search.directions();
        double best = 0;
        for (int c = 0; c < directions.columns(); c++) {
            best = Math.max(best, Math.max(value(directions, c, 1), value(directions, c, -1)));
        }
        return best;
    }

    private double value(Panel directions, int c, int sign) {
        double sum = 0;
        double norm = 0;
        for (int i = 0; i < order; i++) {
            double wi = Math.max(0, sign * directions.get(i, c));
            norm += wi * wi;
            for (int j = 0; j < order; j++) {
                sum += objective[i * order + j] * wi * Math.max(0, sign * directions.get(j, c));
            }
        }
        return norm > 0 ? sum / norm : 0;
    }
}
