package io.nadir.cli.report;

import io.nadir.check.Checks;

/**
 * What to find out about a landscape.
 *
 * @param hidden widths of the hidden layers
 * @param tolerance what counts as zero
 * @param maxSteps of the descent, at most
 * @param values critical values to list, at most
 */
public record LandscapeRequest(int[] hidden, double tolerance, int maxSteps, int values) {
    /**
     * Checks what has a range of its own.
     *
     * @throws IllegalArgumentException if a value is out of it
     */
    public LandscapeRequest {
        Checks.fraction("--tolerance", tolerance);
        Checks.nonNegative("--max-steps", maxSteps);
        Checks.positive("--values", values);
        for (int width : hidden) {
            Checks.positive("--widths", width);
        }
    }
}
