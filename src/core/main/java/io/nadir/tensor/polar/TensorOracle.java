package io.nadir.tensor.polar;

import io.nadir.certify.bound.WitnessCandidate;
import io.nadir.certify.bound.WitnessSelection;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.model.RelaxationBudget;
import io.nadir.tensor.map.TensorMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The polar of a tensor model at one point, max { ⟨Z, w¹ ∘ … ∘ w^K⟩ : g_k(w^k) ≤ 1 }: for Euclidean
 * norms the spectral norm of Z, NP-hard for K ≥ 3 (Hillar &amp; Lim, J. ACM 60, 2013). Below by the
 * alternating power method, above by {@link TensorBounds} divided by the gauges' lower constants.
 *
 * <p>Forms Z: 8·d_1⋯d_K bytes, and as much again for one unfolding at a time.
 */
public final class TensorOracle implements PolarOracle {
    /** Entries up to which a refuted point too gets a bound better than ‖Z‖. */
    private static final int CHEAP = 1 << 16;

    /** Shares of the gap asked for that a proof aims at, tightest first. */
    private static final double[] AIMS = {0.25, 0.98};

    /** The share of the excess over 1 allowed that relaxations aim at: proofs round, too. */
    private static final double AIM = 0.9;

    private final Objective<TensorMap> objective;
    private final TensorMap map;
    private final Factors w;
    private final long seed;
    private final RandomGenerator random;
    private final TensorResidual residual;
    private final TensorBounds bounds;
    private final boolean[] nonNegative;
    private @Nullable TensorTightening tightening;

    private final TensorRounding roundings;
    private final PointRounding rounding;

    private final PointValue point;
    private List<WitnessCandidate> found = List.of();
    private boolean searched;
    private boolean thorough;
    private double enough = 1;

    /** The bound of ‖Z‖ that {@link #bounds} has found. */
    private double probable = Double.POSITIVE_INFINITY;

    /**
     * Evaluates a point: two passes over the data.
     *
     * @param seed of random starts, independent of {@code w}
     */
    public TensorOracle(Objective<TensorMap> objective, Factors w, long seed) {
        this.objective = objective;
        this.map = objective.map();
        this.w = w;
        this.seed = seed;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.roundings = new TensorRounding(objective, w);
        Factors gradient = w.copy();
        double value = map.evaluate(w, gradient);
        this.rounding = roundings.ofPoint(value);
        this.point = PointValue.of(map, objective.regularizer(), w, value, gradient, 0, rounding);
        this.residual = new TensorResidual(map, w, objective.lambda());
        this.nonNegative = roundings.nonNegative();
        this.bounds = new TensorBounds(residual, isNonNegative(), map::checkCancelled);
    }

    @Override
    public PointValue point() {
        return point;
    }

    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        double lower = estimate();
        double upper = residual.frobenius() / residual.lambda();
        thorough = !isRefuted() && isWithinReach(wanted);
        if (!isRefuted() || residual.entries().length <= CHEAP) {
            double reach = Math.max(wanted * constant() - formingError(), lower * constant());
            upper =
                    Math.min(
                            upper,
                            bounds.probable(lower * constant(), reach, delta, ~seed, thorough));
        }
        probable = upper;
        return boundsSoFar(delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        double lower = found.isEmpty() ? 0 : found.getFirst().value();
        double error = rounding.ofSums() * rounding.magnitude() / constant();
        return PolarBounds.probable(lower, error, upper(), delta, leadingVectors());
    }

    /** The least bound of the polar that is known. */
    private double upper() {
        double norm = residual.frobenius() / residual.lambda();
        double relaxed = relaxed() / residual.lambda();
        double least = Math.min(norm, Math.min(probable, Rounding.up(relaxed)));
        return Rounding.up((least + formingError()) / constant());
    }

    /** The bound of ‖R·2^−e‖ that relaxations have found. */
    private double relaxed() {
        return tightening == null ? Double.POSITIVE_INFINITY : tightening.bound();
    }

    /** For modes that leave a tensor, or vectors ≥ 0, for which unfoldings need not be enough. */
    @Override
    public boolean hasRelaxation() {
        return TensorTightening.applies(residual.shape(), nonNegative);
    }

