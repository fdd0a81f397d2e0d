package io.nadir.spark;

import io.nadir.matrix.polar.ClippedDualBound;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;

import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The polar of distributed rows at one point: σ_max(Z), from products with ZᵀZ. The upper bound is
 * PROBABLE, as that of the core: split off what the factors span, run block Lanczos on the rest
 * from a random start of its own, and bound what the run may have missed.
 */
final class RowsOracle implements PolarOracle {
    /** Size of the basis after the few steps that are always made before. */
    private static final int FEW_VECTORS = 8 * GramRun.BLOCK;

    /** Excess of the polar over 1 below which bounds come together too slowly. */
    private static final double LEAST_EXCESS = 1e-3;

    /** Steps after which the bounds of a refuted point have mostly come together. */
    private static final double USUAL_STEPS = 48;

    /** Times that converged directions are split off. */
    private static final int MOST_RESTARTS = 3;

    private final RowsPoint point;
    private final RandomGenerator random;
    private GramRun run;

    /** The largest polar that does not refute the point. */
    private double tolerated = 1;

    /** The smallest upper bound found so far. */
    private double upperSoFar = Double.POSITIVE_INFINITY;

    /** The number of steps before those of the current run. */
    private int earlierSteps;

    /** Whether the point was refuted before {@link #refutedBounds} tolerates more. */
    private boolean refuted;

    /** The gradient with clipped singular values, if it was tried; and what that gave. */
    private @Nullable RowsClipping clipping;

    private @Nullable Proof clippedProof;

    /**
     * Evaluates a point.
     *
     * @param seed of the random start, which must be independent of {@code w}
     */
    RowsOracle(Objective<RowsMap> objective, Factors w, long seed) {
        this.point = new RowsPoint(objective, w);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.run = new GramRun(point, point.settled(), random);
    }

    @Override
    public PointValue point() {
        return point.value();
    }

    @Override
    public PolarBounds bounds(double enough, double delta) {
        return bounds(enough, delta / 2, GramRun.LARGEST_BASIS).withDelta(delta);
    }

    @Override
    public PolarBounds cheapBounds(double enough, double delta) {
        return bounds(enough, delta, FEW_VECTORS);
    }

    @Override
    public PolarBounds quickBounds(double enough, double delta) {
        tolerated = Math.max(1, enough);
        double upper = iterate(enough, delta, FEW_VECTORS);
        return bounded(run.leading(), Math.min(upper, point.gradientNormBound()), delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        double upper = Math.min(upperSoFar, point.gradientNormBound());
        return bounded(run.leadingSoFar(), upper, delta);
    }

    private PolarBounds bounds(double enough, double delta, int largestBasis) {
        tolerated = Math.max(1, enough);
        double upper = point.gradientNormBound();
        double share = delta;
        for (int restart = 0; ; restart++) {
            share /= 2;
            upper = Math.min(upper, iterate(enough, share, largestBasis));
            if (upper <= enough || isBeyond() || restart == MOST_RESTARTS || !restart()) {
                return bounded(run.leading(), upper, delta);
            }
        }
    }

    /** The steps left when {@link #bounds} has seen that the point is refuted, and stopped. */
    @Override
    public double refutedCost() {
        boolean worthIt = run.leading().value() - 1 >= LEAST_EXCESS;
        return point.rank() > 0 && worthIt && run.canStep()
                ? USUAL_STEPS * map().operations(GramRun.BLOCK)
                : 0;
    }

    /**
     * {@inheritDoc} Goes on until the upper bound exceeds 1 by no more than twice as much as the
     * lower one, with the half of δ that {@link #bounds} has left.
     */
    @Override
    public PolarBounds refutedBounds(double delta) {
        refuted = isRefuted();
        double enough = 1 + 2 * (estimate() - 1);
        return bounds(enough, delta / 2, GramRun.LARGEST_BASIS).withDelta(delta);
    }

    private RowsMap map() {
        return point.objective().map();
    }

    private PolarBounds bounded(GramRun.Lower best, double upper, double delta) {
        return PolarBounds.probable(
                best.value(), point.probableError(), upper, delta, best.witness());
    }

    /** Starts anew outside the converged directions; false if there is none. */
    private boolean restart() {
        GramSplit larger = run.splitConverged();
        if (larger == null) {
            return false;
        }
        earlierSteps += run.steps();
        run = new GramRun(point, larger, random);
        return true;
    }

    /** Iterates until the bound is good enough or cannot improve; returns the bound. */
    private double iterate(double enough, double delta, int largestBasis) {
        double upper = upper(delta);
        while (upper > enough && run.canStep() && run.dimension() < largestBasis) {
            run.step();
            if (!run.ritzDue()) {
                continue;
            }
            upper = Math.min(upper, upper(delta));
            if (cannotSuffice(upper, enough)) {
                return upper;
            }
        }
        return Math.min(upper, upper(delta));
    }

    private double upper(double delta) {
        double upper = run.upper(delta);
        upperSoFar = Math.min(upperSoFar, upper);
        return upper;
    }

    /**
     * Whether what has been found is above {@code enough} already, and either there is something to
     * append, or more steps cannot halve the excess of {@code upper} over 1.
     */
    private boolean cannotSuffice(double upper, double enough) {
        double attainable = Math.sqrt(run.split().combine(run.leadingRitz()));
        if (attainable <= enough) {
            return false;
        }
        boolean appendable = Math.sqrt(run.leadingRitz()) > enough && isBeyond();
        return appendable || (upper - 1 <= 2 * (attainable - 1) && run.leadingConverged());
    }

    @Override
    public double dualError(double dualValue) {
        return point.dualError(dualValue);
    }

    @Override
    public boolean isRefuted() {
        return refuted || isBeyond();
    }

    private boolean isBeyond() {
        return run.leading().value() - point.polarError() > tolerated;
    }

    @Override
    public double estimate() {
        run.converge();
        return run.leading().value();
    }

    /** Right singular vectors of Z outside the split directions with values above 1. */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        return clipping != null
                ? clipping.witnesses()
                : run.witnesses(tolerance, negligible, share);
    }

    @Override
    public double gapToClippedDual(double target) {
        double lower = run.leading().value();
        if (point.rank() == 0
                || !RowsClipping.applies(map())
                || ClippedDualBound.leastCost(point.objective(), lower) > target) {
            return Double.POSITIVE_INFINITY;
        }
        double gap = clip(target).gap();
        return gap >= 0 ? gap : Double.POSITIVE_INFINITY;
    }

    private Proof clip(double target) {
        RowsClipping clipped = new RowsClipping(point);
        Proof proof = clipped.bound(target);
        clipping = clipped;
        clippedProof = proof.gap() <= target ? proof : null;
        return proof;
    }

    @Override
    public @Nullable String noProof() {
        return RowsProof.obstacle(map());
    }

    @Override
    public void requireProofMemory() {
        RowsProof.memory(map()).require();
    }

    @Override
    public Proof prove(double target) {
        if (clippedProof != null) {
            return clippedProof;
        }
        return map().passes().rows().hasEntries()
                ? new RowsProof(point).prove(target)
                : clip(target);
    }

    @Override
    public int passes() {
        return point.passes() + (clipping == null ? 0 : RowsClipping.PASSES);
    }

    @Override
    public int krylovSteps() {
        return earlierSteps + run.steps();
    }
}
