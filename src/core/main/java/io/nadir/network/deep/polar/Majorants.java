package io.nadir.network.deep.polar;

import java.util.Arrays;

/**
 * Convex majorants of a linear function of a chain of rectifiers, one below the other. The function
 * of one output z is F(g) = Σ_n a_n·(g_n)₊ + b_n·(−g_n)₊ with a = z, b = −s·z over g in the convex
 * hull of ±σ'(t), where t ranges over such a hull itself, or is S·w at last.
 *
 * <p>For every number γ_n, F is at most the same function with max(a_n, γ_n) and max(b_n, −γ_n),
 * which is convex and so largest at some ±σ'(t). With h = σ'(t) of slope s', these two are
 * functions of t of the same form: (a, s'·b) and (b, s'·a). A binary tree of such functions
 * results; the largest of its leaves bounds F. Everything is convex in γ: the leaves are maxima
 * over w of Σ a_n·(s_n·w)₊ + b_n·(−s_n·w)₊, which increase with a and b.
 *
 * <p>A sign of g_n that is taken for granted drops a or b: −∞. Products are rounded up, which keeps
 * majorants. Not thread-safe.
 */
final class Majorants {
    private final double[] slopes;
    private final int samples;

    /** The coefficients of node i, from 1: its children are 2i and 2i + 1. */
    private final double[][] positive;

    private final double[][] negative;

    /** γ of all inner nodes. */
    private final double[] gamma;

    private final double[] up;
    private final double[] down;

    /**
     * Prepares the tree.
     *
     * @param chain at least two rectifiers
     * @param z the coefficients of the output
     */
    Majorants(RectifierChain chain, double[] z) {
        this.slopes = chain.slopes().stream().mapToDouble(Double::doubleValue).toArray();
        this.samples = z.length;
        int nodes = 1 << slopes.length;
        this.positive = new double[nodes][samples];
        this.negative = new double[nodes][samples];
        this.gamma = new double[(nodes / 2 - 1) * samples];
        this.up = new double[samples];
        this.down = new double[samples];
        double last = slopes[slopes.length - 1];
        for (int n = 0; n < samples; n++) {
            positive[1][n] = z[n];
            negative[1][n] = productUp(last, -z[n]);
        }
    }

    /** Takes the sign of g_n at the root for granted. */
    void fix(int n, boolean isPositive) {
        (isPositive ? negative : positive)[1][n] = Double.NEGATIVE_INFINITY;
    }

    /** The number of γ. */
    int variables() {
        return gamma.length;
    }

    /** Returns the first leaf; the others follow, as many as its number. */
    int firstLeaf() {
        return positive.length / 2;
    }

    double[] positive(int node) {
        return positive[node];
    }

    double[] negative(int node) {
        return negative[node];
    }

    /** Returns γ, to be read only. */
    double[] gamma() {
        return gamma;
    }

    /**
     * Chooses γ.
     *
     * @param values for all inner nodes, one after the other
     */
    void set(double[] values) {
        System.arraycopy(values, 0, gamma, 0, gamma.length);
        for (int node = 1; node < firstLeaf(); node++) {
            double slope = slopeBelow(node);
            for (int n = 0, at = (node - 1) * samples; n < samples; n++, at++) {
                double a = Math.max(positive[node][n], gamma[at]);
                double b = Math.max(negative[node][n], -gamma[at]);
                positive[2 * node][n] = a;
                negative[2 * node][n] = productUp(slope, b);
                positive[2 * node + 1][n] = b;
                negative[2 * node + 1][n] = productUp(slope, a);
            }
        }
    }

    /** The value of a leaf at t = S·w. */
    double value(int leaf, double[] t) {
        double sum = 0;
        for (int n = 0; n < samples; n++) {
            sum += t[n] > 0 ? positive[leaf][n] * t[n] : -negative[leaf][n] * t[n];
        }
        return sum;
    }

    /** A subgradient of the value of a leaf at t with respect to γ. */
    double[] gradient(int leaf, double[] t) {
        double[] gradient = new double[gamma.length];
        for (int n = 0; n < samples; n++) {
            up[n] = Math.max(t[n], 0);
            down[n] = Math.max(-t[n], 0);
        }
        for (int child = leaf; child > 1; child /= 2) {
            int node = child / 2;
            double slope = slopeBelow(node);
            for (int n = 0, at = (node - 1) * samples; n < samples; n++, at++) {
                double a = child % 2 == 0 ? up[n] : slope * down[n];
                double b = child % 2 == 0 ? slope * down[n] : up[n];
                boolean raisedA = gamma[at] >= positive[node][n];
                boolean raisedB = -gamma[at] >= negative[node][n];
                gradient[at] = (raisedA ? a : 0) - (raisedB ? b : 0);
                up[n] = raisedA ? 0 : a;
                down[n] = raisedB ? 0 : b;
            }
        }
        return gradient;
    }

    /** The member g of the hull that belongs to a leaf and t = S·w. */
    double[] member(int leaf, double[] t) {
        double[] g = Arrays.copyOf(t, samples);
        for (int child = leaf; child > 1; child /= 2) {
            double slope = slopeBelow(child / 2);
            double sign = child % 2 == 0 ? 1 : -1;
            for (int n = 0; n < samples; n++) {
                g[n] = sign * Math.max(g[n], slope * g[n]);
            }
        }
        return g;
    }

    /** Writes the interval in which γ of the root and its start are worth to be sought. */
    void bounds(double[] least, double[] most, double[] start) {
        double size = 1;
        for (int n = 0; n < samples; n++) {
            boolean free = positive[1][n] + negative[1][n] < 0;
            double a = positive[1][n];
            double b = negative[1][n];
            boolean fixedPositive = b == Double.NEGATIVE_INFINITY;
            boolean fixedNegative = a == Double.NEGATIVE_INFINITY;
            double low = free ? (fixedNegative ? -2 * size : a) : 0;
            double high = free ? (fixedPositive ? 2 * size : -b) : 0;
            least[n] = free ? Math.min(low, high) : convex(a, b);
            most[n] = free ? Math.max(low, high) : convex(a, b);
            start[n] = free ? (fixedPositive ? a : fixedNegative ? -b : low) : least[n];
        }
        for (int at = samples; at < gamma.length; at++) {
            least[at] = -size;
            most[at] = size;
        }
    }

    /** A γ that leaves a convex pair as it is. */
    private static double convex(double a, double b) {
        return Math.clamp(0.0, -b, a);
    }

    /** The slope of the rectifier below a node. */
    private double slopeBelow(int node) {
        int level = 31 - Integer.numberOfLeadingZeros(node);
        return slopes[slopes.length - 2 - level];
    }

    private static double productUp(double slope, double x) {
        if (slope == 0 || slope == 1) {
            return slope * x;
        }
        return Math.nextUp(slope * x);
    }
}
