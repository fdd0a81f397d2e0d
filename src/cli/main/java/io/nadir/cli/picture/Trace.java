package io.nadir.cli.picture;

import io.nadir.cli.progress.Outcome;
import io.nadir.solver.SolveListener.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The course of a solve. Values are in units of the final objective, so that the chart does not
 * depend on the scale of the data.
 */
final class Trace {
    /** The largest value that is drawn; larger values would compress the rest of the chart. */
    private static final double LARGEST = 1e300;

    /** A course of so many times its first step needs a logarithmic scale. */
    private static final double LONG = 10;

    /** Less time, in seconds, cannot be measured. */
    private static final double SHORTEST = 1e-4;

    private final List<Step> steps = new ArrayList<>();

    private Trace() {}

    /** The course of {@code outcome}, which has its result at least. */
    static Trace of(Outcome outcome) {
        Progress end = outcome.report().asProgress();
        List<Progress> history = outcome.history().steps();
        return of(history.isEmpty() ? List.of(end) : history, end);
    }

    /** The course through at least one step to {@code end}. */
    static Trace of(List<Progress> steps, Progress end) {
        double unit = end.objective() > 0 ? end.objective() : 1;
        double bound = 0;
        Trace trace = new Trace();
        for (Progress step : steps) {
            bound = Math.max(bound, step.lowerBound() / unit);
            double objective = Math.min(step.objective() / unit, LARGEST);
            trace.steps.add(new Step(step.seconds(), step.rank(), objective, bound));
        }
        return trace;
    }

    /** One property over time; what was before {@link #start} is drawn there. */
    Curve curve(ToDoubleFunction<Step> property) {
        Curve curve = new Curve();
        for (Step step : steps) {
            curve.add(Math.max(start(), step.seconds()), property.applyAsDouble(step));
        }
        return curve;
    }

    /** Whether the first steps would be too close to each other on a linear scale of time. */
    boolean isLong() {
        return last().seconds() >= LONG * firstTime();
    }

    /** Where the scale of time begins: nothing is known before the first step. */
    double start() {
        return Math.min(firstTime(), last().seconds());
    }

    /** The time of the first step that took a measurable one. */
    private double firstTime() {
        return steps.stream()
                .mapToDouble(Step::seconds)
                .filter(seconds -> seconds >= SHORTEST)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The first step. */
    Step first() {
        return steps.getFirst();
    }

    /** The last step. */
    Step last() {
        return steps.getLast();
    }

    /**
     * What is known at some time.
     *
     * @param seconds since the start of the solve
     * @param rank of the point
     * @param objective at the point
     * @param lowerBound the best so far
     */
    record Step(double seconds, int rank, double objective, double lowerBound) {
        /** Stands for gaps of zero, for which a logarithmic scale has no place. */
        private static final double LEAST_GAP = 1e-17;

        /** The gap relative to the objective, more than 0. */
        double gap() {
            double gap = (objective - lowerBound) / objective;
            return gap > LEAST_GAP ? gap : LEAST_GAP;
        }
    }
}
