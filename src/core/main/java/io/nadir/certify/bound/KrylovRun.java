package io.nadir.certify.bound;

import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/**
 * One run of block Lanczos on D, the rest that a deflation leaves of Z, from a random start: Ritz
 * values, bounds of ‖D‖ from them, and the pairs that have converged.
 */
public final class KrylovRun {
    /** Basis vectors after which no further step is made. */
    public static final int LARGEST_BASIS = 1024;

    /** Relative residual below which a Ritz pair has converged well enough to be deflated. */
    private static final double DEFLATABLE = 1e-4;

    /** Ritz pairs with a singular value below this share of the largest are not deflated. */
    private static final double WORTH_DEFLATING = 0.9;

    /** Residual of what is only the start of many steps, in relation to σ² − λ². */
    private static final double ROUGH = 0.1;

    private final SplitRest rest;
    private final double scale;
    private final BlockKrylov krylov;
    private SmallDense.@Nullable Eigen ritz;
    private int ritzDimension;

    /** The leading pair, and the dimension of the basis that it is from. */
    private SplitRest.@Nullable Attained outside;

    private int outsideDimension;

    /** What the steps so far tell about the largest value; null before the first. */
    private @Nullable PolynomialBound polynomial;

    private int polynomialSteps;

    /** The number of computations of Ritz values; each may decide that the run ends. */
    private int looks;

    /**
     * Draws the start.
     *
     * @param random independent of the point
     */
    public KrylovRun(SplitRest rest, RandomGenerator random) {
        this.rest = rest;
        this.scale = rest.scale();
        this.krylov =
                new BlockKrylov(
                        rest,
                        rest.imageRows(),
                        rest.directions(),
                        rest.blockColumns(),
                        random,
                        rest.products(),
                        rest.keptImages());
    }

    SplitRest rest() {
        return rest;
    }

    /** Passes over the data so far. */
    public int steps() {
        return krylov.steps();
    }

    int dimension() {
        return krylov.dimension();
    }

    int fullDimension() {
        return krylov.fullDimension();
    }

    /** Whether a step can add to the basis. */
    public boolean canStep() {
        return !krylov.ended() && krylov.dimension() < LARGEST_BASIS;
    }

    /** One pass over the data. */
    public void step() {
        krylov.step();
    }

    /** Ritz values cost the cube of the dimension: look again only when it has grown by a fifth. */
    public boolean ritzDue() {
        return !canStep() || krylov.dimension() >= ritzDimension + Math.max(1, ritzDimension / 5);
    }

    /** Steps until the largest Ritz value has converged. */
    void converge() {
        while (canStep() && !(ritzDue() && leadingConverged())) {
            step();
        }
    }

    /** Steps until the pairs that are worth appending have converged, and returns those above 1. */
    Witnesses witnesses(double tolerance, double negligible, double share) {
        while (canStep() && !(ritzDue() && converged(tolerance, negligible, share))) {
            step();
        }
        SmallDense.Eigen pairs = currentRitz();
        int count = 0;
        while (count < pairs.values().length && pairs.values()[count] > scale * scale) {
            count++;
        }
        return rest.witnesses(krylov, pairs, count, tolerance);
    }

    private boolean converged(double tolerance, double negligible, double share) {
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        double least = negligible;
        for (int i = 0; i < values.length && values[i] > scale * scale; i++) {
            double sigma = Math.sqrt(values[i]);
            double gain = rest.gain(sigma);
            least = Math.max(least, share * gain);
            double allowed = tolerance * scale * sigma;
            if (share > 0) {
                allowed = Math.max(allowed, ROUGH * (values[i] - scale * scale));
            }
            if (gain >= least && krylov.residual(pairs, i) > allowed) {
                return false;
            }
        }
        return true;
    }

    /** Largest Ritz value as a singular value of Z. */
    public double leadingRitz() {
        double[] values = currentRitz().values();
        return values.length == 0 ? 0 : Math.sqrt(Math.max(0, values[0])) / scale;
    }

    boolean leadingConverged() {
        SmallDense.Eigen pairs = currentRitz();
        return pairs.values().length > 0
                && krylov.residual(pairs, 0) <= DEFLATABLE * pairs.values()[0];
    }

    /**
     * An upper bound of σ_max(Z), the better of two that take half of δ each: {@link
     * PolynomialBound} for all looks together, and {@link KuczynskiWozniakowski}, of which the k-th
     * look at Ritz values uses up 1/(k(k + 1)).
     */
    public double upper(double delta) {
        double normD = krylov.fullDimension() > 0 ? Math.sqrt(largestSquare(delta)) : 0;
        return rest.upper(normD);
    }

