package io.nadir.matrix;

import io.nadir.loss.Loss;

import org.jspecify.annotations.Nullable;

/**
 * Steps of Newton's method for single coordinates of a row: for f(u) = ½·square·u² + linear·u + Σ_e
 * (weight_e·ℓ(y_e, x_e + (u − u₀)·v_e) − β_e·x_e) over u ≥ 0, with v ≥ 0.
 *
 * <p>f' is concave, because ∂ℓ/∂x is. So a step from a point below the minimum ends below it, and
 * lowers f. A step from a point u₀ above it ends below as well, possibly too far: steps follow
 * until |f'| is at most f'(u₀). Then f has not risen, because f' is above its chord: f(u₀) − f(u) ≥
 * ½(f'(u₀) + f'(u))(u₀ − u) ≥ 0. The derivative is known there, so that another step is free.
 */
final class CoordinateStep {
    /** Steps from below, at most; one doubles x at least, where it is far too small. */
    private static final int MOST_STEPS = 100;

    private final Loss loss;
    private final double[] slopes;
    private final double[] data;
    private final double @Nullable [] weights;
    private final int first;
    private final int count;
    private final double[] x;
    private double slope;
    private double bend;

    /**
     * Takes the entries of a row.
     *
     * @param slopes β, from index 0
     * @param data y, from index {@code first}
     * @param weights likewise; null for weights of 1
     * @param x the outputs, from index 0; changed by each step
     */
    CoordinateStep(
            Loss loss,
            double[] slopes,
            double[] data,
            double @Nullable [] weights,
            int first,
            int count,
            double[] x) {
        this.loss = loss;
        this.slopes = slopes;
        this.data = data;
        this.weights = weights;
        this.first = first;
        this.count = count;
        this.x = x;
    }

    /**
     * Moves one coordinate, and the outputs with it.
     *
     * @param start u₀
     * @param v the slopes of the outputs, from index {@code at}
     * @return u, with f(u) ≤ f(u₀) up to rounding
     */
    double minimize(double start, double[] v, int at, double square, double linear) {
        differentiate(start, v, at, square, linear);
        double before = slope;
        double u = step(start);
        if (before <= 0 || u == start) {
            move(u - start, v, at);
            return u;
        }
        move(u - start, v, at);
        for (int k = 0; k < MOST_STEPS; k++) {
            differentiate(u, v, at, square, linear);
            double next = step(u);
            move(next - u, v, at);
            boolean settled = -slope <= before;
            u = next;
            if (settled) {
                return u;
            }
        }
        move(start - u, v, at);
        return start;
    }

    private double step(double u) {
        if (bend > 0) {
            return Math.max(0, u - slope / bend);
        }
        return slope > 0 ? 0 : u;
    }

    private void differentiate(double u, double[] v, int at, double square, double linear) {
        double sum = square * u + linear;
        double second = square;
        for (int e = 0; e < count; e++) {
            double y = data[first + e];
            double own = weights == null ? 1 : weights[first + e];
            double along = v[at + e];
            if (own * along == 0) {
                sum -= slopes[e] * along;
                continue;
            }
            double rise = loss.derivative(y, x[e]);
            sum +=
                    weights == null
                            ? along * (rise - slopes[e])
                            : own * along * rise - slopes[e] * along;
            second += own * along * along * loss.secondDerivative(y, x[e]);
        }
        slope = sum;
        bend = second;
    }

    private void move(double distance, double[] v, int at) {
        for (int e = 0; distance != 0 && e < count; e++) {
            x[e] = Math.max(0, Math.fma(distance, v[at + e], x[e]));
        }
    }
}
