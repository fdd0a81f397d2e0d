package io.nadir.reference;

import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.NonNegative;

import java.util.ArrayList;
import java.util.List;

/**
 * min over U, V of ½‖Y − UVᵀ‖² + λ Σ g₁(u_i)·g₂(v_i) for tiny Y, one dimension at most 2, with no
 * part of the library: columns are updated one after the other by closed forms, and the polar is
 * solved by exhaustive search, so the dual value is a bound for all local minima too.
 */
public final class GaugeReference {
    private static final int MOST_ROUNDS = 60;
    private static final int SWEEPS = 5;

    private final double[][] y;
    private final Gauge left;
    private final Gauge right;
    private final double lambda;
    private final boolean transposed;
    private final List<double[]> us = new ArrayList<>();
    private final List<double[]> vs = new ArrayList<>();
    private double upper;
    private double lower;

    public GaugeReference(double[][] y, Gauge left, Gauge right, double lambda) {
        this.transposed = y[0].length > y.length;
        this.y = transposed ? transpose(y) : y;
        this.left = transposed ? right : left;
        this.right = transposed ? left : right;
        this.lambda = lambda;
    }

    /** max over u, v of uᵀYv / (g₁(u)·g₂(v)): the least λ whose solution is 0. */
    public static double polar(double[][] y, Gauge left, Gauge right) {
        return y[0].length > y.length
                ? Truth.scan(transpose(y), right, left)
                : Truth.scan(y, left, right);
    }

