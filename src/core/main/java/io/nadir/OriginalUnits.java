package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.PolarBounds;
import io.nadir.model.Transformation;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.loop.Uninterrupted;

/**
 * Scales results of a scaled problem back, see {@link Scaling}. Lower bounds are rounded down and
 * upper bounds and gaps up, because the smallest float64 numbers have fewer bits.
 *
 * @param problem the problem as it was given
 * @param exponent e
 * @param weightExponent k
 * @param degree p
 * @param given λ as it was given
 * @param scaledLambda λ', which may be that of a smaller λ
 */
record OriginalUnits(
        Problem problem,
        int exponent,
        int weightExponent,
        int degree,
        double given,
        double scaledLambda) {
    /** Returns whether results are as they are. */
    boolean isIdentity() {
        return exponent == 0 && weightExponent == 0 && !isLambdaReplaced();
    }

    /** Returns whether λ' is that of a smaller λ than was given. */
    boolean isLambdaReplaced() {
        return given > lambda(scaledLambda);
    }

    /** Returns the λ of the original problem that corresponds to a λ' of the scaled one. */
    double lambda(double scaled) {
        return Math.scalb(scaled, exponent + weightExponent);
    }

    /** Factors of the problem as it was given, copied. */
    private Factors restore(Factors factors) {
        return factors.timesPowerOfTwo(exponent / degree);
    }

    /** A solution of the problem as it was given. */
    Solution restore(Solution solution) {
        if (isIdentity()) {
            return solution;
        }
        return new Solution(
                Uninterrupted.call(
                        () -> problem.y().trained(restore(solution.factors()), problem.loss())),
                restore(solution.certificate()),
                solution.stopReason(),
                solution.iterations(),
                solution.appends(),
                down(solution.nextColumn()),
                solution.seconds());
    }

    /**
     * A transformation of the problem as it was given.
     *
     * @throws IllegalArgumentException if the objective there is beyond float64
     */
    Transformation restore(Transformation transformation) {
        Offsets offsets = transformation.offsets();
        return new Transformation(
                restore(transformation.factors()),
                finiteObjective(transformation.objective()),
                up(transformation.gap()),
                transformation.converged(),
                offsets == null
                        ? null
                        : offsets.timesPowerOfTwo(exponent)
                                .withPenalty(problem.y().offsetPenalty()));
    }

    /**
     * A certificate of the problem as it was given.
     *
     * @throws IllegalArgumentException if the objective there is beyond float64
     */
    Certificate restore(Certificate certificate) {
        if (isIdentity()) {
            return certificate;
        }
        return new Certificate(
                certificate.verdict(),
                restore(certificate.polar()),
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
    private PolarBounds restore(PolarBounds polar) {
        if (!isLambdaReplaced()) {
            return polar;
        }
        double excess = given / lambda(scaledLambda);
        // What is not 0 must not become 0, or it would be no upper bound.
        return new PolarBounds(
                Math.max(0, Math.nextDown(polar.lower() / Math.nextUp(excess))),
                Math.min(polar.upper(), Math.nextUp(polar.upper() / Math.nextDown(excess))),
                polar.evidence(),
                polar.delta(),
                polar.witness());
    }

    /** Returns a listener that passes on what it is told in the original units. */
    SolveListener listener(SolveListener original) {
        return new Listener(original);
    }

    private int objectiveExponent() {
        return 2 * exponent + weightExponent;
    }

    /** Returns a value of the objective in the original units, rounded to nearest. */
    double nearest(double scaled) {
        return Math.scalb(scaled, objectiveExponent());
    }

    /** The nearest, which is infinite only where the objective itself is not known. */
    private double finiteObjective(double scaled) {
        double objective = nearest(scaled);
        if (objective == Double.POSITIVE_INFINITY && scaled < Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    String.format(
                            "objective of the factors = %s * 2^%s, allowed are numbers"
                                    + " within float64: multiply data and lambda by 2^-e, and"
                                    + " factors by 2^(-e/%s)",
                            scaled, objectiveExponent(), degree));
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

    /** Tells a listener of the problem as it was given. */
    private final class Listener implements SolveListener {
        private final SolveListener listener;

        Listener(SolveListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean onIteration(Progress progress) {
            return listener.onIteration(restored(progress));
        }

        @Override
        public boolean onCertificate(Certificate certificate, Progress progress) {
            return listener.onCertificate(restore(certificate), restored(progress));
        }

        @Override
        public boolean boundsRefutedPoints() {
            return listener.boundsRefutedPoints();
        }

        @Override
        public boolean onPolarBound(double upper, double sufficient, Progress progress) {
            return listener.onPolarBound(upper, sufficient, restored(progress));
        }

        @Override
        public boolean onAppend(int columns, Progress progress) {
            return listener.onAppend(columns, restored(progress));
        }

        private Progress restored(Progress progress) {
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
