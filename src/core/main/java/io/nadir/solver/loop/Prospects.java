package io.nadir.solver.loop;

import io.nadir.certify.Certificate;
import io.nadir.certify.point.CheckedPoint;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

/** Judges what could still lower the objective: steps, columns, or other sizes of the columns. */
record Prospects(
        Objective<?> objective,
        SolverOptions options,
        DescentMethod descent,
        Factors w,
        LoopState state,
        CurrentPoint point) {
    /** With a smaller tolerance, descent would only shift rounding errors. */
    private static final double FINEST = 1e-24;

    /**
     * The share of the excess of a hard polar's upper bound over 1 that a column has to account
     * for.
     */
    private static final double WORTH_APPENDING = 0.1;

    /** Returns whether steps of descent no longer lower f. */
    boolean isExhausted() {
        boolean finest = state.tolerance < FINEST || state.tolerance <= descent.finest();
        return !state.isCoarse() && (!state.moved || finest);
    }

    /**
     * Returns whether known columns account for enough of what the upper bound leaves open. Without
     * this test, the lower bound alone would declare too few columns good enough.
     */
    boolean isWorthAppending(PolarBounds polar) {
        return w.rank() < options.maxRank()
                && polar.lower() - 1 > WORTH_APPENDING * (polar.upper() - 1);
    }

    /**
     * Returns whether the sizes of the columns, rather than their directions, may keep the point
     * from being a first-order point.
     */
    boolean isWorthResizing(double gain, boolean exhausted) {
        return state.attempt > 1 && point.isSmall(gain) && (exhausted || descent.isSlowToSize());
    }

    /**
     * Returns why descent ends when neither a step nor new column sizes lower the objective
     * further.
     */
    StopReason endOfDescent(CheckedPoint check) {
        if (promise(check) > point.resolution()) {
            return StopReason.STALLED;
        }
        return check.isOpen() ? StopReason.UNDECIDED : StopReason.ROUNDING;
    }

    /**
     * Returns how much f can still fall, to first order: (λ(ρ − 1))²/(2Ls) by the best column, or
     * (λ(Θ − ⟨Z, X⟩))²/(2L‖X‖²) by scaling the point.
     */
    private double promise(CheckedPoint check) {
        Certificate found = check.certificate();
        Witnesses witnesses = check.witnesses(0, 0, 0);
        double excess = witnesses.values().length == 0 ? 0 : found.polar().lower() - 1;
        double lambda = objective.lambda();
        double penalty = lambda * objective.regularizer().value(w);
        double column = square(lambda * Math.max(0, excess)) / witnesses.spread();
        double imbalance = found.hasEquilibrium() ? found.equilibrium() : 0;
        double scaling = square(penalty * imbalance / point.sizes());
        double curvature = point.curvature();
        return curvature == 0 || w.rank() == 0 ? 0 : Math.max(column, scaling) / (2 * curvature);
    }

    private static double square(double x) {
        return x * x;
    }
}
