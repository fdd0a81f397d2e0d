package io.nadir.solver.loop;

import io.nadir.array.Panel;
import io.nadir.kernel.NormalEquations;

/**
 * Minimizes ½tᵀCt − bᵀt over t ≥ 0, where C is positive semidefinite, by an active-set method:
 * moves from a feasible point towards the minimizer over the free elements, up to the first bound
 * that it meets; if it meets none, frees the bounded element of steepest descent. Monotone.
 *
 * <p>Along null vectors of C, a step continues until an element is 0. So few elements remain
 * positive, and vectors that are alike do not share a weight that one of them can have alone. Costs
 * O(k³) operations for each change of the active set, where k elements are free.
 */
final class ConicQuadratic {
    /**
     * The multiple of the largest diagonal element that is added to the diagonal, because C may be
     * singular.
     */
    private static final double RIDGE = 1e-14;

    /** A slope below this share of the terms of which it is the sum counts as 0. */
    private static final double FLAT = 1e-13;

    /** The largest number of changes of the active set per element. */
    private static final int MOST_CHANGES = 3;

    private final int n;
    private final Panel c;
    private final double[] b;
    private final double[] t;
    private final boolean[] free;
    private final double ridge;

    private ConicQuadratic(Panel c, double[] b, double[] start) {
        this.n = start.length;
        this.c = c;
        this.b = b;
        this.t = start.clone();
        this.free = new boolean[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            free[i] = t[i] > 0;
            largest = Math.max(largest, c.get(i, i));
        }
        this.ridge = RIDGE * largest;
    }

    /**
     * Minimizes.
     *
     * @param c C, n×n, with diagonal elements of about the same size
     * @param start a starting point, n elements ≥ 0; not modified
     * @param checkpoint called for each change of the active set; may throw to give up
     * @return t, which is at least as good as {@code start} up to rounding
     */
    static double[] minimize(Panel c, double[] b, double[] start, Runnable checkpoint) {
        ConicQuadratic problem = new ConicQuadratic(c, b, start);
        boolean done = false;
        for (int i = 0; i < MOST_CHANGES * (start.length + 1) && !done; i++) {
            checkpoint.run();
            done = !problem.advance();
        }
        return problem.t;
    }

    /** Makes one change of the active set; returns false if none is left to make. */
    private boolean advance() {
        double[] step = step();
        double length = longest(step);
        boolean bounded = false;
        for (int i = 0; i < n; i++) {
            t[i] = free[i] ? Math.max(0, t[i] + length * step[i]) : 0;
            bounded |= free[i] && t[i] == 0;
            free[i] &= t[i] > 0;
        }
        if (bounded) {
            return true;
        }
        int steepest = steepest();
        if (steepest >= 0) {
            free[steepest] = true;
        }
        return steepest >= 0;
    }

    /** Returns the bounded element of steepest descent; −1 if there is none. */
    private int steepest() {
        int steepest = -1;
        double least = 0;
        for (int i = 0; i < n; i++) {
            double slope = slope(i);
            if (!free[i] && slope < least && -slope > FLAT * terms(i)) {
                steepest = i;
                least = slope;
            }
        }
        return steepest;
    }

    private double slope(int i) {
        double sum = -b[i];
        for (int j = 0; j < n; j++) {
            sum += c.get(i, j) * t[j];
        }
        return sum;
    }

    /** Returns the sum of the magnitudes of the terms of a slope. */
    private double terms(int i) {
        double sum = Math.abs(b[i]);
        for (int j = 0; j < n; j++) {
            sum += Math.abs(c.get(i, j) * t[j]);
        }
        return sum;
    }

    /** Returns the step to the minimizer over the free elements; 0 for the others. */
    private double[] step() {
        int[] index = new int[n];
        int k = 0;
        for (int i = 0; i < n; i++) {
            if (free[i]) {
                index[k++] = i;
            }
        }
        double[] matrix = new double[k * k];
        double[] right = new double[k];
        for (int i = 0; i < k; i++) {
            right[i] = -slope(index[i]);
            for (int j = 0; j <= i; j++) {
                matrix[i * k + j] = c.get(index[i], index[j]);
            }
        }
        double[] x = new double[k];
        NormalEquations.solve(matrix, right, 0, k, k, ridge, new double[k * k], x, 0);
        double[] step = new double[n];
        for (int i = 0; i < k; i++) {
            step[index[i]] = x[i];
        }
        return step;
    }

    /**
     * Returns the length, at most 1, at which the first element reaches 0, and sets that element to
     * exactly 0.
     */
    private double longest(double[] step) {
        double length = 1;
        int first = -1;
        for (int i = 0; i < n; i++) {
            if (free[i] && t[i] + length * step[i] < 0) {
                length = t[i] / -step[i];
                first = i;
            }
        }
        if (first >= 0) {
            t[first] = 0;
            step[first] = 0;
        }
        return length;
    }
}
