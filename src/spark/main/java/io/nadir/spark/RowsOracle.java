package io.nadir.spark;

import io.nadir.certify.bound.SpectralBounds;
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
    private final RowsPoint point;
    private final SpectralBounds bounds;

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
        return bounds.bounds(enough, delta);
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
        return bounds.isRefuted();
    }

    @Override
    public double estimate() {
        return bounds.estimate();
    }

    /** Right singular vectors of Z outside the split directions with values above 1. */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        return bounds.witnesses(tolerance, negligible, share);
    }

    @Override
    public @Nullable String noProof() {
        return RowsProof.obstacle(point.objective().map());
    }

    @Override
    public void requireProofMemory() {
        RowsProof.memory(point.objective().map()).require();
    }

    @Override
    public Proof prove(double target) {
        return new RowsProof(point).prove(target);
    }

    @Override
    public int passes() {
        return point.passes();
    }

    @Override
    public int krylovSteps() {
        return bounds.krylovSteps();
    }
}
