package io.nadir;

import io.nadir.loss.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.solver.SolverOptions;

/**
 * Scales a problem such that fourth powers neither overflow nor underflow, which {@link
 * OriginalUnits} scales back. All factors are powers of two, so that nothing is rounded.
 *
 * <p>Data: with Y' = 2^−e·Y and λ' = 2^−e·λ, the original factors are 2^(e/p) times and the
 * original objective 2^(2e) times the scaled ones, where p is the degree of θ and φ. Weights of
 * entries: with ω' = 2^−k·ω and λ' = 2^−k·λ, the factors stay the same and the original objective
 * is 2^k times the scaled one. The largest weight is always scaled to between 1 and 2, so that
 * weights c·ω with c·λ give the same problem, with the same bits if c is a power of two.
 *
 * <p>Only a λ whose powers exceed the arithmetic is replaced by a smaller one. If rank 0 is a
 * global minimum for some λ, then it is one for every larger λ, with no larger gap. So what is
 * known about rank 0 carries over, and the caller must first establish that rank 0 is optimal under
 * {@link #lambda}; see {@link #isLambdaReplaced}.
 */
final class Scaling {
    /** Data with a largest magnitude between 2^−100 and 2^100 are left as they are. */
    private static final int COMFORTABLE = 100;

    /** The smallest λ' in relation to the data that the arithmetic distinguishes from 0. */
    private static final int EXTREME = 160;

    /** Larger λ' are replaced by this one: squares of it, times those of numbers at scale. */
    private static final double LARGEST_LAMBDA = 0x1p400;

    private final ModelData data;
    private final ConvexLoss loss;
    private final Regularizer regularizer;
    private final double lambda;

    /** λ as it was given. */
    private final double given;

    private final OriginalUnits original;

    private Scaling(Problem problem, ModelData data, int exponent, int weightExponent) {
        this.data = data;
        this.loss = problem.loss().inUnits(exponent);
        double scaled = Math.scalb(problem.lambda(), -exponent - weightExponent);
        this.lambda = Math.min(scaled, LARGEST_LAMBDA);
        this.given = problem.lambda();
        this.regularizer = problem.regularizer();
        int degree = regularizer.degree();
        this.original = new OriginalUnits(problem, exponent, weightExponent, degree, given, lambda);
    }

    /**
     * Chooses the scale.
     *
     * @throws IllegalArgumentException if the objective would exceed float64, if λ is so small
     *     compared with data and weights that float64 cannot distinguish it from 0, or if the
     *     weights differ by more than float64 can represent
     */
    static Scaling of(Problem problem) {
        Scaling scaling = ofScale(problem);
        double smallest = Math.scalb(scaling.data.maxAbs(), -EXTREME);
        boolean exact =
                scaling.isLambdaReplaced()
                        || scaling.original.lambda(scaling.lambda) == problem.lambda();
        if (scaling.lambda < smallest || scaling.lambda == 0 || !exact) {
            throw new IllegalArgumentException(
                    "lambda = %s, allowed for these data is at least %s"
                            .formatted(problem.lambda(), scaling.original.lambda(smallest)));
        }
        return scaling;
    }

    /** The scale of problems whose λ' is set later; that of {@code problem} is ignored. */
    static Scaling ofScale(Problem problem) {
        double max = problem.y().maxAbs();
        double weight = problem.y().largestWeight();
        int magnitude = max == 0 ? 0 : Math.getExponent(max);
        int degree = problem.regularizer().degree();
        int exponent =
                Math.abs(magnitude) <= COMFORTABLE ? 0 : Math.ceilDiv(magnitude, degree) * degree;
        if (exponent != 0 && !problem.regularizer().isCertifiable()) {
            throw new IllegalArgumentException(
                    "largest magnitude of the data = "
                            + max
                            + ", allowed for an experiment is 0 or 2^-100 to 2^100");
        }
        int weightExponent = weight == 0 ? 0 : Math.getExponent(weight);
        ModelData data = problem.y().weightsTimesPowerOfTwo(-weightExponent);
        if (exponent != 0) {
            data = data.timesPowerOfTwo(-exponent);
        }
        Scaling scaling = new Scaling(problem, data, exponent, weightExponent);
        scaling.requireObjective(max, weight);
        return scaling;
    }

    /** Y' with ω'. */
    ModelData data() {
        return data;
    }

    /** Returns the map of Y' and ℓ', to be closed. */
    FactorizationMap bind(SolverOptions options) {
        return data.bind(loss, options.threads(), options.executor());
    }

    /** Returns the scaled objective. */
    Objective<?> objective(FactorizationMap map) {
        return objective(map, lambda);
    }

    /** Returns the scaled objective under another λ'. */
    Objective<?> objective(FactorizationMap map, double otherLambda) {
        return new Objective<>(map, regularizer, otherLambda);
    }

    /** λ'. */
    double lambda() {
        return lambda;
    }

    /** Returns the way back. */
    OriginalUnits original() {
        return original;
    }

    /**
     * Returns whether {@link #lambda} replaces a larger λ. Results then hold at rank 0 only, and
     * only if rank 0 is optimal under {@link #lambda}.
     */
    boolean isLambdaReplaced() {
        return original.isLambdaReplaced();
    }

    /**
     * Returns an exception that says that λ is too large for a problem whose solution may not be
     * rank 0.
     */
    IllegalArgumentException lambdaTooLarge() {
        return new IllegalArgumentException(
                String.format(
                        "lambda = %s, allowed for these data, and factors other than 0,"
                                + " is at most %s: divide inputs, weights or data by a power of"
                                + " two, and lambda by what that makes of it",
                        given, original.lambda(lambda)));
    }

    /** Options for the scaled problem. */
    SolverOptions inward(SolverOptions options) {
        if (original.isIdentity()) {
            return options;
        }
        Factors start = options.start();
        return options.withStart(start == null ? null : inward(start))
                .withListener(original.listener(options.listener()));
    }

    /**
     * Factors of the scaled problem, copied.
     *
     * @throws IllegalArgumentException if λ was replaced by a smaller one, under which factors
     *     other than zero would have another objective
     */
    Factors inward(Factors factors) {
        if (isLambdaReplaced() && factors.rank() > 0) {
            throw lambdaTooLarge();
        }
        return factors.timesPowerOfTwo(-original.exponent() / original.degree());
    }

    private void requireObjective(double max, double weight) {
        double scaled = 0.5 * data.largestWeight() * data.frobenius() * data.frobenius();
        double objective = original.nearest(scaled);
        if (objective > Double.MAX_VALUE || (scaled > 0 && objective < Double.MIN_NORMAL)) {
            throw new IllegalArgumentException(
                    "largest magnitude of the data = "
                            + max
                            + (weight == 1 ? "" : ", largest weight = " + weight)
                            + ", allowed are magnitudes whose sum of squares"
                            + (weight == 1 ? "" : ", times the largest weight,")
                            + " is within float64: multiply the data by a power of two");
        }
    }
}
