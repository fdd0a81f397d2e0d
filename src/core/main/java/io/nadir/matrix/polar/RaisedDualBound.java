package io.nadir.matrix.polar;

import io.nadir.certify.bound.SpectralBounds;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.solver.descent.Balancing;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * A lower bound on f* from the dual point of a {@link RaisedPoint}, for points whose own gradient
 * has to be scaled down too far.
 */
final class RaisedDualBound {
    /** Share of the gap wanted that raising may cost. */
    private static final double SHARE = 0.8;

    /** Share of the η with every column raised that a part of them has to reach. */
    private static final double REACHED = 0.2;

    /** Ratio of neighbouring singular values that tells signal from noise. */
    private static final double STEP = 4;

    /** How much higher than the polar a level has to be. */
    private static final double MARGIN = 1.25;

    /** Any η costs nothing where the loss is 0 to rounding, but λ(1 + η) has to be finite. */
    private static final double LARGEST_EXCESS = 0x1p100;

    private final Objective<MatrixMap> objective;
    private final PointValue point;
    private final double target;
    private final Factors w;
    private final double[] sigma;
    private int raisedColumns;
    private double excess;
    private int passes;
    private @Nullable Factors raised;

    /** The value of the raised point. */
    private @Nullable PointValue raisedPoint;

    /**
     * Chooses how many columns to raise, and how far.
     *
     * @param w not modified
     * @param point its value
     * @param target the gap wanted
     */
    RaisedDualBound(Objective<MatrixMap> objective, Factors w, PointValue point, double target) {
        this.objective = objective;
        this.point = point;
        this.target = target;
        this.w = w.copy();
        this.sigma = new Balancing().toSingularVectors(this.w);
        choose();
    }

    /** Passes over the data so far. */
    int passes() {
        return passes;
    }

    /** No polar above this is in reach, whatever is raised. */
    static double largestPolar(PointValue point, double target) {
        return 1 + affordable(point, target, 0) / MARGIN;
    }

    /** The largest polar at which a gap of the target is in sight. */
    double largestPolar() {
        return 1 + excess / MARGIN;
    }

    /**
     * An upper bound on f(W) − f*; infinite if none of at most the target is in sight.
     *
     * @param delta probability with which the bound may fail
     * @param seed of random starts
     */
    double gap(double delta, long seed) {
        double level = 1 + excess;
        RaisedPoint near = new RaisedPoint(objective.map(), objective.lambda());
        Factors beside = near.near(w, sigma, raisedColumns, level);
        SpectralPoint evaluated = new SpectralPoint(objective, beside, raisedColumns);
        SpectralBounds dual = new SpectralBounds(evaluated, seed);
        PointValue dualPoint = evaluated.value();
        raised = beside;
        raisedPoint = dualPoint;
        double above = dualPoint.objective() - point.objective() - point.rounding();
        double enough = dualPoint.largestUpper(target + above);
        double gap = Double.POSITIVE_INFINITY;
        if (enough >= level) {
            gap = Math.max(0, dualPoint.gap(dual.bounds(enough, delta).upper()) - above);
        }
        passes += RaisedPoint.PASSES + evaluated.passes() + dual.passes();
        return gap;
    }

    /**
     * Tries to prove what {@link #gap} has found.
     *
     * @param original the point as it was given
     */
    Proof prove(Factors original) {
        Factors dual = Objects.requireNonNull(raised);
        PointValue dualPoint = Objects.requireNonNull(raisedPoint);
        return ProvedBound.prove(objective, point, original, dualPoint, dual, target);
    }

    /**
     * The columns before the widest step down, if that is wide and nearly as high a level will do.
     */
    private void choose() {
        double most = affordable(point, target, 0);
        double others = Arrays.stream(sigma).sum();
        raisedColumns = sigma.length;
        excess = most;
        double widest = STEP;
        for (int i = 1; i < sigma.length; i++) {
            others = Math.max(0, others - sigma[i - 1]);
            double reached = affordable(point, target, objective.lambda() * others);
            if (reached >= REACHED * most && sigma[i - 1] >= widest * sigma[i]) {
                widest = sigma[i - 1] / sigma[i];
                raisedColumns = i;
                excess = reached;
            }
        }
    }

    /** The η that costs the share of the target: the root of η²ℓ + η·slope. */
    private static double affordable(PointValue point, double target, double slope) {
        double root = Math.sqrt(slope * slope + 4 * point.value() * SHARE * target);
        double excess = 2 * SHARE * target / (slope + root);
        return excess <= LARGEST_EXCESS ? excess : LARGEST_EXCESS;
    }
}
