package io.nadir.tensor.polar;

import io.nadir.certify.bound.WitnessCandidate;
import io.nadir.certify.bound.WitnessSelection;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.Proof;
import io.nadir.model.Witnesses;
import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.TensorMap;

import org.jspecify.annotations.Nullable;

import java.util.List;
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

    private final Objective<TensorMap> objective;
    private final TensorMap map;
    private final Factors w;
    private final long seed;
    private final RandomGenerator random;
    private final TensorResidual residual;
    private final TensorBounds bounds;

    /** Σ_i Π_k ‖w_i^k‖, which bounds ‖X‖. */
    private final double sizes;

    private final PointRounding rounding;

    private final PointValue point;
    private List<WitnessCandidate> found = List.of();
    private boolean searched;
    private boolean thorough;
    private double enough = 1;

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
        this.sizes = w.sumOfNormProducts();
        Factors gradient = w.copy();
        double value = map.evaluate(w, gradient);
        this.rounding = PointRounding.of(map, objective.lambda(), value, sizes, forming(), depth());
        this.point = PointValue.of(map, objective.regularizer(), w, value, gradient, 0, rounding);
        this.residual = new TensorResidual(map, w, objective.lambda());
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
        double polar = Rounding.up((upper + formingError()) / constant());
        return probable(lower, polar, delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        double lower = found.isEmpty() ? 0 : found.getFirst().value();
        double norm = residual.frobenius() / residual.lambda();
        double upper = Rounding.up((norm + formingError()) / constant());
        return probable(lower, upper, delta);
    }

    private PolarBounds probable(double lower, double upper, double delta) {
        double error = rounding.probable() * rounding.magnitude() / constant();
        return PolarBounds.probable(lower, error, upper, delta, leadingVectors());
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
        double error = Rounding.gamma(depth()) * rounding.magnitude() / constant();
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

    /** Dense data under the squared loss. */
    @Override
    public @Nullable String noProof() {
        return map.data() instanceof DenseTensor && map.loss().isQuadratic()
                ? null
                : "proofs for tensors are for dense data under the squared loss";
    }

    @Override
    public void requireProofMemory() {
        bounds.proofMemory().require();
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = provedGap();
        double gap = Double.POSITIVE_INFINITY;
        double sigma = Double.POSITIVE_INFINITY;
        for (double aim : AIMS) {
            double wanted = Math.scalb(proved.largestPolar(aim * target), -residual.exponent());
            double bound = bounds.proved(estimate() * constant(), wanted * constant());
            sigma = Math.min(sigma, Math.scalb(bound, residual.exponent()));
            gap = proved.gapAt(Rounding.up(sigma / constant()));
            if (gap <= target) {
                break;
            }
        }
        double upper =
                Rounding.up((sigma + proved.formingError()) / constant() / objective.lambda());
        return new Proof(upper, proved.objective(), gap, bounds.factorizations());
    }

    /**
     * Once the bounds have been sought with all means, unless at most two modes are larger than 1,
     * so that Z is a matrix, and signs are free.
     */
    @Override
    public boolean mayStayOpen() {
        long large = map.dimensions().stream().filter(d -> d > 1).count();
        return thorough && (large > 2 || isNonNegative());
    }

    @Override
    public int passes() {
        return 2 + bounds.passes();
    }

    @Override
    public int krylovSteps() {
        return bounds.krylovSteps();
    }

    private ProvedGap provedGap() {
        double[] y = ((DenseTensor) map.data()).values();
        double inner = 0;
        int n = residual.shape()[residual.shape().length - 1];
        for (int at = 0; at < y.length; at += n) {
            inner += Kernels.get().dot(residual.entries(), at, y, at, n);
        }
        return ProvedGap.ofSquares(
                map.data(),
                w.rank() == 0,
                depth(),
                w.rank() + w.order() + 2,
                sizes,
                objective.lambda(),
                objective.regularizer().value(w),
                Math.scalb(residual.squares(), 2 * residual.exponent()),
                Math.scalb(inner, residual.exponent()));
    }

    /** How far rounding in forming Z can throw the spectral norm, by a probabilistic bound. */
    private double formingError() {
        return Rounding.probableGamma(forming()) * rounding.magnitude();
    }

    /** Roundings that an element of Z goes through. */
    private double forming() {
        return w.rank() + w.order() + 4.0;
    }

    /** Roundings that an element of a sum over the tensor goes through, at most. */
    private double depth() {
        double depth = forming();
        double rows = 1;
        double columns = 1;
        for (int k = 0; k < w.order(); k++) {
            double d = w.block(k).rows();
            rows *= k < map.split() ? d : 1;
            columns *= k < map.split() ? 1 : d;
            depth += w.order() * (d + 2);
        }
        return depth + rows + columns;
    }

    /** Π c_k with g_k(x) ≥ c_k·‖x‖. */
    private double constant() {
        double product = 1;
        for (int k = 0; k < w.order(); k++) {
            product *= objective.regularizer().gauge(k).lowerConstant();
        }
        return product;
    }

    /** Whether no block may be negative, as far as a unit vector tells. */
    private boolean isNonNegative() {
        for (int k = 0; k < w.order(); k++) {
            Gauge gauge = objective.regularizer().gauge(k);
            if (gauge.value(new double[] {-1}, 0, 1, 1) < Double.POSITIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    private @Nullable List<double[]> leadingVectors() {
        return found.isEmpty() ? null : found.getFirst().vectors();
    }
}
