package io.nadir.certify.point;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.Regularizer;
import io.nadir.model.RegularizerContract;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Certifies or refutes points of one problem, wherever the points come from; it does not solve.
 * Users call {@link io.nadir.Nadir#certify} instead, which scales the problem first.
 *
 * <p>Not thread-safe, because the map of its objective is not.
 */
public final class Certifier {
    /** Fourth powers of larger norms overflow. */
    private static final double LARGEST_NORM = 0x1p240;

    /** With a smaller λ, squares of singular values near λ underflow and would be taken for 0. */
    private static final double SMALLEST_LAMBDA = 0x1p-400;

    private final Objective<?> objective;
    private final ModelFamily family;
    private final FactorizationMap map;
    private final Regularizer theta;
    private final PointSeed seeds;
    private @Nullable Certificate interrupted;

    /** Whether a proof is known to be possible for this problem. */
    private boolean provable;

    /**
     * Creates a certifier and checks that the parts of the objective go together.
     *
     * @param objective the map, the regularizer and λ
     * @throws IllegalArgumentException if λ is so small that squares underflow; and, unless the
     *     regularizer is an {@link io.nadir.regularizer.UncertifiedRegularizer}, if it or one of
     *     its gauges violates its contract, if no bound of the polar is known for the model and the
     *     regularizer, or if their degrees differ (Haeffele &amp; Vidal 2017, section 8)
     */
    public Certifier(Objective<?> objective) {
        this.objective = objective;
        this.family = ModelFamily.of(objective.map());
        this.map = objective.map();
        this.theta = objective.regularizer();
        this.seeds = new PointSeed(map.data());
        if (theta.isCertifiable()) {
            requireMatch();
        }
        if (map.data().maxAbs() > 0 && !(objective.lambda() >= SMALLEST_LAMBDA)) {
            throw new IllegalArgumentException(
                    "lambda = %s, allowed are finite numbers from %s"
                            .formatted(objective.lambda(), SMALLEST_LAMBDA));
        }
    }

    private void requireMatch() {
        if (theta.degree() != map.degree()) {
            throw new IllegalArgumentException(
                    "degree of the regularizer %s = %s, must equal that of the map, %s: %s"
                            .formatted(
                                    theta.name(),
                                    theta.degree(),
                                    map.degree(),
                                    RegularizerContract.matching(map)));
        }
        family.requirePolar(objective);
        RegularizerContract.require(theta, map.dimensions());
    }

    /**
     * Certifies a point.
     *
     * @param w the point; not modified
     * @throws IllegalArgumentException if the factors do not fit the data, contain NaN or an
     *     infinity, or violate a constraint
     * @throws IllegalStateException if the data have been changed
     * @throws WorkInterruptedException if the thread is interrupted; see {@link #interrupted}
     */
    public Certificate certify(Factors w, CertificateRequest request) {
        try {
            return complete(check(w, request, false, true)).certificate();
        } finally {
            map.requireUnchanged();
        }
    }

    /**
     * Certifies a point, and tightens the bounds of its polar by a relaxation if they leave the
     * verdict open and a relaxation is known.
     *
     * @param w the point; not modified
     * @param budget the work that the relaxation may take, and from which it takes it
     * @throws IllegalArgumentException if the factors do not fit the data, contain NaN or an
     *     infinity, or violate a constraint
     * @throws IllegalStateException if the data have been changed
     * @throws WorkInterruptedException if the thread is interrupted; see {@link #interrupted}
     */
    public Certificate certify(Factors w, CertificateRequest request, RelaxationBudget budget) {
        try {
            CheckedPoint check = complete(check(w, request, !budget.isSpent(), true));
            boolean tighten = check.isTightenable() && !budget.isSpent();
            return (tighten ? tighten(check, budget) : check).certificate();
        } finally {
            map.requireUnchanged();
        }
    }

    /**
     * Certifies a point, and keeps what is needed to improve the point if it is refuted. Bounds at
     * a refuted point may be left to {@link #complete}.
     *
     * @param w the point; not modified
     * @throws IllegalArgumentException if the factors do not fit the data, contain NaN or an
     *     infinity, or violate a constraint
     * @throws WorkInterruptedException if the thread is interrupted; see {@link #interrupted}
     */
    public CheckedPoint check(Factors w, CertificateRequest request) {
        return check(w, request, false, false);
    }

    /**
     * The same, for a caller who may go on with {@link #tighten}.
     *
     * @param tightens whether the caller does so if the check {@linkplain
     *     CheckedPoint#isTightenable can be tightened}
     * @param optimal whether the caller expects the point to be optimal, so that a proof may be
     *     tried early: what it costs is lost if it fails
     */
    public CheckedPoint check(
            Factors w, CertificateRequest request, boolean tightens, boolean optimal) {
        interrupted = null;
        requireFit(w);
        boolean prove = request.evidence() == Evidence.PROVED;
        long start = System.nanoTime();
        if (!theta.isCertifiable()) {
            return experiment(w, prove);
        }
        PolarOracle oracle = family.polar(objective, w, seeds.of(w, request.seed()));
        if (tightens) {
            oracle.expectTightening();
        }
        if (optimal) {
            oracle.expectProof();
        }
        if (prove) {
            requireProof(oracle);
        }
        PointValue point = oracle.point();
        if (!Double.isFinite(point.objective()) || !Double.isFinite(point.pairing())) {
            throw new IllegalArgumentException(
                    "objective = %s, <gradient, X> = %s, allowed are finite numbers"
                            .formatted(point.objective(), -point.pairing()));
        }
        PointCheck check = new PointCheck(map, w, request, oracle, start);
        return unlessInterrupted(check, check::decide);
    }

    /**
     * Computes the bounds that were left out because the point is refuted; returns the check if it
     * is complete. To be called for the last check, while its point is unchanged.
     *
     * @throws WorkInterruptedException if the thread is interrupted; see {@link #interrupted}
     */
    public CheckedPoint complete(CheckedPoint check) {
        PointCheck point = check.point();
        if (point == null || !(check.completionCost() > 0)) {
            return check;
        }
        interrupted = null;
        return unlessInterrupted(point, point::complete);
    }

    /**
     * Tightens the bounds of the polar by a relaxation, and decides anew. To be called for the last
     * check, while its point is unchanged, if the check {@linkplain CheckedPoint#isTightenable can
     * be tightened}.
     *
     * @param budget the work that the relaxation may take, and from which it takes it
     * @throws WorkInterruptedException if the thread is interrupted; see {@link #interrupted}
     */
    public CheckedPoint tighten(CheckedPoint check, RelaxationBudget budget) {
        interrupted = null;
        PointCheck point = Objects.requireNonNull(check.point(), "the check has no polar");
        return unlessInterrupted(point, () -> point.tighten(budget));
    }

    private CheckedPoint unlessInterrupted(PointCheck check, Supplier<CheckedPoint> work) {
        try {
            return work.get();
        } catch (WorkInterruptedException | OutOfMemoryError e) {
            interrupted = check.soFar();
            throw e;
        }
    }

    /**
     * Throws unless points of this problem can be proved, so that no work is spent on finding one
     * in vain. The first call costs one pass over the data.
     *
     * @throws IllegalArgumentException if there is no proof for the model, or the heap has no room
     *     for it
     */
    public void requireProof() {
        if (!provable && theta.isCertifiable()) {
            Factors zero = Factors.empty(map.dimensions());
            requireProof(family.polar(objective, zero, 0));
        }
    }

    private void requireProof(PolarOracle oracle) {
        if (provable) {
            return;
        }
        String obstacle = oracle.noProof();
        if (obstacle != null) {
            throw new IllegalArgumentException(
                    "evidence = PROVED, allowed is PROBABLE: " + obstacle);
        }
        oracle.requireProofMemory();
        provable = true;
    }

    /** Returns what is known about a point of an uncertified regularizer: f(W), and that f* ≥ 0. */
    private CheckedPoint experiment(Factors w, boolean prove) {
        if (prove) {
            throw new IllegalArgumentException(
                    "evidence = PROVED, allowed for an experiment is PROBABLE: it is never"
                            + " certified");
        }
        double value = objective.value(w);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "objective = " + value + ", allowed are finite numbers");
        }
        double error = Rounding.gamma(map.data().observed() + (double) w.rank()) * value;
        return new CheckedPoint(Certificate.unknown(value, error, 0), null, true, true, 0);
    }

    /**
     * Returns what is known about the point whose check has just ended with {@link
     * WorkInterruptedException} or {@link OutOfMemoryError}: an UNDECIDED certificate with the
     * bounds found until then and a valid gap. Null if nothing was known yet.
     */
    public @Nullable Certificate interrupted() {
        return interrupted;
    }

    /**
     * Returns Ω°(−∇ℓ(Y, 0)/λ) from below, as accurately as the polar can be solved.
     *
     * @param seed the seed of the random starts
     * @throws IllegalArgumentException if the regularizer cannot be certified
     */
    public double polarAtZero(long seed) {
        return oracleAtZero(seed).estimate();
    }

    /**
     * Returns bounds of Ω°(−∇ℓ(Y, 0)/λ) at a small cost. λ should be small enough for the polar to
     * exceed 1.
     *
     * @param closeness how far apart the bounds may be, relative to the lower one
     * @param delta the probability with which the upper bound may fail
     * @param seed the seed of the random starts
     * @throws IllegalArgumentException if the regularizer cannot be certified
     */
    public PolarBounds boundsAtZero(double closeness, double delta, long seed) {
        PolarOracle oracle = oracleAtZero(seed);
        double enough = Rounding.up(oracle.estimate() * (1 + closeness));
        return oracle.cheapBounds(enough, delta).withDelta(delta);
    }

    /**
     * Returns the same bounds, looked for along the columns of a point first, which takes fewer
     * passes if the polar is attained near them. The bounds hold whatever the point is.
     *
     * @param near factors that {@linkplain #requireFit fit}
     */
    public PolarBounds boundsAtZero(double closeness, double delta, long seed, Factors near) {
        PolarOracle oracle = oracleAtZero(seed);
        double left = delta;
        if (oracle.lookAlong(near)) {
            left /= 2;
            double enough = Rounding.up(oracle.boundsSoFar(left).lower() * (1 + closeness));
            PolarBounds bounds = oracle.cheapBounds(enough, left);
            if (bounds.upper() <= enough) {
                return bounds.withDelta(delta);
            }
        }
        return boundsAtZero(closeness, left, seed).withDelta(delta);
    }

    private PolarOracle oracleAtZero(long seed) {
        if (!theta.isCertifiable()) {
            throw new IllegalArgumentException(
                    "regularizer = " + theta.name() + ", allowed are others: it has no polar");
        }
        Factors zero = Factors.empty(map.dimensions());
        return family.polar(objective, zero, seeds.of(zero, seed));
    }

    /**
     * Throws unless the factors fit: {@code w} must have the numbers of rows that the data require,
     * finite elements, norms whose fourth powers do not overflow, and no column that violates a
     * constraint of the regularizer.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public void requireFit(Factors w) {
        List<Integer> dimensions = map.dimensions();
        if (!w.dimensions().equals(dimensions)) {
            throw new IllegalArgumentException(
                    "factors have " + w.dimensions() + " rows, the data need " + dimensions);
        }
        w.requireFinite();
        for (int k = 0; k < w.order(); k++) {
            double norm = Panels.frobenius(w.block(k));
            if (!(norm <= LARGEST_NORM)) {
                throw new IllegalArgumentException(
                        "norm of factor %s = %s, allowed is up to %s"
                                .formatted(k, norm, LARGEST_NORM));
            }
        }
        theta.requireFeasible(w);
    }
}
