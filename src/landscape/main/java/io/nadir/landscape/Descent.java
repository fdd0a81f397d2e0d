package io.nadir.landscape;

import java.util.List;
import java.util.Objects;

/**
 * The record of a descent over the landscape of a linear network. An immutable value.
 *
 * @param end the network at which it ended
 * @param analysis the analysis of the end
 * @param steps the risk at the start and after each step
 */
public record Descent(LinearNetwork end, PointAnalysis analysis, List<Step> steps) {
    /** Makes the list immutable. */
    public Descent {
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(analysis, "analysis");
        Objects.requireNonNull(steps, "steps");

        steps = List.copyOf(steps);
    }

    /** Returns the number of escapes from saddles. */
    public long escapes() {
        return steps.stream().filter(step -> step.escapeOrder() > 0).count();
    }

    /**
     * One step of the descent.
     *
     * @param risk the risk after the step
     * @param escapeOrder the order of the escape, if the step was one; 0 for a sweep of local
     *     search
     */
    public record Step(double risk, int escapeOrder) {}
}
