package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.PolarBounds;
import io.nadir.model.Transformation;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

/**
 * Scales a problem such that fourth powers neither overflow nor underflow, and scales results back.
 * All factors are powers of two, so that nothing is rounded.
 *
 * <p>Data: with Y' = 2^−e·Y and λ' = 2^−e·λ, the original factors are 2^(e/p) times and the
 * original objective 2^(2e) times the scaled ones, where p is the degree of θ and φ. Weights of
 * entries: with ω' = 2^−k·ω and λ' = 2^−k·λ, the factors stay the same and the original objective
 * is 2^k times the scaled one. The largest weight is always scaled to between 1 and 2, so that
 * weights c·ω with c·λ give the same problem, with the same bits if c is a power of two.
 *
 * <p>On the way back, lower bounds are rounded down and upper bounds and gaps up, because the
 * smallest float64 numbers have fewer bits.
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
    private final double lambda;
    private final int degree;

    /** e. */
    private final int exponent;

    /** k. */
    private final int weightExponent;

    /** λ as it was given. */
    private final double given;

    private Scaling(Problem problem, ModelData data, int exponent, int weightExponent) {
        this.data = data;
        this.loss = problem.loss().inUnits(exponent);
        this.degree = problem.regularizer().degree();
        this.exponent = exponent;
        this.weightExponent = weightExponent;
        double scaled = Math.scalb(problem.lambda(), -exponent - weightExponent);
        this.lambda = Math.min(scaled, LARGEST_LAMBDA);
        this.given = problem.lambda();
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
                        || scaling.lambdaOutward(scaling.lambda) == problem.lambda();
        if (scaling.lambda < smallest || scaling.lambda == 0 || !exact) {
            throw new IllegalArgumentException(
                    "lambda = "
                            + problem.lambda()
                            + ", allowed for these data is at least "
                            + scaling.lambdaOutward(smallest));
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

    /** ℓ'. */
    ConvexLoss loss() {
        return loss;
    }

    /** λ'. */
    double lambda() {
        return lambda;
    }

    /**
     * Returns whether {@link #lambda} replaces a larger λ. Results then hold at rank 0 only, and
     * only if rank 0 is optimal under {@link #lambda}.
     */
    boolean isLambdaReplaced() {
        return given > lambdaOutward(lambda);
    }

    /**
     * Returns an exception that says that λ is too large for a problem whose solution may not be
     * rank 0.
     */
    IllegalArgumentException lambdaTooLarge() {
        return new IllegalArgumentException(
                "lambda = "
                        + given
                        + ", allowed for these data, and factors other than 0, is at most "
                        + lambdaOutward(lambda)
                        + ": divide inputs, weights or data by a power of two, and lambda by what"
                        + " that makes of it");
    }

    /** Options for the scaled problem. */
    SolverOptions inward(SolverOptions options) {
        if (isIdentity()) {
            return options;
        }
        Factors start = options.start();
        return options.withStart(start == null ? null : inward(start))
                .withListener(new Outward(options.listener()));
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
        return factors.timesPowerOfTwo(-exponent / degree);
    }

    /** Factors of the problem as it was given, copied. */
    Factors outward(Factors factors) {
        return factors.timesPowerOfTwo(exponent / degree);
    }

    /** Returns the λ of the original problem that corresponds to a λ' of the scaled one. */
    double lambdaOutward(double scaled) {
        return Math.scalb(scaled, exponent + weightExponent);
    }

    /** A solution of the problem as it was given. */
    Solution outward(Solution solution) {
        if (isIdentity()) {
            return solution;
        }
        return new Solution(
                data.trained(outward(solution.factors())),
                outward(solution.certificate()),
                solution.stopReason(),
                solution.iterations(),
                solution.appends(),
                solution.seconds());
    }

    /**
     * A transformation of the problem as it was given.
     *
     * @throws IllegalArgumentException if the objective there is beyond float64
     */
    Transformation outward(Transformation transformation) {
        return new Transformation(
                outward(transformation.factors()),
                finiteObjective(transformation.objective()),
                up(transformation.gap()),
                transformation.converged());
    }

    /**
     * A certificate of the problem as it was given.
     *
     * @throws IllegalArgumentException if the objective there is beyond float64
     */
    Certificate outward(Certificate certificate) {
        if (isIdentity()) {
            return certificate;
        }
        return new Certificate(
                certificate.verdict(),
                outward(certificate.polar()),
                finiteObjective(certificate.objective()),
                down(certificate.lowerBound()),
                up(certificate.gap()),
                certificate.relativeGap(),
                certificate.equilibrium(),
                certificate.columnEquilibrium(),
                certificate.sufficient(),
                certificate.tightenable(),
                certificate.work());
    }

    /**
     * Converts bounds of the polar at rank 0 where λ was replaced: the polar is inversely
     * proportional to λ.
     */
    private PolarBounds outward(PolarBounds polar) {
        if (!isLambdaReplaced()) {
            return polar;
        }
        double excess = given / lambdaOutward(lambda);
        // What is not 0 must not become 0, or it would be no upper bound.
        return new PolarBounds(
                Math.max(0, Math.nextDown(polar.lower() / Math.nextUp(excess))),
                Math.min(polar.upper(), Math.nextUp(polar.upper() / Math.nextDown(excess))),
                polar.evidence(),
                polar.delta(),
                polar.witness());
    }

    private boolean isIdentity() {
        return exponent == 0 && weightExponent == 0 && !isLambdaReplaced();
    }

    private int objectiveExponent() {
        return 2 * exponent + weightExponent;
    }

    private double nearest(double scaled) {
        return Math.scalb(scaled, objectiveExponent());
    }

    /** The nearest, which is infinite only where the objective itself is not known. */
    private double finiteObjective(double scaled) {
        double objective = nearest(scaled);
        if (objective == Double.POSITIVE_INFINITY && scaled < Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "objective of the factors = "
                            + scaled
                            + " * 2^"
                            + objectiveExponent()
                            + ", allowed are numbers within float64: multiply data and lambda by"
                            + " 2^-e, and factors by 2^(-e/"
                            + degree
                            + ")");
        }
        return objective;
    }

    /** Returns a number that is at most the exact one, and at least 0. */
    private double down(double scaled) {
        double result = nearest(scaled);
        boolean rounded = Math.scalb(result, -objectiveExponent()) != scaled;
        return rounded && result > 0 ? Math.nextDown(result) : result;
    }

    /** Returns a number that is at least the exact one, which is not negative. */
    private double up(double scaled) {
        double result = nearest(scaled);
        if (Math.scalb(result, -objectiveExponent()) == scaled) {
            return result;
        }
        // f(W) − f* is at most f(W), which is finite where a gap is.
        return Math.min(Math.nextUp(result), Double.MAX_VALUE);
    }

    private void requireObjective(double max, double weight) {
        double scaled = 0.5 * data.largestWeight() * data.frobenius() * data.frobenius();
        double objective = nearest(scaled);
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

    /** Tells a listener of the problem as it was given. */
    private final class Outward implements SolveListener {
        private final SolveListener listener;

        Outward(SolveListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean onIteration(Progress progress) {
            return listener.onIteration(outward(progress));
        }

        @Override
        public boolean onCertificate(Certificate certificate, Progress progress) {
            return listener.onCertificate(Scaling.this.outward(certificate), outward(progress));
        }

        @Override
        public boolean onAppend(int columns, Progress progress) {
            return listener.onAppend(columns, outward(progress));
        }

        private Progress outward(Progress progress) {
            return new Progress(
                    progress.iteration(),
                    progress.rank(),
                    // On the way to a result that is within float64 it may be beyond.
                    Math.min(nearest(progress.objective()), Double.MAX_VALUE),
                    down(progress.lowerBound()),
                    progress.seconds());
        }
    }
}