    @Override
    public PolarBounds tighten(double wanted, double delta, RelaxationBudget budget) {
        Objects.requireNonNull(budget, "budget");

        enough = wanted;
        TensorTightening search = tightening();
        double aim = Math.min(wanted, 1 + AIM * (wanted - 1));
        double norm = (aim * constant() - formingError()) * residual.lambda();
        double below = estimate() * constant() * residual.lambda();
        search.run(below, norm, budget, new Relaxing(budget));
        return boundsSoFar(delta);
    }

    private TensorTightening tightening() {
        TensorTightening known = tightening;
        if (known == null) {
            known = new TensorTightening(residual, nonNegative, map::checkCancelled);
            tightening = known;
        }
        return known;
    }

    /** Climbs from what a relaxation finds, and reports its bounds. */
    private final class Relaxing implements TensorTightening.Listener {
        private final RelaxationBudget budget;

        Relaxing(RelaxationBudget budget) {
            this.budget = budget;
        }

        @Override
        public void onStarts(List<List<double[]>> starts) {
            TensorAscent ascent = new TensorAscent(residual, map.split(), objective.regularizer());
            List<WitnessCandidate> all = new ArrayList<>(found);
            all.addAll(ascent.climb(starts, map::checkCancelled));
            all.sort(Comparator.comparingDouble(WitnessCandidate::value).reversed());
            found = all;
            budget.spend(ascent.operations(starts.size()));
        }

        @Override
        public boolean onBound() {
            budget.improved(upper());
            return !isRefuted();
        }
    }

    /**
     * Returns whether a tight bound would be useful: the part of the gap that no bound of the polar
     * can reduce must leave room for {@code wanted} − 1. Otherwise descent must continue first.
     */
    private boolean isWithinReach(double wanted) {
        return estimate() <= wanted && point.gap(1) <= (wanted - 1) * point.objective();
    }

    @Override
    public double estimate() {
        if (!searched) {
            found =
                    new TensorAscent(residual, map.split(), objective.regularizer())
                            .run(w, random, map::checkCancelled);
            searched = true;
        }
        return found.isEmpty() ? 0 : found.getFirst().value();
    }

    @Override
    public boolean isRefuted() {
        double error = Rounding.gamma(roundings.depth()) * rounding.magnitude() / constant();
        return !found.isEmpty() && found.getFirst().value() - error > enough;
    }

    @Override
    public double dualError(double dualValue) {
        return rounding.ofDual(point.value(), dualValue);
    }

    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        estimate();
        return new WitnessSelection(w).choose(found);
    }

    /** Under the squared loss. */
    @Override
    public @Nullable String noProof() {
        return map.loss().isQuadratic() ? null : "proofs for tensors are for the squared loss";
    }

    @Override
    public void requireProofMemory() {
        bounds.proofMemory().require();
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = roundings.provedGap(residual);
        double sigma = Math.scalb(relaxed(), residual.exponent());
        double gap = proved.gapAt(Rounding.up(sigma / constant()));
        for (double aim : AIMS) {
            if (gap <= target) {
                break;
            }
            double wanted = Math.scalb(proved.largestPolar(aim * target), -residual.exponent());
            double bound = bounds.proved(estimate() * constant(), wanted * constant());
            sigma = Math.min(sigma, Math.scalb(bound, residual.exponent()));
            gap = proved.gapAt(Rounding.up(sigma / constant()));
        }
        double upper =
                Rounding.up((sigma + proved.formingError()) / constant() / objective.lambda());
        int relaxations = tightening == null ? 0 : tightening.factorizations();
        return new Proof(upper, proved.objective(), gap, bounds.factorizations() + relaxations);
    }

    /**
     * Once the bounds have been sought with all means, unless at most two modes are larger than 1,
     * so that Z is a matrix, and signs are free.
     */
    @Override
    public boolean mayStayOpen() {
        return thorough && hasRelaxation();
    }

    @Override
    public int passes() {
        return 2 + bounds.passes();
    }

    @Override
    public int krylovSteps() {
        return bounds.krylovSteps();
    }

    private double constant() {
        return roundings.constant();
    }

    private double formingError() {
        return roundings.formingError(rounding);
    }

    private boolean isNonNegative() {
        boolean all = true;
        for (boolean signed : nonNegative) {
            all &= signed;
        }
        return all;
    }

    private @Nullable List<double[]> leadingVectors() {
        return found.isEmpty() ? null : found.getFirst().vectors();
    }
}
