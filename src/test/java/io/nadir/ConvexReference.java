package io.nadir;

import io.nadir.model.Loss;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * min over X of Σ weight·ℓ(y, x) + λ‖X‖_* by accelerated proximal gradient with dense
 * decompositions of another library: an interval that contains the optimum.
 */
final class ConvexReference {
    private static final int MOST_STEPS = 5000;

    private final int m;
    private final int n;
    private final double[] y;
    private final double[] weights;
    private final Loss loss;
    private final double lambda;

    /** An objective that is attained, and a dual value. */
    record Interval(double upper, double lower) {}

    ConvexReference(int m, int n, double[] y, double[] weights, Loss loss, double lambda) {
        this.m = m;
        this.n = n;
        this.y = y;
        this.weights = weights;
        this.loss = loss;
        this.lambda = lambda;
    }

    /** The interval, as narrow as {@code accuracy} relative to the objective if it can be had. */
    Interval solve(double accuracy) {
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
            double nuclear = shrink(next);
            double value = objective(next, nuclear);
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

    private double objective(double[] x, double nuclear) {
        double sum = lambda * nuclear;
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
        var svd = DecompositionFactory_DDRM.svd(m, n, false, false, true);
        svd.decompose(DMatrixRMaj.wrap(m, n, gradient(x)));
        double largest = 0;
        for (double value : svd.getSingularValues()) {
            largest = Math.max(largest, value);
        }
        double s = Math.min(1, lambda / largest) * (1 - 1e-14);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * loss.dualValue(y[i], s * loss.derivative(y[i], x[i]));
            }
        }
        return sum;
    }

    /** x ← argmin ½‖· − x‖² + λ‖·‖_*; returns its nuclear norm. */
    private double shrink(double[] x) {
        var svd = DecompositionFactory_DDRM.svd(m, n, true, true, true);
        svd.decompose(DMatrixRMaj.wrap(m, n, x.clone()));
        DMatrixRMaj s = svd.getW(null);
        double nuclear = 0;
        for (int i = 0; i < Math.min(s.numRows, s.numCols); i++) {
            s.set(i, i, Math.max(0, s.get(i, i) - lambda));
            nuclear += s.get(i, i);
        }
        DMatrixRMaj us = new DMatrixRMaj(m, s.numCols);
        CommonOps_DDRM.mult(svd.getU(null, false), s, us);
        CommonOps_DDRM.multTransB(us, svd.getV(null, false), DMatrixRMaj.wrap(m, n, x));
        return nuclear;
    }
}
