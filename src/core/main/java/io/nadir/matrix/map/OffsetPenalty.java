package io.nadir.matrix.map;

import io.nadir.model.Centering;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which offsets p_i + q_j = μ + a_i + b_j are free, and their penalty (κ/2)·(‖a‖² + ‖b‖²). For
 * given p and q, μ is the number that makes the penalty least: the mean of p if rows have offsets,
 * and otherwise that of q.
 *
 * @param centering which offsets are free
 * @param weight κ; 0 if there is no penalty
 * @param isMeanFree whether μ is; otherwise it is part of q, which does not change
 */
public record OffsetPenalty(Centering centering, double weight, boolean isMeanFree) {
    /** Refuses null. */
    public OffsetPenalty {
        Objects.requireNonNull(centering, "centering");
    }

    /** Returns whether there is a penalty. */
    public boolean isPresent() {
        return weight > 0;
    }

    /** Returns whether μ is the mean of p. */
    public boolean hasMeanOfRows() {
        return isPresent() && isMeanFree && centering.hasRows();
    }

    /** Returns whether μ is the mean of q. */
    public boolean hasMeanOfColumns() {
        return isPresent() && isMeanFree && !centering.hasRows() && centering.hasColumns();
    }

    /** Returns μ. */
    public double mean(double[] p, double[] q) {
        Objects.requireNonNull(p, "p");
        Objects.requireNonNull(q, "q");

        if (hasMeanOfRows()) {
            return Arrays.stream(p).sum() / p.length;
        }
        return hasMeanOfColumns() ? Arrays.stream(q).sum() / q.length : 0;
    }

    /** Returns a, where it carries a penalty; otherwise 0. */
    public double[] rows(double[] p, double[] q) {
        double mean = hasMeanOfRows() ? mean(p, q) : 0;
        double[] a = new double[p.length];
        for (int i = 0; isPresent() && centering.hasRows() && i < a.length; i++) {
            a[i] = p[i] - mean;
        }
        return a;
    }

    /** Returns b, where it carries a penalty; otherwise 0. */
    public double[] columns(double[] p, double[] q) {
        double mean = hasMeanOfColumns() ? mean(p, q) : 0;
        double[] b = new double[q.length];
        for (int j = 0; isPresent() && centering.hasColumns() && j < b.length; j++) {
            b[j] = q[j] - mean;
        }
        return b;
    }

    /** Returns the penalty. */
    public double value(double[] p, double[] q) {
        return isPresent() ? 0.5 * weight * (squares(rows(p, q)) + squares(columns(p, q))) : 0;
    }

    private static double squares(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number * number;
        }
        return sum;
    }
}