    /** Narrows the interval to {@code accuracy} relative to the objective if it can be done. */
    public GaugeReference solve(double accuracy) {
        upper = atZero();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[][] residual = residual();
            List<Truth.Peak> peaks = Truth.peaks(residual, left, right);
            double polar = peaks.stream().mapToDouble(Truth.Peak::value).max().orElse(0) / lambda;
            lower = Math.max(lower, dual(residual, polar));
            if (upper - lower <= accuracy * upper) {
                break;
            }
            peaks.forEach(peak -> append(residual, peak));
            reweigh();
            descend();
        }
        return this;
    }

    /** The objective at U = V = 0. */
    public double atZero() {
        return 0.5 * squares(y);
    }

    /** An objective that is attained. */
    public double upper() {
        return upper;
    }

    /** A dual value. */
    public double lower() {
        return lower;
    }

    /** The point of the objective. */
    public Factors factors() {
        int m = y.length;
        int n = y[0].length;
        Factors w = transposed ? Factors.zeros(us.size(), n, m) : Factors.zeros(us.size(), m, n);
        for (int k = 0; k < us.size(); k++) {
            double balance = Math.sqrt(size(right, vs.get(k)) / size(left, us.get(k)));
            for (int i = 0; i < m; i++) {
                w.block(transposed ? 1 : 0).set(i, k, balance * us.get(k)[i]);
            }
            for (int j = 0; j < n; j++) {
                w.block(transposed ? 0 : 1).set(j, k, vs.get(k)[j] / balance);
            }
        }
        return w;
    }

    /**
     * The objective of other factors.
     *
     * @param squares whether θ is half the sum of the squares of the gauges, not their product
     */
    public double objective(Factors w, boolean squares) {
        double sum = 0;
        double[][] rest = new double[y.length][];
        for (int i = 0; i < y.length; i++) {
            rest[i] = y[i].clone();
        }
        for (int k = 0; k < w.rank(); k++) {
            double[] u = column(w, transposed ? 1 : 0, k);
            double[] v = column(w, transposed ? 0 : 1, k);
            add(rest, -1, u, v);
            double g = size(left, u);
            double h = size(right, v);
            sum += squares ? 0.5 * (g * g + h * h) : g * h;
        }
        return 0.5 * squares(rest) + lambda * sum;
    }

    private static double[] column(Factors w, int block, int k) {
        double[] column = new double[w.block(block).rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = w.block(block).get(i, k);
        }
        return column;
    }

    private double[][] residual() {
        double[][] r = new double[y.length][];
        for (int i = 0; i < y.length; i++) {
            r[i] = y[i].clone();
        }
        for (int k = 0; k < us.size(); k++) {
            add(r, -1, us.get(k), vs.get(k));
        }
        return r;
    }

    private double dual(double[][] r, double polar) {
        double inner = 0;
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r[0].length; j++) {
                inner += r[i][j] * y[i][j];
            }
        }
        double square = squares(r);
        if (square == 0) {
            return 0;
        }
        double s = Math.max(0, Math.min(1 / Math.max(polar, 1e-300), inner / square));
        return s * inner - 0.5 * s * s * square;
    }

    /** The maximizer of the polar, with θ = 1. */
    private void append(double[][] residual, Truth.Peak peak) {
        double[] v = peak.v().clone();
        double[] image = times(residual, v);
        double t = Truth.dual(left, image);
        double[] u = image.clone();
        // A hair less than the dual value, of which an entry must be left for the 1-norm.
        threshold(left, Truth.norm(left).one() * t * (1 - 1e-12), u);
        double theta = size(left, u) * size(right, v);
        if (theta > 0) {
            scale(1 / size(left, u), u);
            scale(1 / size(right, v), v);
            us.add(u);
            vs.add(v);
        }
    }

    /** Multiplies each column by the best of all numbers from 0; drops those of 0. */
    private void reweigh() {
        int count = us.size();
        double[][] gram = new double[count][count];
        double[] linear = new double[count];
        for (int k = 0; k < count; k++) {
            linear[k] =
                    dot(us.get(k), times(y, vs.get(k)))
                            - lambda * size(left, us.get(k)) * size(right, vs.get(k));
            for (int l = 0; l < count; l++) {
                gram[k][l] = dot(us.get(k), us.get(l)) * dot(vs.get(k), vs.get(l));
            }
        }
        double[] weights = NonNegativeQuadratic.minimize(gram, linear);
        for (int k = count - 1; k >= 0; k--) {
            scale(weights[k], us.get(k));
            if (weights[k] == 0) {
                us.remove(k);
                vs.remove(k);
            }
        }
    }

    private void descend() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double[][] r = residual();
            for (int k = us.size() - 1; k >= 0; k--) {
                add(r, 1, us.get(k), vs.get(k));
                double[] u = prox(left, times(r, vs.get(k)), vs.get(k), right);
                double[] v = dot(u, u) > 0 ? prox(right, times(transpose(r), u), u, left) : u;
                if (dot(v, v) > 0) {
                    us.set(k, u);
                    vs.set(k, v);
                    add(r, -1, u, v);
                } else {
                    us.remove(k);
                    vs.remove(k);
                }
            }
        }
        upper = Math.min(upper, value(residual()));
    }

    private double value(double[][] residual) {
        double sum = 0.5 * squares(residual);
        for (int k = 0; k < us.size(); k++) {
            sum += lambda * size(left, us.get(k)) * size(right, vs.get(k));
        }
        return sum;
    }

    /** argmin over x of ½‖R − x·otherᵀ‖² + λ·g(x)·h(other), where {@code image} is R·other. */
    private double[] prox(Gauge gauge, double[] image, double[] other, Gauge otherGauge) {
        double scale = dot(other, other);
        double price = lambda * size(otherGauge, other);
        EuclideanPlusL1 norm = Truth.norm(gauge);
        double[] x = image.clone();
        threshold(gauge, norm.one() * price, x);
        double length = Math.sqrt(dot(x, x));
        double left = Math.max(0, length - norm.euclidean() * price);
        for (int i = 0; i < x.length; i++) {
            x[i] *= length > 0 ? left / length / scale : 0;
        }
        return x;
    }

    private static void threshold(Gauge gauge, double by, double[] x) {
        for (int i = 0; i < x.length; i++) {
            double size = gauge instanceof NonNegative ? x[i] : Math.abs(x[i]);
            x[i] = Math.copySign(Math.max(0, size - by), x[i]);
        }
    }

    private static double size(Gauge gauge, double[] x) {
        return Truth.gauge(gauge, x);
    }

    private static double[] times(double[][] a, double[] x) {
        double[] image = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            image[i] = dot(a[i], x);
        }
        return image;
    }

    private static void add(double[][] a, double factor, double[] u, double[] v) {
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < v.length; j++) {
                a[i][j] += factor * u[i] * v[j];
            }
        }
    }

    private static void scale(double factor, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    private static double squares(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            sum += dot(row, row);
        }
        return sum;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double[][] transpose(double[][] a) {
        double[][] out = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                out[j][i] = a[i][j];
            }
        }
        return out;
    }
}
