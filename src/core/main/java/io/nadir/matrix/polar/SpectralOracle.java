package io.nadir.matrix.polar;

import io.nadir.certify.bound.ProofMemory;
import io.nadir.certify.bound.SpectralBounds;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

/**
 * The polar of a matrix product under θ = ½(‖u‖² + ‖v‖²) or ‖u‖‖v‖ at one point: σ_max(Z), with a
 * singular pair as witness (Vidal, Zhu &amp; Haeffele, eq. 1.42).
 *
 * <p>The upper bound is PROBABLE: deflate the factors, run block Lanczos on the rest from a random
 * start of its own, and bound what the run may have missed. Rounding errors are counted in the
 * worst case.
 */
public final class SpectralOracle implements PolarOracle {
    private final Objective<MatrixMap> objective;
    private final Factors w;
    private final SpectralPoint evaluated;
    private final SpectralBounds bounds;

    /** The dual point that gave the gap, if it is not the gradient here. */
    private @Nullable RaisedDualBound nearby;

    /** The gradient with clipped singular values, if it was tried; and what that gave. */
    private @Nullable ClippedMatrix clipped;

    private @Nullable Proof clippedProof;

    /** What was proved before the bounds, if that was tried. */
    private @Nullable Proof early;

    /** Whether the point is likely to be optimal. */
    private boolean expected;

    /** Whether a proof beside known directions has failed. */
    private boolean hasNoRoom;

    /** The number of passes other than those for the bounds at this point. */
    private int otherPasses;

    /**
     * Evaluates a point: one pass over the data.
     *
     * @param seed of the random start, which must be independent of {@code w}
     */
    public SpectralOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        this.objective = objective;
        this.w = w;
        this.evaluated = new SpectralPoint(objective, w, w.rank());
        this.bounds = new SpectralBounds(evaluated, seed);
    }

    @Override
    public PointValue point() {
        return evaluated.value();
    }

    @Override
    public int passes() {
        return otherPasses + evaluated.passes() + bounds.passes();
    }

    @Override
    public int krylovSteps() {
        return bounds.krylovSteps();
    }

    /** {@inheritDoc} Of −∇ℓ = Y − X at X = 0 the leading pairs are those of a solution. */
    @Override
    public boolean lookAlong(Factors near) {
        if (w.rank() > 0 || near.rank() == 0 || !objective.map().hasFastGram()) {
            return false;
        }
        bounds.lookAlong(evaluated.split(near.block(0), near.block(1), false));
        return true;
    }

    @Override
    public PolarBounds quickBounds(double enough, double delta) {
        return bounds.quick(enough, delta);
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
    public PolarBounds boundsSoFar(double delta) {
        return bounds.soFar(delta);
    }

    @Override
    public double estimate() {
        return bounds.estimate();
    }

    @Override
    public boolean isRefuted() {
        return bounds.isRefuted();
    }

    @Override
    public double dualError(double dualValue) {
        return evaluated.dualError(dualValue);
    }

    /**
     * Singular triplets of Z outside the deflated directions with values above 1, all of them if
     * the iteration converges; both sides orthonormal.
     */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        if (clipped != null) {
            otherPasses++;
            return clipped.witnesses(evaluated.settled().deflation());
        }
        return bounds.witnesses(tolerance, negligible, share);
    }

    @Override
    public boolean hasNearbyDual() {
        return RaisedPoint.applies(objective.map()) && w.rank() > 0;
    }

    @Override
    public double gapToNearbyDual(double target, double delta) {
        if (bounds.lower() > RaisedDualBound.largestPolar(point(), target)) {
            return Double.POSITIVE_INFINITY;
        }
        RaisedDualBound dual = new RaisedDualBound(objective, w, point(), target);
        if (bounds.lower() > dual.largestPolar()) {
            return Double.POSITIVE_INFINITY;
        }
        double gap = dual.gap(delta, bounds.nextSeed());
        otherPasses += dual.passes();
        nearby = gap <= target ? dual : null;
        return gap;
    }

    @Override
    public double gapToClippedDual(double target) {
        MatrixMap map = objective.map();
        if (w.rank() == 0
                || !ClippedMatrix.applies(map)
                || ClippedDualBound.leastCost(objective, bounds.lower()) > target) {
            return Double.POSITIVE_INFINITY;
        }
        ClippedMatrix dual = new ClippedMatrix(objective, w, point());
        Proof proof = dual.bound(target);
        otherPasses += ClippedMatrix.PASSES;
        clipped = dual;
        clippedProof = proof.gap() <= target ? proof : null;
        return proof.gap();
    }

    @Override
    public @Nullable String noProof() {
        return ProvedBound.obstacle(objective.map());
    }

    @Override
    public void requireProofMemory() {
        proofMemory().require();
    }

    ProofMemory proofMemory() {
        return ProvedBound.memory(objective.map());
    }

    @Override
    public void expectProof() {
        expected = true;
    }

    /**
     * {@inheritDoc} A proof knows no δ, so a few steps that show that it will do are enough, and a
     * single one where the point is expected to be optimal and the proof costs as little as it can.
     */
    @Override
    public @Nullable Proof proveAtOnce(double enough, double target, double delta) {
        if (hasNearbyDual()) {
            return null;
        }
        if (expected && isRestSmall(enough) && bounds.glimpse(enough, delta)) {
            early = proveBeside(target);
        }
        if (early == null && bounds.promise(enough, delta)) {
            early = proveHere(target);
        }
        return early;
    }

    @Override
    public Proof prove(double target) {
        if (clippedProof != null) {
            return clippedProof;
        }
        if (nearby != null) {
            otherPasses++;
            return nearby.prove(w);
        }
        return early != null ? early : proveHere(target);
    }

    private Proof proveHere(double target) {
        otherPasses++;
        Deflation deflation = evaluated.settled().deflation();
        return !hasNoRoom && isRestSmall(point().largestUpper(target))
                ? ProvedBound.prove(objective, point(), w, deflation, target)
                : ProvedBound.prove(objective, point(), w, target);
    }

    /** The proof that costs least; null if it does not suffice. */
    private @Nullable Proof proveBeside(double target) {
        otherPasses++;
        Deflation deflation = evaluated.settled().deflation();
        Proof proof = ProvedBound.proveBeside(objective, point(), w, deflation, target);
        hasNoRoom = !(proof.gap() <= target);
        return hasNoRoom ? null : proof;
    }

    private boolean isRestSmall(double enough) {
        MatrixMap map = objective.map();
        double norm = evaluated.gradientNormBound();
        Deflation deflation = evaluated.settled().deflation();
        return ProvedBound.formsEntries(map)
                && DeflatedGradient.suits(map, deflation, norm, bounds.restLower(), enough);
    }

    /** The polar is a spectral norm: steps can always bring the bounds together. */
    @Override
    public boolean mayStayOpen() {
        return false;
    }
}
