package io.nadir.certify.point;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.certify.Verdict;
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
import io.nadir.model.Proof;
import io.nadir.model.Regularizer;
import io.nadir.model.RegularizerContract;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

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

    /** The share of δ that is spent on a dual point near the scaled gradient. */
    private static final double NEARBY_SHARE = 0.1;

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
        Objects.requireNonNull(objective, "objective");

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
                    "lambda = "
                            + objective.lambda()
                            + ", allowed are finite numbers from "
                            + SMALLEST_LAMBDA);
        }
    }

    private void requireMatch() {
        if (theta.degree() != map.degree()) {
            throw new IllegalArgumentException(
                    "degree of the regularizer "
                            + theta.name()
                            + " = "
                            + theta.degree()
                            + ", must equal that of the map, "
                            + map.degree()
                            + ": "
                            + RegularizerContract.matching(map));
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
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(request, "request");

        try {
            return check(w, request).certificate();
        } finally {
            map.data().requireUnchanged();
        }
    }

    /**
     * Certifies a point, and keeps what is needed to improve the point if it is refuted.
     *
     * @param w the point; not modified
     * @throws IllegalArgumentException if the factors do not fit the data, contain NaN or an
     *     infinity, or violate a constraint
     * @throws WorkInterruptedException if the thread is interrupted; see {@link #interrupted}
     */
    public CheckedPoint check(Factors w, CertificateRequest request) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(request, "request");

        interrupted = null;
        requireFit(w);
        boolean prove = request.evidence() == Evidence.PROVED;
        long start = System.nanoTime();
        if (!theta.isCertifiable()) {
            return experiment(w, prove);
        }
        PolarOracle oracle = family.polar(objective, w, seeds.of(w, request.seed()));
        if (prove) {
            requireProof(oracle);
        }
        PointValue point = oracle.point();
        if (!Double.isFinite(point.objective()) || !Double.isFinite(point.pairing())) {
            throw new IllegalArgumentException(
                    "objective = "
                            + point.objective()
                            + ", <gradient, X> = "
                            + -point.pairing()
                            + ", allowed are finite numbers");
        }
        try {
            return decide(w, request, oracle, start);
        } catch (WorkInterruptedException | OutOfMemoryError e) {
            interrupted = soFar(oracle, request.delta(), start);
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
        double error = Rounding.probableGamma(map.data().observed() + (double) w.rank()) * value;
        return new CheckedPoint(Certificate.unknown(value, error, 0), null, true, true);
    }

    /**
     * Returns what is known about the point whose check has just ended with {@link
     * WorkInterruptedException} or {@link OutOfMemoryError}: an UNDECIDED certificate with the
     * bounds found until then and a valid gap. Null if nothing was known yet.
     */
    public @Nullable Certificate interrupted() {
        return interrupted;
    }

    private static Certificate soFar(PolarOracle oracle, double delta, long start) {
        PolarBounds bounds = oracle.boundsSoFar(delta);
        PointValue point = oracle.point();
        double gap = point.gap(bounds.upper());
        return certificate(
                Verdict.UNDECIDED, bounds, point, point.objective(), gap, work(oracle, 0, start));
    }

    private CheckedPoint decide(
            Factors w, CertificateRequest request, PolarOracle oracle, long start) {
        PointValue point = oracle.point();
        boolean prove = request.evidence() == Evidence.PROVED;
        double target = request.relativeGap() * point.objective();
        double largest = point.largestUpper(target);
        double enough = largest > 1 ? largest : 1 + request.relativeGap();
        PolarBounds bounds = null;
        double gap = Double.POSITIVE_INFINITY;
        double share = oracle.hasNearbyDual() ? NEARBY_SHARE * request.delta() : 0;
        if (oracle.hasNearbyDual()) {
            bounds = oracle.quickBounds(enough, share).withDelta(request.delta());
            gap = gap(w, oracle, bounds.upper());
            if (gap > target) {
                gap = Math.min(gap, oracle.gapToNearbyDual(target, share));
            }
        }
        if (bounds == null || gap > target) {
            bounds = oracle.bounds(enough, request.delta() - 2 * share).withDelta(request.delta());
            gap = Math.min(gap, gap(w, oracle, bounds.upper()));
        }
        double objectiveValue = point.objective();
        int factorizations = 0;
        if (prove && gap <= target) {
            Proof proof = oracle.prove(target);
            bounds = bounds.proved(proof.upper());
            objectiveValue = proof.objective();
            target = request.relativeGap() * objectiveValue;
            gap = proof.gap();
            factorizations = proof.factorizations();
        }
        // An objective bounded by infinity would have an infinite target.
        boolean within = gap <= target && gap < Double.POSITIVE_INFINITY;
        Verdict verdict = verdict(within, oracle.isRefuted());
        boolean hard = oracle.mayStayOpen() && verdict == Verdict.UNDECIDED;
        double below = point.gap(Math.max(1, bounds.lower()));
        boolean limited = hard && below <= target;
        Certificate.Work work = work(oracle, factorizations, start);
        PolarBounds known = limited ? bounds.unrefuted() : bounds;
        return new CheckedPoint(
                certificate(verdict, known, point, objectiveValue, gap, work),
                oracle,
                limited,
                hard && point.gap(bounds.upper()) - below > target);
    }

    private static Certificate.Work work(PolarOracle oracle, int factorizations, long start) {
        double seconds = 1e-9 * (System.nanoTime() - start);
        return new Certificate.Work(oracle.passes(), oracle.krylovSteps(), factorizations, seconds);
    }

    /**
     * Returns Ω°(−∇ℓ(Y, 0)/λ) from below, as accurately as the polar can be solved.
     *
     * @param seed the seed of the random starts
     * @throws IllegalArgumentException if the regularizer cannot be certified
     */
    public double polarAtZero(long seed) {
        if (!theta.isCertifiable()) {
            throw new IllegalArgumentException(
                    "regularizer = " + theta.name() + ", allowed are others: it has no polar");
        }
        Factors zero = Factors.empty(map.dimensions());
        return family.polar(objective, zero, seeds.of(zero, seed)).estimate();
    }

    /**
     * Returns the better of two gaps: the one from sums that are already known, and the one from
     * the dual value, which costs one pass.
     */
    private double gap(Factors w, PolarOracle oracle, double upper) {
        double gap = oracle.point().gap(upper);
        if (map.loss().isDualBoundExact() || upper == Double.POSITIVE_INFINITY) {
            return gap;
        }
        double dual = map.dualValue(w, Math.min(1, 1 / upper));
        return Math.min(gap, oracle.point().gapToDual(dual, oracle.dualError(dual)));
    }

    private static Verdict verdict(boolean withinGap, boolean refuted) {
        if (withinGap) {
            return Verdict.GLOBAL;
        }
        return refuted ? Verdict.NOT_GLOBAL : Verdict.UNDECIDED;
    }

    private static Certificate certificate(
            Verdict verdict,
            PolarBounds bounds,
            PointValue point,
            double objective,
            double gap,
            Certificate.Work work) {
        return new Certificate(
                verdict,
                bounds,
                objective,
                Math.max(0, Rounding.plusDown(objective, -gap)),
                gap,
                Certificate.relativeToObjective(gap, objective),
                point.equilibrium(),
                point.columnEquilibrium(),
                work);
    }

    /**
     * Throws unless the factors fit: {@code w} must have the numbers of rows that the data require,
     * finite elements, norms whose fourth powers do not overflow, and no column that violates a
     * constraint of the regularizer.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public void requireFit(Factors w) {
        Objects.requireNonNull(w, "w");

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
                        "norm of factor "
                                + k
                                + " = "
                                + norm
                                + ", allowed is up to "
                                + LARGEST_NORM);
            }
        }
        theta.requireFeasible(w);
    }
}
