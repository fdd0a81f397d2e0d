package io.nadir.reference;

import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.NonNegative;

import java.util.ArrayList;
import java.util.List;

/**
 * min over U, V ≥ 0 of Σ weight·(t − y + y·log(y/t)) + (λ/2)(‖U‖² + ‖V‖²), t = UVᵀ + ε, for tiny Y,
 * one dimension at most 2, with nothing of the library's losses, methods or bounds: single elements
 * are minimized by Newton's method between bounds, sizes of columns together, and the polar is
 * solved by exhaustive search, so that the dual value is a bound for all local minima too.
 */
public final class PoissonReference {
    private static final Gauge GAUGE = new NonNegative(EuclideanPlusL1.EUCLIDEAN);
    private static final int MOST_ROUNDS = 320;
    private static final int MOST_SWEEPS = 60;

    private final double[][] y;
    private final double[][] weights;
    private final double epsilon;
    private final double lambda;
    private final boolean transposed;
    private final List<double[]> us = new ArrayList<>();
    private final List<double[]> vs = new ArrayList<>();
    private double upper;
    private double lower;

    public PoissonReference(double[][] y, double[][] weights, double epsilon, double lambda) {
        this.transposed = y[0].length > y.length;
        this.y = transposed ? transpose(y) : y;
        this.weights = transposed ? transpose(weights) : weights;
        this.epsilon = epsilon;
        this.lambda = lambda;
    }

    /** The least λ whose solution is 0. */
    public static double polarAtZero(double[][] y, double[][] weights, double epsilon) {
        PoissonReference zero = new PoissonReference(y, weights, epsilon, 1);
        return zero.peaks().stream().mapToDouble(Truth.Peak::value).max().orElse(0);
    }

