package io.nadir.cli;

import io.nadir.solver.Progress;

import java.util.ArrayList;
import java.util.List;

/**
 * The course of a solve as curves of equal length, with one point for each step. Values are in
 * units of the final objective, so that every scale of data looks alike.
 */
final class Trace {
    /** Stands for gaps of zero, which a logarithmic axis has no place for. */
    private static final double LEAST_GAP = 1e-17;

    private final double[] seconds;
    private final double[] ranks;
    private final double[] objectives;
    private final double[] lowerBounds;
    private final double[] gaps;

    private Trace(int length) {
        seconds = new double[length];
        ranks = new double[length];
        objectives = new double[length];
        lowerBounds = new double[length];
        gaps = new double[length];
    }

    /** The curves of {@code outcome}, which end at its certificate. */
    static Trace of(Outcome outcome) {
        List<Progress> steps = new ArrayList<>(outcome.history().steps());
        Progress end = outcome.report().asProgress();
        steps.add(end);
        double unit = end.objective() > 0 ? end.objective() : 1;
        Trace trace = new Trace(steps.size());
        double bound = 0;
        for (int i = 0; i < steps.size(); i++) {
            Progress step = steps.get(i);
            bound = Math.max(bound, step.lowerBound());
            trace.seconds[i] = step.seconds();
            trace.ranks[i] = step.rank();
            trace.objectives[i] = step.objective() / unit;
            trace.lowerBounds[i] = bound / unit;
            trace.gaps[i] = relativeGap(step.objective(), bound);
        }
        return trace;
    }

    private static double relativeGap(double objective, double bound) {
        return objective > 0 ? Math.max((objective - bound) / objective, LEAST_GAP) : LEAST_GAP;
    }

    double[] seconds() {
        return seconds;
    }

    double[] ranks() {
        return ranks;
    }

    double[] objectives() {
        return objectives;
    }

    double[] lowerBounds() {
        return lowerBounds;
    }

    double[] gaps() {
        return gaps;
    }

    /** Time of the last step. */
    double end() {
        return seconds[seconds.length - 1];
    }
}
