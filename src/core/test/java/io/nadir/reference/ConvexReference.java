package io.nadir.reference;

import io.nadir.loss.Loss;
import io.nadir.regularizer.EuclideanPlusL1;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

import java.util.Arrays;

/**
 * min over X of Σ weight·ℓ(y, x) + λΩ(X) by accelerated proximal gradient: an interval that
 * contains the optimum. Ω is the nuclear norm, with dense decompositions of another library, or
 * another norm.
 */
public final class ConvexReference {
    private static final int MOST_STEPS = 5000;

    private final int m;
    private final int n;
    private final double[] y;
    private final double[] weights;
    private final Loss loss;
    private final double lambda;
    private final Penalty penalty;

    /** Ω for row-major matrices. */
    public interface Penalty {
        /** x ← argmin ½‖· − x‖² + by·Ω; returns Ω there. */
        double shrink(double[] x, double by);

        /** Ω°(g). */
        double polar(double[] g);
    }

    /** An objective that is attained, and a dual value. */
    public record Interval(double upper, double lower) {}

    public ConvexReference(int m, int n, double[] y, double[] weights, Loss loss, double lambda) {
        this(m, n, y, weights, loss, lambda, new Nuclear(m, n));
    }

    public ConvexReference(
            int m, int n, double[] y, double[] weights, Loss loss, double lambda, Penalty penalty) {
        this.m = m;
        this.n = n;
        this.y = y;
        this.weights = weights;
        this.loss = loss;
        this.lambda = lambda;
        this.penalty = penalty;
    }

    /** The interval, as narrow as {@code accuracy} relative to the objective if it can be had. */
    public Interval solve(double accuracy) {
        double[] x = new double[m * n];
        double[] extrapolated = x.clone();
        double best = objective(x, 0);
        double last = best;
        double lower = 0;
        double momentum = 1;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] next = extrapolated.clone();
            double[] g = gradient(extrapolated);
            for (int i = 0; i < next.length; i++) {
                next[i] -= g[i];
            }
            double size = penalty.shrink(next, lambda);
            double value = objective(next, size);
            best = Math.min(best, value);
            if (step % 10 == 9) {
                lower = Math.max(lower, dual(next));
                if (best - lower <= accuracy * best) {
                    break;
                }
            }
            boolean restart = value > last;
            double nextMomentum = restart ? 1 : 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
            double weight = restart ? 0 : (momentum - 1) / nextMomentum;
            for (int i = 0; i < next.length; i++) {
                extrapolated[i] = next[i] + weight * (next[i] - x[i]);
            }
            momentum = nextMomentum;
            x = next;
            last = value;
        }
        return new Interval(best, lower);
    }

    private double objective(double[] x, double size) {
        double sum = lambda * size;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * loss.value(y[i], x[i]);
        }
        return sum;
    }

    /** The weights are at most 1, and so is the curvature. */
    private double[] gradient(double[] x) {
        double[] g = new double[x.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = weights[i] * loss.derivative(y[i], x[i]);
        }
        return g;
    }

    private double dual(double[] x) {
        double s = Math.min(1, lambda / penalty.polar(gradient(x))) * (1 - 1e-14);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * loss.dualValue(y[i], s * loss.derivative(y[i], x[i]));
            }
        }
        return sum;
    }

    /** ‖·‖_*. */
    public record Nuclear(int m, int n) implements Penalty {
        @Override
        public double shrink(double[] x, double by) {
            var svd = DecompositionFactory_DDRM.svd(m, n, true, true, true);
            svd.decompose(DMatrixRMaj.wrap(m, n, x.clone()));
            DMatrixRMaj s = svd.getW(null);
            double nuclear = 0;
            for (int i = 0; i < Math.min(s.numRows, s.numCols); i++) {
                s.set(i, i, Math.max(0, s.get(i, i) - by));
                nuclear += s.get(i, i);
            }
            DMatrixRMaj us = new DMatrixRMaj(m, s.numCols);
            CommonOps_DDRM.mult(svd.getU(null, false), s, us);
            CommonOps_DDRM.multTransB(us, svd.getV(null, false), DMatrixRMaj.wrap(m, n, x));
            return nuclear;
        }

        @Override
        public double polar(double[] g) {
            var svd = DecompositionFactory_DDRM.svd(m, n, false, false, true);
            svd.decompose(DMatrixRMaj.wrap(m, n, g.clone()));
            double largest = 0;
            for (double value : svd.getSingularValues()) {
                largest = Math.max(largest, value);
            }
            return largest;
        }
    }

    /** Σ_i g(x_i) over the rows x_i: θ = ‖u‖₁·g(v). */
    public record RowNorms(int n, EuclideanPlusL1 norm) implements Penalty {
        @Override
        public double shrink(double[] x, double by) {
            double sum = 0;
            for (int at = 0; at < x.length; at += n) {
                double[] row = Arrays.copyOfRange(x, at, at + n);
                double squares = 0;
                for (int j = 0; j < n; j++) {
                    double left = Math.max(0, Math.abs(row[j]) - by * norm.one());
                    row[j] = Math.copySign(left, row[j]);
                    squares += left * left;
                }
                double size = Math.sqrt(squares);
                double kept = size > 0 ? Math.max(0, 1 - by * norm.euclidean() / size) : 0;
                for (int j = 0; j < n; j++) {
                    x[at + j] = kept * row[j];
                }
                sum += Truth.gauge(norm, Arrays.copyOfRange(x, at, at + n));
            }
            return sum;
        }

        @Override
        public double polar(double[] g) {
            double largest = 0;
            for (int at = 0; at < g.length; at += n) {
                largest = Math.max(largest, Truth.dual(norm, Arrays.copyOfRange(g, at, at + n)));
            }
            return largest;
        }
    }
}
