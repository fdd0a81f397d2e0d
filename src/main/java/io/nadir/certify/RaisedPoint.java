package io.nadir.certify;

import io.nadir.kernel.Panels;
import io.nadir.model.Balancing;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;

/**
 * A point near W whose gradient is the better dual point. If a singular value of Z exceeds 1 by ε,
 * G must be divided by 1 + ε to be dual feasible, which costs ελ‖X‖_*: nearly all of it for the few
 * large singular values of X, where Z was at 1 already. So the large ones are descended anew with
 * (1 + η)λ in place of λ, η ≥ ε, which puts Z there at 1 + η. Then the scale 1/(1 + η) fits them as
 * well, and costs only what is of second order, about η²·ℓ, and ηλ times the sum of the others.
 *
 * <p>In other words: a dual point of the problem with λ(1 + η) on part of the spectrum (a convex
 * problem too: Ky Fan norms) is one of the problem itself once it is scaled.
 */
final class RaisedPoint {
    private static final int SWEEPS = 3;

    /** Passes over the data that a point takes. */
    static final int PASSES = 2 * SWEEPS;

    private final MatrixMap map;
    private final double lambda;
    private final Balancing balancing = new Balancing();

    RaisedPoint(MatrixMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
    }

    /** Whether single columns can be descended. */
    static boolean applies(MatrixMap map) {
        return map.hasBlockMinimizer();
    }

    /**
     * The point, by sweeps of exact row-wise least squares.
     *
     * @param level 1 + η
     * @param budget what the singular values that stay at level 1 may cost in the dual value
     */
    Factors near(Factors w, double level, double budget) {
        Factors raised = w.copy();
        double[] factors = factors(balancing.toSingularVectors(raised), level, budget);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            minimize(raised, 0, factors);
            minimize(raised, 1, factors);
        }
        return raised;
    }

    /** 1/√t_i for the weights t_i of λ: least squares with a column scaled by it is with λt_i. */
    private double[] factors(double[] sigma, double level, double budget) {
        double[] factors = new double[sigma.length];
        double cost = 0;
        for (int i = sigma.length - 1; i >= 0; i--) {
            cost += (level - 1) * lambda * sigma[i];
            factors[i] = cost > budget ? 1 / Math.sqrt(level) : 1;
        }
        return factors;
    }

    private void minimize(Factors w, int k, double[] factors) {
        Panels.scaleColumns(w.block(1 - k), factors);
        map.minimizeBlock(w, k, lambda);
        balancing.toSingularVectors(w);
    }
}
