package io.nadir.landscape;

import java.util.List;
import java.util.Objects;

/**
 * A descent over the landscape of a linear network.
 *
 * @param end where it ended
 * @param analysis of the end
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

    /** Number of escapes. */
    public long escapes() {
        return steps.stream().filter(step -> step.escapeOrder() > 0).count();
    }

    /**
     * A step.
     *
     * @param risk after it
     * @param escapeOrder order of the escape that it was, 0 if it was a sweep of local search
     */
    public record Step(double risk, int escapeOrder) {}
}
