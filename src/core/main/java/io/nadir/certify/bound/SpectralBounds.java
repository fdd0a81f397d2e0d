package io.nadir.certify.bound;

import io.nadir.kernel.Rounding;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle.Witnesses;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Bounds of σ_max(Z) at one point, and singular pairs of Z. Chooses the method of the upper bound:
 * {@link KrylovRun}s that deflate what has converged, {@link ChebyshevBound}, or {@link
 * SpectralSource#gramUpper}.
 */
public final class SpectralBounds {
    /**
     * Where the interval of the Chebyshev polynomials ends, from the largest Ritz value after few
     * steps, which is too small, to what the largest singular value may be.
     */
    private static final double INSIDE = 0.7;

    /** How many more steps are made than the estimate. */
    private static final double SURPLUS = 1.05;

    /** The few steps that are always made before. */
    private static final int FEW_STEPS = 8;

    /**
     * The size of a basis that gives a refuted point a bound worth showing. Columns to append take
     * at least as many.
     */
    private static final int LEAST_BASIS = 24;

    /**
     * The probability with which {@link #promise} may err. Its bounds decide what is tried and are
     * never reported. In 24,000 trials bounds did not even fail at 0.99.
     */
    private static final double PROMISE_DELTA = 0.5;

    /**
     * How far the bound after one step may be above what suffices for {@link #glimpse}. For noise
     * whose largest singular value is just below λ it is 2.3 times that, with 16 columns.
     */
    private static final double GLIMPSE = 2.5;

    /** Times that converged directions are moved into the deflation. */
    private static final int MOST_RESTARTS = 3;

    private final SpectralSource point;
    private final RandomGenerator random;
    private KrylovRun run;

    /** The largest polar that does not refute the point. */
    private double tolerated = 1;

    /** The smallest upper bound found so far. */
    private double upperSoFar = Double.POSITIVE_INFINITY;

    /** Whether the current run cannot show what is asked for because of rounding errors. */
    private boolean limited;

    /** Whether the bound for crowding singular values has been tried. */
    private boolean crowded;

    private int restarts;

    /** The number of steps other than those of the current run. */
    private int otherSteps;

    /**
     * Starts at a point.
     *
     * @param seed of the random start, which must be independent of the point
     */
    public SpectralBounds(SpectralSource point, long seed) {
        this.point = point;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.run = new KrylovRun(point.settled(), random);
    }

    /** Begins anew with Z split along other directions, which took one pass. */
    public void lookAlong(SplitRest rest) {
        restarts++;
        begin(rest);
    }

    private void begin(SplitRest rest) {
        otherSteps += run.steps();
        run = new KrylovRun(rest, random);
        limited = false;
    }

    /** Passes over the data so far. */
    public int passes() {
        return restarts + krylovSteps();
    }

    /** Passes that multiply by ZᵀZ. */
    public int krylovSteps() {
        return otherSteps + run.steps();
    }

    /** A seed for another random start. */
    public long nextSeed() {
        return random.nextLong();
    }

    /** The polar from below. */
    public double lower() {
        return run.leading().value();
    }

    /** ‖D‖ from below, where {@link SpectralSource#settled} directions are split off. */
    public double restLower() {
        if (run.steps() == 0) {
            return 0;
        }
        return restarts == 0 ? run.leadingRitz() : lower();
    }

    /** The polar from below, iterated until it has converged. */
    public double estimate() {
        run.converge();
        return lower();
    }

    /** Whether the polar exceeds what is tolerated, rounding included. */
    public boolean isRefuted() {
        return lower() - lowerError(lower()) > tolerated;
    }

    /** See {@link io.nadir.model.PolarOracle#witnesses}. */
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        return run.witnesses(tolerance, negligible, share);
    }

    /** The bounds after the first few steps. */
    public PolarBounds quick(double enough, double delta) {
        tolerate(enough);
        double upper = iterate(enough, delta, fewVectors());
        return bounded(run.leading(), Math.min(upper, point.gradientNormBound()), delta);
    }

    /**
     * Whether the polar is likely to be at most {@code enough}: the first few steps, and fewer than
     * a bound takes that may be relied upon. {@link #bounds} continue from there, and {@link
     * #soFar} has what these steps give for {@code delta}.
     */
    public boolean promise(double enough, double delta) {
        tolerate(enough);
        double likely = iterate(enough, fewVectors(), () -> run.upper(PROMISE_DELTA));
        // The share of the run in bounds.
        upper(delta / 2);
        return likely <= enough;
    }

    /**
     * Whether nothing speaks against a polar of at most {@code enough} after one step, which shows
     * singular values far above it. {@link #promise} continues from there.
     */
    public boolean glimpse(double enough, double delta) {
        tolerate(enough);
        if (run.steps() == 0 && largestRest(enough) > 0 && run.canStep()) {
            run.step();
            upper(delta / 2);
        }
        return run.upper(PROMISE_DELTA) <= GLIMPSE * enough;
    }

    /** See {@link io.nadir.model.PolarOracle#bounds}. */
    public PolarBounds bounds(double enough, double delta) {
        tolerate(enough);
        double upper = point.gradientNormBound();
        double share = delta;
        if (run.steps() > 0 && isAppendable(enough)) {
            // Earlier steps have shown it: bounds of a refuted point take no more.
            return bounded(run.leading(), Math.min(upper, upper(delta)), delta);
        }
        for (int restart = 0; ; restart++) {
            share /= 2;
            upper = Math.min(upper, iterateOrFactorize(enough, share));
            if (upper <= enough || isRefuted() || restart == MOST_RESTARTS || !restart()) {
                return bounded(run.leading(), upper, delta);
            }
        }
    }

    /** Bounds with few steps at a time, outside the directions that have converged before. */
    public PolarBounds cheap(double enough, double delta) {
        tolerate(enough);
        double upper = point.gradientNormBound();
        double share = delta;
        for (int restart = 0; ; restart++) {
            share /= 2;
            upper = Math.min(upper, iterate(enough, share, fewVectors()));
            if (upper <= enough || restart == MOST_RESTARTS || !restart()) {
                return bounded(run.leading(), upper, delta);
            }
        }
    }

    /** Returns what is known, without another pass over the data. */
    public PolarBounds soFar(double delta) {
        double upper = Math.min(upperSoFar, point.gradientNormBound());
        return bounded(run.leadingSoFar(), upper, delta);
    }

    private PolarBounds bounded(SplitRest.Attained best, double upper, double delta) {
        return PolarBounds.probable(
                best.value(), lowerError(best.value()), upper, delta, best.vectors());
    }

    /** The error of a value that the vectors known attain. */
    private double lowerError(double value) {
        return run.rest().attainedError(value, run.dimension());
    }

    /** Starts anew with products that round less; false if there are none. */
    private boolean refine() {
        SplitRest finer = run.rest().finer();
        if (finer == null) {
            return false;
        }
        begin(finer);
        return true;
    }

    /**
     * Sets the largest polar that does not refute the point. Where the errors of a few products
     * would already take the slack, products that round less are taken at once.
     */
    private void tolerate(double enough) {
        tolerated = Math.max(1, enough);
        double errors = Math.sqrt(LEAST_BASIS) * run.rest().productError();
        if (run.steps() == 0 && errors > tolerated - 1) {
            refine();
        }
    }

    /**
     * Starts anew: with products that round less if rounding errors were too large, otherwise
     * outside the converged directions. False if there are none.
     */
    private boolean restart() {
        if (limited) {
            return refine();
        }
        SplitRest larger = run.splitConverged();
        if (larger == null) {
            return false;
        }
        lookAlong(larger);
        return true;
    }

    /**
     * Does the same as {@link #iterate}, but without a basis, or switches to the Gram matrix as
     * soon as that is cheaper than more steps, which is the case if singular values cluster just
     * below the requested bound.
     */
    private double iterateOrFactorize(double enough, double delta) {
        if (point.affordableBasis() >= KrylovRun.LARGEST_BASIS || crowded) {
            return iterate(enough, delta, KrylovRun.LARGEST_BASIS);
        }
        double share = delta / 2;
        int most = Math.max(fewVectors(), point.affordableBasis());
        double upper = iterate(enough, share, fewVectors());
        while (upper > enough
                && !limited
                && run.canStep()
                && run.dimension() < most
                && isInReach(enough, share)) {
            upper =
                    Math.min(
                            upper,
                            iterate(enough, share, run.dimension() + run.rest().blockColumns()));
        }
        if (upper <= enough || limited || run.rest().combine(run.leadingRitz()) > enough) {
            return upper;
        }
        crowded = true;
        upper = Math.min(upper, crowdedUpper(enough, share));
        return upper <= enough
                ? upper
                : Math.min(upper, iterate(enough, share, KrylovRun.LARGEST_BASIS));
    }

    /** Size of the basis after the few steps. */
    private int fewVectors() {
        return FEW_STEPS * run.rest().blockColumns();
    }

    /** Returns whether a basis of acceptable size suffices. */
    private boolean isInReach(double enough, double delta) {
        double steps = run.stepsFor(largestRest(enough), delta);
        double needed = Math.min(steps * run.rest().blockColumns(), run.fullDimension());
        return needed <= point.affordableBasis();
    }

    /** The largest ‖D‖, nearly, that leaves the polar at {@code enough}. */
    private double largestRest(double enough) {
        return run.rest().largestRest(enough - 2 * run.rest().productError());
    }

    /** An upper bound by Chebyshev polynomials if few steps should do, else by the Gram matrix. */
    private double crowdedUpper(double enough, double delta) {
        boolean factorize = point.gramSteps() < Double.POSITIVE_INFINITY;
        double most = factorize ? point.gramSteps() : KrylovRun.LARGEST_BASIS;
        double rest = largestRest(enough);
        double leading = run.leadingRitz();
        double inside = leading + INSIDE * (rest - leading);
        double steps =
                ChebyshevBound.steps(
                        inside * inside,
                        rest * rest,
                        run.fullDimension(),
                        run.rest().blockColumns(),
                        delta);
        double upper = Double.POSITIVE_INFINITY;
        if (SURPLUS * steps <= most) {
            upper = chebyshevUpper(inside, (int) (SURPLUS * steps) + 1, delta);
        }
        return upper > enough && factorize ? Math.min(upper, point.gramUpper(enough)) : upper;
    }

    /** The upper bound without a basis. */
    private double chebyshevUpper(double inside, int steps, double delta) {
        SplitRest rest = run.rest();
        double square = rest.scale() * rest.scale();
        ChebyshevBound chebyshev =
                new ChebyshevBound(
                        rest,
                        rest.imageRows(),
                        rest.directions(),
                        run.rest().blockColumns(),
                        random,
                        rest.products(),
                        square * rest.operatorError(inside));
        otherSteps += steps;
        double bound = chebyshev.bound(square * inside * inside, steps, delta);
        return rest.upper(Rounding.up(Math.sqrt(bound) / rest.scale()));
    }

    /** Iterates until the bound is good enough or cannot improve; returns the bound. */
    private double iterate(double enough, double delta, int largestBasis) {
        return iterate(enough, largestBasis, () -> upper(delta));
    }

    /** The same with a bound of the caller's, from the run as it is. */
    private double iterate(double enough, int largestBasis, DoubleSupplier bound) {
        double upper = bound.getAsDouble();
        limited = isLimited(upper, enough);
        while (upper > enough && !limited && run.canStep() && run.dimension() < largestBasis) {
            run.step();
            if (!run.ritzDue()) {
                continue;
            }
            upper = Math.min(upper, bound.getAsDouble());
            if (cannotSuffice(upper, enough)) {
                return upper;
            }
            limited = isLimited(upper, enough);
        }
        return Math.min(upper, bound.getAsDouble());
    }

    /**
     * Whether rounding errors of the current run alone are too large for its bound, and for what it
     * has found; and either there are products that round less, or more steps cannot halve the
     * excess of {@code upper} over 1.
     */
    private boolean isLimited(double upper, double enough) {
        if (upper <= enough || run.steps() == 0) {
            return false;
        }
        double least = run.leastUpper();
        boolean inVain = run.rest().finer() != null || upper - 1 <= 2 * (least - 1);
        double found = run.rest().combine(run.leadingRitz());
        return least > enough && inVain && found - lowerError(found) <= tolerated;
    }

    /** The bound of the run, which is kept. */
    private double upper(double delta) {
        double upper = run.upper(delta);
        upperSoFar = Math.min(upperSoFar, upper);
        return upper;
    }

    /**
     * Whether what has been found is above {@code enough} already, and either there is something to
     * append, or more steps cannot halve the excess of {@code upper} over 1.
     */
    private boolean cannotSuffice(double upper, double enough) {
        double attainable = run.rest().combine(run.leadingRitz());
        if (attainable <= enough) {
            return false;
        }
        return isAppendable(enough)
                || (upper - 1 <= 2 * (attainable - 1) && run.leadingConverged());
    }

    /** Whether the run has found a column to append. */
    private boolean isAppendable(double enough) {
        boolean shown = run.dimension() >= LEAST_BASIS;
        return shown && run.leadingRitz() > enough && isRefuted();
    }
}
