package io.nadir.spark;

import io.nadir.certify.bound.SpectralBounds;
import io.nadir.matrix.polar.ClippedDualBound;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;

import org.jspecify.annotations.Nullable;

/**
 * The polar of distributed rows at one point: σ_max(Z), from products with ZᵀZ, by the run and the
 * bounds of the core. The upper bound is PROBABLE.
 */
final class RowsOracle implements PolarOracle {
    /** Excess of the polar over 1 below which bounds come together too slowly. */
    private static final double LEAST_EXCESS = 1e-3;

    /** Columns of data that the steps multiply until bounds of a refuted point come together. */
    private static final int USUAL_COLUMNS = 384;

    private final RowsPoint point;
    private final SpectralBounds bounds;

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
        this.bounds = new SpectralBounds(point, seed);
    }

    @Override
    public PointValue point() {
        return point.value();
    }

    @Override
    public PolarBounds bounds(double enough, double delta) {
        return bounds.bounds(enough, delta / 2).withDelta(delta);
    }

    /** The steps left when {@link #bounds} has seen that the point is refuted, and stopped. */
    @Override
    public double refutedCost() {
        boolean worthIt = bounds.lower() - 1 >= LEAST_EXCESS;
        return point.rank() > 0 && worthIt ? map().operations(USUAL_COLUMNS) : 0;
    }

    /**
     * {@inheritDoc} Goes on until the upper bound exceeds 1 by no more than twice as much as the
     * lower one, with the half of δ that {@link #bounds} has left.
     */
    @Override
    public PolarBounds refutedBounds(double delta) {
        refuted = isRefuted();
        double enough = 1 + 2 * (estimate() - 1);
        return bounds.bounds(enough, delta / 2).withDelta(delta);
    }

    private RowsMap map() {
        return point.objective().map();
    }

    @Override
    public PolarBounds cheapBounds(double enough, double delta) {
        return bounds.cheap(enough, delta);
    }

    @Override
    public PolarBounds quickBounds(double enough, double delta) {
        return bounds.quick(enough, delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        return bounds.soFar(delta);
    }

    @Override
    public double dualError(double dualValue) {
        return point.dualError(dualValue);
    }

    @Override
    public boolean isRefuted() {
        return refuted || bounds.isRefuted();
    }

    @Override
    public double estimate() {
        return bounds.estimate();
    }

    /** Right singular vectors of Z outside the split directions with values above 1. */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        return clipping != null
                ? clipping.witnesses()
                : bounds.witnesses(tolerance, negligible, share);
    }

    @Override
    public double gapToClippedDual(double target) {
        if (point.rank() == 0
                || !RowsClipping.applies(map())
                || ClippedDualBound.leastCost(point.objective(), bounds.lower()) > target) {
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
        return bounds.krylovSteps();
    }
}
