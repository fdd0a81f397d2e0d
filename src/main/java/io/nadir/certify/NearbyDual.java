package io.nadir.certify;

import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A lower bound on f* from the dual point of a {@link RaisedPoint}, for points whose own gradient
 * has to be scaled down too far.
 */
final class NearbyDual {
    /** Share of the gap wanted that raising may cost where nothing demands more. */
    private static final double SHARE = 0.25;

    /** How much further than the polar a level is raised, as the point moves by raising it. */
    private static final double MARGIN = 1.25;

    private final MatrixMap map;
    private final Regularizer theta;
    private final double lambda;
    private final double delta;
    private int passes;
    private @Nullable Factors raised;

    /** At the raised point. */
    private @Nullable PointValue raisedPoint;

    /**
     * Takes a problem.
     *
     * @param delta probability with which the bound may fail
     */
    NearbyDual(MatrixMap map, Regularizer theta, double lambda, double delta) {
        this.map = map;
        this.theta = theta;
        this.lambda = lambda;
        this.delta = delta;
    }

    /** Passes over the data so far. */
    int passes() {
        return passes;
    }

    /** The largest polar at which a gap of {@code target} is in sight. */
    static double largestPolar(PointValue point, double target) {
        return 1 + affordable(point, target) / MARGIN;
    }

    /**
     * An upper bound on f(W) − f*; infinite if none of at most {@code target} is in sight.
     *
     * @param polar that of {@code w}, nearly
     * @param seed of random starts
     */
    double gap(Factors w, PointValue point, double polar, double target, long seed) {
        double level = 1 + Math.max(affordable(point, target), MARGIN * (polar - 1));
        Factors beside = new RaisedPoint(map, lambda).near(w, level, SHARE * target);
        SpectralOracle dual = new SpectralOracle(map, theta, lambda, beside, seed);
        raised = beside;
        raisedPoint = dual.point();
        double above = dual.point().objective() - point.objective() - point.rounding();
        double enough = dual.point().largestUpper(target + above);
        double gap = Double.POSITIVE_INFINITY;
        if (enough >= level) {
            gap = Math.max(0, dual.point().gap(dual.crowdedUpper(enough, delta)) - above);
        }
        passes += RaisedPoint.PASSES + dual.passes();
        return gap;
    }

    /** Tries to prove what {@link #gap} has found. */
    Proof prove(Factors w, PointValue point, double target) {
        Factors dual = Objects.requireNonNull(raised);
        PointValue dualPoint = Objects.requireNonNull(raisedPoint);
        return ProvedBound.of(map, theta, point, w, dualPoint, dual).prove(target);
    }

    private static double affordable(PointValue point, double target) {
        return Math.sqrt(SHARE * target / point.value());
    }
}
