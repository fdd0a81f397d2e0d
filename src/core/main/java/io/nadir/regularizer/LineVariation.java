package io.nadir.regularizer;

import java.util.Arrays;

/**
 * The proximal map of weight·Σ_i |x_{i+1} − x_i|, by the dynamic program of Johnson (Journal of
 * Computational and Graphical Statistics 22, 2013). It is exact up to rounding and costs O(n).
 *
 * <p>Let f_k(b) be the least value of the terms of x_1, …, x_k for x_k = b. Its derivative is
 * increasing and piecewise linear, and −weight and weight at low[k] and high[k]. Where x_{k+1} is
 * known, the best x_k is the point of [low[k], high[k]] next to it. So the derivative is cut off at
 * ±weight before (x_{k+1} − y_{k+1}) is added. It is kept as its knots, and how slope and intercept
 * change at each; every step adds one knot at either end, and removes what it cuts off.
 */
final class LineVariation {
    private final double[] y;
    private final double weight;
    private final double[] low;
    private final double[] high;

    private final double[] knots;
    private final double[] slopes;
    private final double[] intercepts;

    /** The knots in use are those from {@code first} to {@code last}. */
    private int first;

    private int last;

    private LineVariation(double[] y, double weight) {
        int n = y.length;
        this.y = y;
        this.weight = weight;
        this.low = new double[n];
        this.high = new double[n];
        this.knots = new double[2 * n];
        this.slopes = new double[2 * n];
        this.intercepts = new double[2 * n];
        this.first = n;
        this.last = n - 1;
    }

    /** Replaces y by the proximal point. */
    static void prox(double weight, double[] y) {
        if (y.length < 2 || !(weight > 0)) {
            return;
        }
        double mean = centre(y);
        if (isConstant(y, weight)) {
            Arrays.fill(y, mean);
            return;
        }
        double[] data = y.clone();
        new LineVariation(y, weight).solve();
        toMeans(weight, data, y);
        for (int i = 0; i < y.length; i++) {
            y[i] += mean;
        }
    }

    /** Subtracts the mean, so that little cancels, and returns it. */
    private static double centre(double[] y) {
        double sum = 0;
        for (double element : y) {
            sum += element / y.length;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] -= sum;
        }
        return sum;
    }

    /** Whether no partial sum of the centred data exceeds the weight: then x is constant. */
    private static boolean isConstant(double[] y, double weight) {
        double sum = 0;
        double largest = 0;
        for (int i = 0; i + 1 < y.length; i++) {
            sum += y[i];
            largest = Math.max(largest, Math.abs(sum));
        }
        return largest <= weight;
    }

    private void solve() {
        int n = y.length;
        // The derivative of f is slope·b + intercept left of the first knot and right of the last.
        for (int k = 0; k < n - 1; k++) {
            double ends = k == 0 ? 0 : weight;
            cutBelow(k, -y[k] - ends);
            cutAbove(k, -y[k] + ends);
        }
        backtrack(root(-y[n - 1] - weight));
    }

    /** Finds low[k], where the derivative is −weight, and makes it the first knot. */
    private void cutBelow(int k, double firstIntercept) {
        double slope = 1;
        double intercept = firstIntercept;
        int at = first;
        while (at <= last && slope * knots[at] + intercept <= -weight) {
            slope += slopes[at];
            intercept += intercepts[at];
            at++;
        }
        low[k] = (-weight - intercept) / slope;
        first = at - 1;
        knots[first] = low[k];
        slopes[first] = slope;
        intercepts[first] = intercept + weight;
    }

    /** Finds high[k], where the derivative is weight, and makes it the last knot. */
    private void cutAbove(int k, double lastIntercept) {
        double slope = 1;
        double intercept = lastIntercept;
        int at = last;
        while (at >= first && slope * knots[at] + intercept >= weight) {
            slope -= slopes[at];
            intercept -= intercepts[at];
            at--;
        }
        high[k] = (weight - intercept) / slope;
        last = at + 1;
        knots[last] = high[k];
        slopes[last] = -slope;
        intercepts[last] = weight - intercept;
    }

    /** Where the derivative of the last f is 0. */
    private double root(double firstIntercept) {
        double slope = 1;
        double intercept = firstIntercept;
        for (int at = first; at <= last && slope * knots[at] + intercept <= 0; at++) {
            slope += slopes[at];
            intercept += intercepts[at];
        }
        return -intercept / slope;
    }

    private void backtrack(double lastValue) {
        y[y.length - 1] = lastValue;
        for (int k = y.length - 2; k >= 0; k--) {
            y[k] = Math.min(Math.max(y[k + 1], low[k]), high[k]);
        }
    }

    /**
     * Makes each run of equal elements what it is by the conditions of optimality: the mean of its
     * data, less the weight over its length for each end at which it is higher than its neighbour.
     * So rounding in sums over the whole line does not remain.
     */
    private static void toMeans(double weight, double[] data, double[] x) {
        double[] runs = x.clone();
        int n = x.length;
        for (int from = 0, to; from < n; from = to) {
            double sum = data[from];
            for (to = from + 1; to < n && runs[to] == runs[from]; to++) {
                sum += data[to];
            }
            double before = from == 0 ? 0 : Math.signum(runs[from] - runs[from - 1]);
            double after = to == n ? 0 : Math.signum(runs[from] - runs[to]);
            Arrays.fill(x, from, to, (sum - weight * (before + after)) / (to - from));
        }
    }
}
