package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.ProximalGradient;

/**
 * Minimizes ℓ(Y, U·Vᵀ) + λΣθ(u_i, v_i) over U with V fixed, by the accelerated proximal gradient
 * method with restarts. For a θ about which nothing is known except its proximal map; the minimum
 * is not certified.
 */
final class AcceleratedRows {
    private static final int MOST_STEPS = 10_000;

    /** Relative decrease of f in a step that counts as none. */
    private static final double NEGLIGIBLE = 1e-14;

    /** Steps in a row without decrease after which it has converged. */
    private static final int PATIENCE = 3;

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final Factors gradient;

    /** Binds the problem. */
    AcceleratedRows(Objective<MatrixMap> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.gradient = Factors.empty(map.rows(), map.columns());
    }

    /**
     * Replaces U = 0 by the minimizer for V.
     *
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    void minimize(Factors w) {
        w.block(0).clear();
        if (w.rank() > 0) {
            iterate(w);
        }
    }

    private void iterate(Factors w) {
        double l = map.lipschitz(w, 0);
        Factors extrapolated = w.copy();
        Factors last = w.copy();
        double value = map.valueAtZero() + objective.penalty(w);
        double momentum = 1;
        int idle = 0;
        for (int step = 0; step < MOST_STEPS && idle < PATIENCE; step++) {
            Factors next = extrapolated.copy();
            map.evaluate(extrapolated, gradient);
            subtract(l == 0 ? 0 : 1 / l, gradient.block(0), next.block(0));
            objective
                    .regularizer()
                    .prox(next, 0, l == 0 ? objective.lambda() : objective.lambda() / l);
            double after = objective.evaluate(next, gradient);
            idle = value - after > NEGLIGIBLE * value ? 0 : idle + 1;
            boolean restart = after > value;
            double nextMomentum = restart ? 1 : 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
            if (restart) {
                extrapolated.set(w);
            } else {
                last.set(w);
                w.set(next);
                value = after;
                extrapolated.set(w);
                ProximalGradient.extrapolate(
                        extrapolated.block(0),
                        w.block(0),
                        last.block(0),
                        (momentum - 1) / nextMomentum);
            }
            momentum = nextMomentum;
        }
    }

    private static void subtract(double factor, Panel from, Panel to) {
        for (int i = 0; i < to.rows(); i++) {
            for (int j = 0; j < to.columns(); j++) {
                to.set(i, j, to.get(i, j) - factor * from.get(i, j));
            }
        }
    }
}
