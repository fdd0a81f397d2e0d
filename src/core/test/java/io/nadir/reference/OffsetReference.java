package io.nadir.reference;

import io.nadir.loss.Loss;
import io.nadir.model.Centering;

import java.util.Arrays;

/**
 * min over X and offsets of Σ weight·ℓ(y, x + μ + p_i + q_j) + λΩ(X) + (κ/2)·(‖p‖² + ‖q‖²) by
 * accelerated proximal gradient in all unknowns together, with a step of its own for each kind: an
 * objective that is attained. Without a penalty, μ is part of p or q.
 */
public final class OffsetReference {
    private static final int PATIENCE = 200;

    private final int m;
    private final int n;
    private final double[] y;
    private final double[] weights;
    private final Loss loss;
    private final double lambda;
    private final Centering centering;
    private final double kappa;
    private final ConvexReference.Penalty penalty;

    /** X, p, q and μ. */
    private record Point(double[] x, double[] p, double[] q, double mean) {
        Point plus(double weight, Point other) {
            return new Point(
                    sum(x, weight, other.x),
                    sum(p, weight, other.p),
                    sum(q, weight, other.q),
                    mean + weight * (mean - other.mean));
        }

        private static double[] sum(double[] a, double weight, double[] b) {
            double[] sum = a.clone();
            for (int i = 0; i < a.length; i++) {
                sum[i] += weight * (a[i] - b[i]);
            }
            return sum;
        }
    }

    /** Weights are at most 1, and so is the curvature of the loss. */
    public OffsetReference(
            int m,
            int n,
            double[] y,
            double[] weights,
            Loss loss,
            double lambda,
            Centering centering,
            double kappa,
            ConvexReference.Penalty penalty) {
        this.m = m;
        this.n = n;
        this.y = y;
        this.weights = weights;
        this.loss = loss;
        this.lambda = lambda;
        this.centering = centering;
        this.kappa = kappa;
        this.penalty = penalty;
    }

    /**
     * Returns the least objective found in a number of steps, or until many in a row have lowered
     * it by no more than rounding.
     */
    public double attained(int steps) {
        Point at = new Point(new double[m * n], new double[m], new double[n], 0);
        Point extrapolated = at;
        double best = objective(at, 0);
        double last = best;
        double momentum = 1;
        int idle = 0;
        for (int step = 0; step < steps && idle < PATIENCE; step++) {
            Point next = step(extrapolated);
            double size = penalty.shrink(next.x, lambda / kinds());
            double value = objective(next, size);
            boolean restart = value > last;
            double nextMomentum = restart ? 1 : 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
            extrapolated = restart ? next : next.plus((momentum - 1) / nextMomentum, at);
            idle = value < best * (1 - 1e-15) ? 0 : idle + 1;
            best = Math.min(best, value);
            momentum = nextMomentum;
            last = value;
            at = next;
        }
        return best;
    }

    /** (x + p + q)² ≤ 3(x² + p² + q²), so the steps are a third, shared by a row or a column. */
    private int kinds() {
        return kappa > 0 ? 4 : 3;
    }

    private Point step(Point at) {
        Point next = new Point(at.x.clone(), at.p.clone(), at.q.clone(), at.mean);
        double total = 0;
        for (int e = 0; e < at.x.length; e++) {
            int i = e / n;
            int j = e % n;
            double g =
                    weights[e]
                            * loss.derivative(y[e], at.x[e] + at.mean + at.p[i] + at.q[j])
                            / kinds();
            next.x[e] -= g;
            total += g;
            next.p[i] -= centering.hasRows() ? g / n : 0;
            next.q[j] -= centering.hasColumns() ? g / m : 0;
        }
        if (centering == Centering.GLOBAL) {
            Arrays.fill(next.p, at.p[0] - total / m / n);
        }
        if (kappa == 0) {
            return next;
        }
        divide(next.p, 1 + kappa / n / kinds());
        divide(next.q, 1 + kappa / m / kinds());
        return new Point(next.x, next.p, next.q, at.mean - total / m / n);
    }

    private static void divide(double[] numbers, double divisor) {
        Arrays.setAll(numbers, i -> numbers[i] / divisor);
    }

    private static double squares(double[] numbers) {
        return Arrays.stream(numbers).map(x -> x * x).sum();
    }

    private double objective(Point at, double size) {
        double sum = lambda * size + 0.5 * kappa * (squares(at.p) + squares(at.q));
        for (int e = 0; e < at.x.length; e++) {
            sum += weights[e] * loss.value(y[e], at.x[e] + at.mean + at.p[e / n] + at.q[e % n]);
        }
        return sum;
    }
}