    /** Narrows the interval to {@code accuracy} relative to the objective if it can be done. */
    public PoissonReference solve(double accuracy) {
        upper = objective();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Truth.Peak> peaks = peaks();
            double polar = peaks.stream().mapToDouble(Truth.Peak::value).max().orElse(0) / lambda;
            lower = Math.max(lower, dual(1 / Math.max(1, polar)));
            if (upper - lower <= accuracy * upper) {
                break;
            }
            peaks.forEach(this::append);
            double before = upper;
            for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
                resize();
                sweep();
                double after = objective();
                upper = Math.min(upper, after);
                if (before - after <= 0.01 * accuracy * after) {
                    break;
                }
                before = after;
            }
        }
        return this;
    }

    /** An objective that is attained. */
    public double upper() {
        return upper;
    }

    /** A dual value. */
    public double lower() {
        return lower;
    }

    /** The objective of other factors. */
    public double objective(Factors w) {
        us.clear();
        vs.clear();
        for (int k = 0; k < w.rank(); k++) {
            us.add(column(w, transposed ? 1 : 0, k));
            vs.add(column(w, transposed ? 0 : 1, k));
        }
        return objective();
    }

    private static double[] column(Factors w, int block, int k) {
        double[] column = new double[w.block(block).rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = w.block(block).get(i, k);
        }
        return column;
    }

    private double objective() {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y[0].length; j++) {
                sum += weights[i][j] * divergence(y[i][j], mean(i, j));
            }
        }
        for (int k = 0; k < us.size(); k++) {
            sum += 0.5 * lambda * (dot(us.get(k), us.get(k)) + dot(vs.get(k), vs.get(k)));
        }
        return sum;
    }

    private static double divergence(double y, double t) {
        return y == 0 ? t : t - y + y * Math.log(y / t);
    }

    /** t. */
    private double mean(int i, int j) {
        double t = epsilon;
        for (int k = 0; k < us.size(); k++) {
            t += us.get(k)[i] * vs.get(k)[j];
        }
        return t;
    }

    private double[][] descent() {
        double[][] r = new double[y.length][y[0].length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r[0].length; j++) {
                r[i][j] = weights[i][j] * (y[i][j] / mean(i, j) - 1);
            }
        }
        return r;
    }

    private List<Truth.Peak> peaks() {
        return Truth.peaks(descent(), GAUGE, GAUGE);
    }

    /** Σ weight·min over x ≥ 0 of ℓ(y, x) − s·g·x. */
    private double dual(double s) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y[0].length; j++) {
                double slope = s * (1 - y[i][j] / mean(i, j));
                double t = y[i][j] == 0 ? epsilon : Math.max(epsilon, y[i][j] / (1 - slope));
                sum += weights[i][j] * (divergence(y[i][j], t) - slope * (t - epsilon));
            }
        }
        return sum;
    }

    private void append(Truth.Peak peak) {
        double[] v = peak.v().clone();
        double[] u = new double[y.length];
        double[][] r = descent();
        for (int i = 0; i < u.length; i++) {
            u[i] = Math.max(0, dot(r[i], v));
        }
        double size = Math.sqrt(dot(u, u));
        double length = Math.sqrt(dot(v, v));
        if (size * length > 0) {
            double small = 1e-3 * Math.sqrt(epsilon);
            scale(small / size, u);
            scale(small / length, v);
            us.add(u);
            vs.add(v);
        }
    }

    /** Multiplies columns by numbers from 0: steps of Newton's method for all of them together. */
    private void resize() {
        int count = us.size();
        double[][] hessian = new double[count][count];
        double[] slope = new double[count];
        double[][] r = descent();
        for (int k = 0; k < count; k++) {
            double theta = 0.5 * (dot(us.get(k), us.get(k)) + dot(vs.get(k), vs.get(k)));
            slope[k] = -lambda * theta;
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < y[0].length; j++) {
                    double x = us.get(k)[i] * vs.get(k)[j];
                    double t = mean(i, j);
                    slope[k] += r[i][j] * x;
                    for (int l = 0; l < count; l++) {
                        double other = us.get(l)[i] * vs.get(l)[j];
                        hessian[k][l] += weights[i][j] * y[i][j] / t / t * x * other;
                    }
                }
            }
        }
        for (int k = 0; k < count; k++) {
            hessian[k][k] = hessian[k][k] * (1 + 1e-12) + 1e-300;
        }
        double[] linear = slope.clone();
        for (int k = 0; k < count; k++) {
            for (int l = 0; l < count; l++) {
                linear[k] += hessian[k][l];
            }
        }
        take(NonNegativeQuadratic.minimize(hessian, linear));
    }

    /** The step to these sizes, or a part of it that lowers the objective. */
    private void take(double[] sizes) {
        List<double[]> oldU = new ArrayList<>(us);
        List<double[]> oldV = new ArrayList<>(vs);
        double before = objective();
        for (double share = 1; share > 1e-4; share /= 2) {
            us.clear();
            vs.clear();
            for (int k = 0; k < sizes.length; k++) {
                double root = Math.sqrt(1 + share * (sizes[k] - 1));
                if (root > 0) {
                    us.add(oldU.get(k).clone());
                    vs.add(oldV.get(k).clone());
                    scale(root, us.getLast());
                    scale(root, vs.getLast());
                }
            }
            if (objective() < before) {
                return;
            }
        }
        us.clear();
        vs.clear();
        us.addAll(oldU);
        vs.addAll(oldV);
    }

    private void sweep() {
        for (int k = 0; k < us.size(); k++) {
            for (int i = 0; i < y.length; i++) {
                us.get(k)[i] = element(k, i, true);
            }
            for (int j = 0; j < y[0].length; j++) {
                vs.get(k)[j] = element(k, j, false);
            }
        }
        for (int k = us.size() - 1; k >= 0; k--) {
            if (dot(us.get(k), us.get(k)) == 0 || dot(vs.get(k), vs.get(k)) == 0) {
                us.remove(k);
                vs.remove(k);
            }
        }
    }

    /** The minimizer over element {@code at} of u_k, or of v_k. */
    private double element(int k, int at, boolean left) {
        double[] others = left ? vs.get(k) : us.get(k);
        double old = left ? us.get(k)[at] : vs.get(k)[at];
        double[] rest = new double[others.length];
        for (int l = 0; l < rest.length; l++) {
            rest[l] = Math.max(epsilon, mean(left ? at : l, left ? l : at) - old * others[l]);
        }
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double x = old;
        for (int step = 0; step < 200; step++) {
            double slope = lambda * x;
            double bend = lambda;
            for (int l = 0; l < rest.length; l++) {
                double weight = left ? weights[at][l] : weights[l][at];
                double datum = left ? y[at][l] : y[l][at];
                double t = rest[l] + x * others[l];
                slope += weight * others[l] * (1 - datum / t);
                bend += weight * others[l] * others[l] * datum / t / t;
            }
            if (slope > 0) {
                high = Math.min(high, x);
            } else {
                low = Math.max(low, x);
            }
            double next = x - slope / bend;
            if (next <= low || next >= high) {
                next = high < Double.POSITIVE_INFINITY ? 0.5 * (low + high) : 2 * low + 1e-300;
            }
            if (Math.abs(next - x) <= 1e-15 * x) {
                break;
            }
            x = next;
        }
        // At 0 the bisection ends near it only.
        return x < 1e-12 * Math.sqrt(epsilon) ? 0 : x;
    }

    private static void scale(double factor, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
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
