package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.loss.Loss;
import io.nadir.solver.descent.WideVector;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * ℓ(Y, U·Vᵀ) = Σ weight·ℓ(y, ⟨u, v⟩) over the entries of some rows, as a function of U, with its
 * derivatives. U is row-major, without padding.
 */
final class RegressionRows {
    private final Loss loss;
    private final int rank;

    private final double[] v;
    private final int stride;

    /** What is added to U·Vᵀ in each column; null for nothing. */
    private final double @Nullable [] shift;

    private final List<RegressionRow> rows;

    /** Hessians of the rows where they do not depend on U. */
    private final double[][] constant;

    /**
     * Binds rows to V.
     *
     * @param v shared
     * @param shift is added to U·Vᵀ in each column; null for nothing
     */
    RegressionRows(Loss loss, Panel v, double @Nullable [] shift, List<RegressionRow> rows) {
        this.loss = loss;
        this.rank = v.columns();
        this.v = v.data();
        this.stride = v.stride();
        this.shift = shift;
        this.rows = rows;
        this.constant = new double[rows.size()][];
    }

    /** Number of rows of U. */
    int size() {
        return rows.size();
    }

    /** Columns of U. */
    int rank() {
        return rank;
    }

    /** ℓ. */
    double value(WideVector u) {
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            RegressionRow row = rows.get(i);
            for (int k = 0; k < row.count(); k++) {
                double x = output(u, i, row.column(k));
                sum += row.weight(k) * loss.value(row.data()[k], x);
            }
        }
        return sum;
    }

    /** Gradient ← ∇ℓ with respect to U. */
    void gradient(WideVector u, double[] gradient) {
        Arrays.fill(gradient, 0);
        for (int i = 0; i < rows.size(); i++) {
            RegressionRow row = rows.get(i);
            for (int k = 0; k < row.count(); k++) {
                double x = output(u, i, row.column(k));
                double g = row.weight(k) * loss.derivative(row.data()[k], x);
                int at = row.column(k) * stride;
                for (int c = 0; c < rank; c++) {
                    gradient[i * rank + c] = Math.fma(g, v[at + c], gradient[i * rank + c]);
                }
            }
        }
    }

    /**
     * −ℓ*(s·∇ℓ) + s·⟨∇ℓ, shift⟩, the gradient taken with respect to X; −∞ outside of the domain.
     */
    double dualValue(WideVector u, double s) {
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            RegressionRow row = rows.get(i);
            for (int k = 0; k < row.count(); k++) {
                double y = row.data()[k];
                double x = output(u, i, row.column(k));
                if (row.weight(k) > 0) {
                    double g = s * loss.derivative(y, x);
                    double fixed = shift == null ? 0 : g * shift[row.column(k)];
                    sum += row.weight(k) * (loss.dualValue(y, g) + fixed);
                }
            }
        }
        return sum;
    }

    /** The Hessian with respect to row i of U, rank×rank, the lower triangle; not to be changed. */
    double[] hessian(WideVector u, int i) {
        if (constant[i] != null) {
            return constant[i];
        }
        RegressionRow row = rows.get(i);
        double[] h = new double[rank * rank];
        for (int k = 0; k < row.count(); k++) {
            double x = output(u, i, row.column(k));
            double bend = row.weight(k) * loss.secondDerivative(row.data()[k], x);
            int at = row.column(k) * stride;
            for (int a = 0; bend != 0 && a < rank; a++) {
                double factor = bend * v[at + a];
                for (int b = 0; b <= a; b++) {
                    h[a * rank + b] = Math.fma(factor, v[at + b], h[a * rank + b]);
                }
            }
        }
        if (loss.isSquared()) {
            constant[i] = h;
        }
        return h;
    }

    /**
     * Returns the largest Σ weight·L·‖v‖² over the entries of a row, where L is the curvature of ℓ.
     */
    double curvature() {
        double largest = 0;
        double datum = 0;
        for (RegressionRow row : rows) {
            double sum = 0;
            for (int k = 0; k < row.count(); k++) {
                datum = Math.max(datum, Math.abs(row.data()[k]));
                int at = row.column(k) * stride;
                for (int c = 0; c < rank; c++) {
                    sum += row.weight(k) * v[at + c] * v[at + c];
                }
            }
            largest = Math.max(largest, sum);
        }
        return loss.curvature(datum) * largest;
    }

    private double output(WideVector u, int i, int column) {
        double product = u.dot(i * rank, v, column * stride, rank);
        return shift == null ? product : product + shift[column];
    }
}
