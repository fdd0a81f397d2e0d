package io.nadir.certify;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.MatchingRegularizers;
import io.nadir.model.ModelFamily;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.Proof;
import io.nadir.model.Regularizer;
import io.nadir.model.RegularizerContract;
import io.nadir.model.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Certifies or refutes points of one problem, from wherever they come; it does not solve.
 *
 * <p>Not thread-safe, as its map is not.
 */
public final class Certifier {
    /** Beyond this, squares of squares overflow. */
    private static final double LARGEST_NORM = 0x1p240;

    /** Below this, squares of singular values about λ underflow, and would be taken for 0. */
    private static final double SMALLEST_LAMBDA = 0x1p-400;

    /** Share of δ that a dual point beside the one to be certified may use up. */
    private static final double NEARBY_SHARE = 0.1;

    private final Objective<?> objective;
    private final ModelFamily family;
    private final FactorizationMap map;
    private final Regularizer theta;
    private final double lambda;
    private @Nullable Long fingerprint;
    private @Nullable Certificate interrupted;

    /** Whether a proof is known to be possible. */
    private boolean provable;

    /**
     * Binds the problem.
     *
     * @throws IllegalArgumentException if λ is so small that squares underflow; or, but for an
     *     {@link io.nadir.regularizer.UncertifiedRegularizer}, the regularizer or a gauge breaks
     *     its contract, no bound of the polar is known, or the degrees of regularizer and map
     *     differ (Haeffele &amp; Vidal 2017, section 8)
     */
    public Certifier(Objective<?> objective) {
        Objects.requireNonNull(objective, "objective");

        this.objective = objective;
        this.family = ModelFamily.of(objective.map());
        this.map = objective.map();
        this.theta = objective.regularizer();
        this.lambda = objective.lambda();
        if (theta.isCertifiable()) {
            requireMatch();
        }
        if (map.data().maxAbs() > 0 && !(lambda >= SMALLEST_LAMBDA)) {
            throw new IllegalArgumentException(
                    "lambda = " + lambda + ", allowed are finite numbers from " + SMALLEST_LAMBDA);
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
                            + MatchingRegularizers.describe(map));
        }
        family.requirePolar(objective);
        RegularizerContract.require(theta, map.dimensions());
    }

    /**
     * The certificate of {@code w}, which is not modified.
     *
     * @throws IllegalArgumentException if the factors do not fit the data or are not finite
     * @throws IllegalStateException if the data have been changed
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
     * The certificate, and what it takes to improve a refuted point.
     *
     * @throws IllegalArgumentException if the factors do not fit the data or are not finite
     */
    public Check check(Factors w, CertificateRequest request) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(request, "request");

        interrupted = null;
        requireFit(w);
        boolean prove = request.evidence() == Evidence.PROVED;
        long start = System.nanoTime();
        if (!theta.isCertifiable()) {
            return experiment(w, prove);
        }
        PolarOracle oracle = family.polar(objective, w, seed(w, request.seed()));
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
     * Throws unless points of the problem can be proved, before work is spent on finding one: one
     * pass, the first time.
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
        oracle.proofMemory().require();
        provable = true;
    }

    /** All that is known of a point of an experiment: f(W), and that f* ≥ 0. */
    private Check experiment(Factors w, boolean prove) {
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
        return new Check(Certificate.unknown(value, error, 0), null, true, true);
    }

    /**
     * What is known of the point whose check ended with {@link WorkInterruptedException} or for
     * want of memory: UNDECIDED with the bounds found until then and a valid gap; null if nothing
     * was known yet.
     */
    public @Nullable Certificate interrupted() {
        return interrupted;
    }

    private static Certificate soFar(PolarOracle oracle, double delta, long start) {
        PolarBounds bounds = oracle.boundsSoFar(delta);
        PointValue point = oracle.point();
        double gap = point.gap(bounds.upper());
        return certificate(Verdict.UNDECIDED, bounds, point, gap, work(oracle, 0, start));
    }

    private Check decide(Factors w, CertificateRequest request, PolarOracle oracle, long start) {
        PointValue point = oracle.point();
        boolean prove = request.evidence() == Evidence.PROVED;
        double target = request.relativeGap() * point.objective();
        double within = point.largestUpper(target);
        double enough = within > 1 ? within : 1 + request.relativeGap();
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
        int factorizations = 0;
        if (prove && gap <= target) {
            Proof proof = oracle.prove(target);
            bounds = bounds.proved(proof.upper());
            gap = proof.gap();
            factorizations = proof.factorizations();
        }
        Verdict verdict = verdict(gap <= target, oracle.isRefuted());
        boolean hard = oracle.mayStayOpen() && verdict == Verdict.UNDECIDED;
        double below = point.gap(Math.max(1, bounds.lower()));
        boolean limited = hard && below <= target;
        Certificate.Work work = work(oracle, factorizations, start);
        PolarBounds known = limited ? bounds.unrefuted() : bounds;
        return new Check(
                certificate(verdict, known, point, gap, work),
                oracle,
                limited,
                hard && point.gap(bounds.upper()) - below > target);
    }

    private static Certificate.Work work(PolarOracle oracle, int factorizations, long start) {
        double seconds = 1e-9 * (System.nanoTime() - start);
        return new Certificate.Work(oracle.passes(), oracle.krylovSteps(), factorizations, seconds);
    }

    /**
     * Ω°(−∇ℓ(Y, 0)/λ), from below, as far as the polar can be solved.
     *
     * @throws IllegalArgumentException if the regularizer is for experiments only
     */
    public double polarAtZero(long seed) {
        if (!theta.isCertifiable()) {
            throw new IllegalArgumentException(
                    "regularizer = " + theta.name() + ", allowed are others: it has no polar");
        }
        Factors zero = Factors.empty(map.dimensions());
        return family.polar(objective, zero, seed(zero, seed)).estimate();
    }

    /** The better of the gaps from sums that are known and from the dual value, one pass. */
    private double gap(Factors w, PolarOracle oracle, double upper) {
        double gap = oracle.point().gap(upper);
        if (map.loss().isDualBoundExact() || upper == Double.POSITIVE_INFINITY) {
            return gap;
        }
        double dual = map.dualValue(w, Math.min(1, 1 / upper));
        return Math.min(gap, oracle.point().gapToDual(dual, oracle.dualError(dual)));
    }

    /**
     * Mixes data and factors into the seed: a start that had a part in finding the factors would
     * tell nothing of what they miss, and data could be made for a start that is known beforehand.
     * So whoever wants a bound to fail has to find data and factors that go with the start which
     * these very data and factors lead to. Padding is left out, as it says how the factors grew,
     * not what they are.
     */
    private long seed(Factors w, long seed) {
        Long ofData = fingerprint;
        if (ofData == null) {
            ofData = map.data().fingerprint();
            fingerprint = ofData;
        }
        long hash = 0x9E3779B97F4A7C15L * (Long.rotateLeft(seed, 23) ^ ofData);
        for (int k = 0; k < w.order(); k++) {
            Panel block = w.block(k);
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    long bits = Double.doubleToLongBits(block.get(i, j));
                    hash = 0x9E3779B97F4A7C15L * (Long.rotateLeft(hash, 23) ^ bits);
                }
            }
        }
        return hash;
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
            double gap,
            Certificate.Work work) {
        double objective = point.objective();
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
     * Throws unless {@code w} has the rows that the data need, finite elements, norms whose fourth
     * powers do not overflow, and satisfies the constraints of the regularizer.
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

    /** A certificate with the state that found it. */
    public static final class Check {
        private final Certificate certificate;
        private final @Nullable PolarOracle oracle;
        private final boolean limitedByPolar;
        private final boolean open;

        Check(
                Certificate certificate,
                @Nullable PolarOracle oracle,
                boolean limitedByPolar,
                boolean open) {
            this.certificate = certificate;
            this.oracle = oracle;
            this.limitedByPolar = limitedByPolar;
            this.open = open;
        }

        /** The certificate. */
        public Certificate certificate() {
            return certificate;
        }

        /**
         * Whether the polar is a hard one and nothing but its upper bound keeps the gap from what
         * was asked for, so that no descent will help.
         */
        public boolean isLimitedByPolar() {
            return limitedByPolar;
        }

        /**
         * Whether the polar is a hard one, the verdict is UNDECIDED, and the distance of its bounds
         * alone is more than the gap that was asked for, whatever else keeps the gap from it.
         */
        public boolean isOpen() {
            return open;
        }

        /**
         * Columns whose append lowers the objective, where the verdict is NOT_GLOBAL.
         *
         * @param tolerance relative residual at which a singular triplet has converged
         * @param negligible a triplet whose append would lower f by less need not have converged
         * @param share the same for one whose append would lower f by less than this share of what
         *     the best would
         */
        public Witnesses witnesses(double tolerance, double negligible, double share) {
            return oracle == null
                    ? new Witnesses(List.of(), new double[0], 1)
                    : oracle.witnesses(tolerance, negligible, share);
        }
    }
}
