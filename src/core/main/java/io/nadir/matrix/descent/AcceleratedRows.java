package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.matrix.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.solver.descent.ProximalGradient;

/**
 * min over U of ℓ(Y, U·Vᵀ) + λΣθ(u_i, v_i) with V fixed, by accelerated proximal gradient with
 * restarts: for a θ of which nothing is known but its proximal map. Its minimum is not certified.
 */
final class AcceleratedRows {
    private static final int MOST_STEPS = 10_000;

    /** Relative decrease of f in a step that counts as none. */
    private static final double NEGLIGIBLE = 1e-14;

    /** Steps in a row without decrease after which it has converged. */
    private static final int PATIENCE = 3;

    private final MatrixMap map;
    private final Regularizer theta;
    private final double lambda;
    private final Factors gradient;

    /** Binds the problem. */
    AcceleratedRows(Objective<MatrixMap> objective) {
        this.map = objective.map();
        this.theta = objective.regularizer();
        this.lambda = objective.lambda();
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
        double value = map.valueAtZero() + lambda * theta.value(w);
        double momentum = 1;
        int idle = 0;
        for (int step = 0; step < MOST_STEPS && idle < PATIENCE; step++) {
            Factors next = extrapolated.copy();
            map.evaluate(extrapolated, gradient);
            subtract(l == 0 ? 0 : 1 / l, gradient.block(0), next.block(0));
            theta.prox(next, 0, l == 0 ? lambda : lambda / l);
            double after = map.evaluate(next, gradient) + lambda * theta.value(next);
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
