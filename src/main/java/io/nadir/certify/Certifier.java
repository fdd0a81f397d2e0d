package io.nadir.certify;

import io.nadir.kernel.Checks;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.GaugeContract;
import io.nadir.model.Regularizer;

import java.util.List;

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

    private final FactorizationMap map;
    private final Regularizer theta;
    private final double lambda;

    /**
     * Binds the problem.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if it is not, or so small that squares underflow, a gauge
     *     breaks its contract, or the degrees of regularizer and map differ (Haeffele &amp; Vidal
     *     2017, section 8)
     */
    public Certifier(FactorizationMap map, Regularizer theta, double lambda) {
        if (theta.degree() != map.degree()) {
            throw new IllegalArgumentException(
                    "degree of the regularizer "
                            + theta.name()
                            + " = "
                            + theta.degree()
                            + ", must equal that of the map, "
                            + map.degree());
        }
        if (map.data().maxAbs() > 0 && !(lambda >= SMALLEST_LAMBDA)) {
            throw new IllegalArgumentException(
                    "lambda = " + lambda + ", allowed are finite numbers from " + SMALLEST_LAMBDA);
        }
        GaugeContract.require(theta, map.dimensions());
        this.map = map;
        this.theta = theta;
        this.lambda = Checks.positiveFinite("lambda", lambda);
    }

    /** The certificate of {@code w}, which is not modified. */
    public Certificate certify(Factors w, CertificateRequest request) {
        return check(w, request).certificate();
    }

    /**
     * The certificate, and what it takes to improve a refuted point.
     *
     * @throws IllegalArgumentException if the factors do not fit the data or are not finite
     */
    public Check check(Factors w, CertificateRequest request) {
        requireFit(w);
        boolean prove = request.evidence() == Evidence.PROVED;
        long start = System.nanoTime();
        PolarOracle oracle = PolarOracles.open(map, theta, lambda, w, seed(w, request));
        if (prove && !oracle.canProve()) {
            throw new IllegalArgumentException(
                    "evidence = PROVED, allowed is PROBABLE: proofs are for dense data under the"
                            + " squared loss, and regularizers made of Euclidean and 1-norms");
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
        double target = request.relativeGap() * point.objective();
        double within = point.largestUpper(target);
        double enough = within > 1 ? within : 1 + request.relativeGap();
        PolarBounds bounds = oracle.bounds(enough, request.delta());
        double gap = gap(w, oracle, bounds.upper());
        int factorizations = 0;
        if (prove && gap <= target) {
            Proof proof = oracle.prove(target);
            bounds = bounds.proved(proof.upper());
            gap = proof.gap();
            factorizations = proof.factorizations();
        }
        Verdict verdict = verdict(gap <= target, oracle.isRefuted());
        Certificate.Work work =
                new Certificate.Work(
                        oracle.passes(),
                        oracle.krylovSteps(),
                        factorizations,
                        1e-9 * (System.nanoTime() - start));
        boolean open = oracle.mayStayOpen() && point.gap(Math.max(1, bounds.lower())) <= target;
        return new Check(certificate(verdict, bounds, point, gap, work), oracle, open);
    }

    /** Ω°(−∇ℓ(Y, 0)/λ), from below, as far as the polar can be solved. */
    public double polarAtZero(long seed) {
        Factors zero = Factors.empty(map.dimensions());
        return PolarOracles.open(map, theta, lambda, zero, seed).estimate();
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
     * Mixes the factors into the seed: a start that had a part in finding them would tell nothing
     * of what they miss. Padding is left out, as it says how the factors grew, not what they are.
     */
    private static long seed(Factors w, CertificateRequest request) {
        long hash = request.seed();
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
                Math.max(0, objective - gap),
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
        private final PolarOracle oracle;
        private final boolean limitedByPolar;

        Check(Certificate certificate, PolarOracle oracle, boolean limitedByPolar) {
            this.certificate = certificate;
            this.oracle = oracle;
            this.limitedByPolar = limitedByPolar;
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
         * Columns whose append lowers the objective, where the verdict is NOT_GLOBAL.
         *
         * @param tolerance relative residual at which a singular triplet has converged
         * @param negligible a triplet whose append would lower f by less need not have converged
         * @param share the same for one whose append would lower f by less than this share of what
         *     the best would
         */
        public Witnesses witnesses(double tolerance, double negligible, double share) {
            return oracle.witnesses(tolerance, negligible, share);
        }
    }
}
