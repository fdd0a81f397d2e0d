package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.certify.PolarBounds;
import io.nadir.model.ConvexLoss;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.solver.Progress;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.Transformation;

/**
 * Brings a problem to a scale at which squares of squares neither overflow nor underflow, by a
 * power of two, which rounds nothing, and results back: with Y' = 2^−e·Y and λ' = 2^−e·λ, the
 * factors are 2^(e/p) and the objective 2^(2e) times as large, p the degree of θ and φ.
 */
final class Scaling {
    /** Data with a largest magnitude between 2^−100 and 2^100 are left as they are. */
    private static final int COMFORTABLE = 100;

    /** Range of λ' in relation to the data that the arithmetic distinguishes. */
    private static final int EXTREME = 160;

    private final ModelData data;
    private final ConvexLoss loss;
    private final double lambda;
    private final int degree;
    private final int exponent;

    /** λ' / lambda: a λ beyond all singular values is replaced by a smaller one that also is. */
    private final double lambdaExcess;

    private Scaling(
            ModelData data,
            ConvexLoss loss,
            int degree,
            double lambda,
            int exponent,
            double lambdaExcess) {
        this.degree = degree;
        this.data = data;
        this.loss = loss;
        this.lambda = lambda;
        this.exponent = exponent;
        this.lambdaExcess = lambdaExcess;
    }

    /**
     * Chooses the scale.
     *
     * @throws IllegalArgumentException if the objective would be beyond float64, or λ is so small
     *     beside the data that float64 cannot tell it from 0
     */
    static Scaling of(Problem problem) {
        double max = problem.y().maxAbs();
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
        ModelData data = exponent == 0 ? problem.y() : problem.y().timesPowerOfTwo(-exponent);
        requireObjective(data, exponent, max);
        double lambda = Math.scalb(problem.lambda(), -exponent);
        double smallest = Math.scalb(data.maxAbs(), -EXTREME);
        if (lambda < smallest || lambda == 0) {
            throw new IllegalArgumentException(
                    "lambda = "
                            + problem.lambda()
                            + ", allowed for these data is at least "
                            + Math.scalb(smallest, exponent));
        }
        double clamped = Math.min(lambda, Math.scalb(1.0, EXTREME + COMFORTABLE));
        return new Scaling(
                data,
                problem.loss().inUnits(exponent),
                degree,
                clamped,
                exponent,
                problem.lambda() / Math.scalb(clamped, exponent));
    }

    /** Y'. */
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
        if (lambdaExcess != 1 && factors.rank() > 0) {
            throw new IllegalArgumentException(
                    "lambda = "
                            + lambdaOutward(lambda)
                            + ", allowed for factors of rank "
                            + factors.rank()
                            + " is at most "
                            + Math.scalb(lambda, exponent));
        }
        return factors.timesPowerOfTwo(-exponent / degree);
    }

    /** Factors of the problem as it was given, copied. */
    Factors outward(Factors factors) {
        return factors.timesPowerOfTwo(exponent / degree);
    }

    /** λ of the problem as it was given. */
    double lambdaOutward(double scaled) {
        return Math.scalb(scaled, exponent) * lambdaExcess;
    }

    /** A solution of the problem as it was given. */
    Solution outward(Solution solution) {
        if (isIdentity()) {
            return solution;
        }
        return new Solution(
                outward(solution.factors()),
                outward(solution.certificate()),
                solution.stopReason(),
                solution.iterations(),
                solution.appends(),
                solution.seconds());
    }

    /** A transformation of the problem as it was given. */
    Transformation outward(Transformation transformation) {
        double gap = objective(transformation.gap());
        return new Transformation(
                outward(transformation.factors()),
                objective(transformation.objective()),
                // What is not 0 must not become 0, or it would be no upper bound.
                gap == 0 && transformation.gap() > 0 ? Double.MIN_VALUE : gap,
                transformation.converged());
    }

    /** A certificate of the problem as it was given. */
    Certificate outward(Certificate certificate) {
        if (isIdentity()) {
            return certificate;
        }
        PolarBounds polar = certificate.polar();
        return new Certificate(
                certificate.verdict(),
                new PolarBounds(
                        polar.lower() / lambdaExcess,
                        // What is not 0 must not become 0, or it would be no upper bound.
                        Math.min(polar.upper(), Math.nextUp(polar.upper() / lambdaExcess)),
                        polar.evidence(),
                        polar.delta(),
                        polar.witness()),
                objective(certificate.objective()),
                objective(certificate.lowerBound()),
                objective(certificate.gap()),
                certificate.relativeGap(),
                certificate.equilibrium(),
                certificate.columnEquilibrium(),
                certificate.work());
    }

    private boolean isIdentity() {
        return exponent == 0 && lambdaExcess == 1;
    }

    private double objective(double scaled) {
        return Math.scalb(scaled, 2 * exponent);
    }

    private static void requireObjective(ModelData data, int exponent, double max) {
        double scaled = 0.5 * data.frobenius() * data.frobenius();
        double objective = Math.scalb(scaled, 2 * exponent);
        if (objective > Double.MAX_VALUE || (max > 0 && objective < Double.MIN_NORMAL)) {
            throw new IllegalArgumentException(
                    "largest magnitude of the data = "
                            + max
                            + ", allowed are magnitudes whose sum of squares is within float64:"
                            + " multiply the data by a power of two");
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
                    objective(progress.objective()),
                    objective(progress.lowerBound()),
                    progress.seconds());
        }
    }
}