    /**
     * What {@link #upper} would be if the run missed nothing. More steps do not lower it: neither
     * the largest Ritz value nor the bound of rounding errors falls.
     */
    double leastUpper() {
        return rest.upper(Math.sqrt(ritzSquare()));
    }

    /** Returns the largest Ritz value over λ², with a bound of its rounding errors. */
    private double ritzSquare() {
        double root = leadingRitz();
        // Each half of H, which is symmetric, has the errors of one product for each basis vector.
        double error = Math.sqrt(2.0 * krylov.dimension()) * rest.operatorError(root);
        double algebra = krylov.algebraError() * krylov.largestImage() / scale / scale;
        return Rounding.up(root * root + error + algebra);
    }

    /** Returns an upper bound of ‖D‖², from the Ritz value and what the run may have missed. */
    private double largestSquare(double delta) {
        if (krylov.steps() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double theta = ritzSquare();
        if (krylov.dimension() == krylov.fullDimension()) {
            return theta;
        }
        double share = 0.5 * delta / looks / (looks + 1.0);
        double epsilon =
                KuczynskiWozniakowski.epsilon(
                        krylov.steps(), krylov.fullDimension(), krylov.startColumns(), share);
        double missed = Rounding.up(theta / (1 - epsilon));
        if (krylov.ended()) {
            double invariant = theta + krylov.missedByInvariance(share) / scale / scale;
            missed = Math.min(missed, Rounding.up(invariant));
        }
        return Math.min(missed, bySpectrum(0.5 * delta));
    }

    /** Returns an upper bound of ‖D‖² from all that the run has seen. */
    private double bySpectrum(double delta) {
        double square = scale * scale;
        double bound =
                currentPolynomial()
                        .upper(
                                delta,
                                value -> square * rest.operatorError(Math.sqrt(value) / scale));
        return Rounding.up(bound / scale / scale);
    }

    private PolynomialBound currentPolynomial() {
        PolynomialBound known = polynomial;
        if (known == null || polynomialSteps != krylov.steps()) {
            known = new PolynomialBound(krylov);
            polynomial = known;
            polynomialSteps = krylov.steps();
        }
        return known;
    }

    /** Returns approximately how many steps in all are needed to bound ‖D‖ by {@code rest}. */
    double stepsFor(double rest, double delta) {
        double ratio = leadingRitz() / rest;
        return KuczynskiWozniakowski.steps(
                1 - ratio * ratio,
                krylov.fullDimension(),
                krylov.startColumns(),
                0.5 * delta / (looks + 1.0) / (looks + 2.0));
    }

    /** Z split along the converged Ritz directions as well: one pass; null if there is none. */
    @Nullable SplitRest splitConverged() {
        SmallDense.Eigen pairs = currentRitz();
        double[] values = pairs.values();
        int count = 0;
        while (count < values.length
                && values[count] > WORTH_DEFLATING * WORTH_DEFLATING * values[0]
                && krylov.residual(pairs, count) <= DEFLATABLE * values[count]) {
            count++;
        }
        return count == 0 ? null : rest.without(krylov, pairs, count);
    }

    /** The better of the two lower bounds at hand: in the directions split off, and outside. */
    public SplitRest.Attained leading() {
        SplitRest.Attained inside = rest.inside();
        if (krylov.dimension() == 0) {
            return inside;
        }
        SplitRest.Attained other = outside();
        return other.value() > inside.value() ? other : inside;
    }

    private SplitRest.Attained outside() {
        SplitRest.Attained known = outside;
        if (known == null || outsideDimension != krylov.dimension()) {
            known = rest.outside(krylov, currentRitz());
            outside = known;
            outsideDimension = krylov.dimension();
        }
        return known;
    }

    /** The same without computing Ritz values, and without a pass over the data. */
    SplitRest.Attained leadingSoFar() {
        boolean isAtHand =
                krylov.hasProducts()
                        ? ritz != null && ritzDimension == krylov.dimension()
                        : outside != null && outsideDimension == krylov.dimension();
        return isAtHand ? leading() : rest.inside();
    }

    private SmallDense.Eigen currentRitz() {
        if (ritz == null || ritzDimension != krylov.dimension()) {
            rest.checkCancelled();
            ritz = krylov.ritz();
            looks++;
            ritzDimension = krylov.dimension();
        }
        return ritz;
    }
}
