package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.NonNegativeQuadratic;
import io.nadir.kernel.NormalEquations;
import io.nadir.model.Factors;

/**
 * The quadratic bound of f(V + D) at a point, over the rows d_j of D: f(V) + ⟨∇f, D⟩ + Σ_j
 * ½d_jᵀ(c_j·UᵀU + λI)d_j, its minimum over V + D ≥ 0, and the inverse of its Hessian over the
 * elements that are not 0 there.
 */
final class ColumnBound {
    private final Panel gram;
    private final double[] curvatures;
    private final double lambda;
    private final int r;
    private final Factors minimum;
    private final double[] matrix;
    private final double[] factor;
    private final double[] right;
    private final int[] free;

    /**
     * Makes the bound, and finds its minimum.
     *
     * @param w V
     * @param gradient ∇f
     * @param gram UᵀU
     * @param curvatures the c_j
     */
    ColumnBound(Factors w, Factors gradient, Panel gram, double[] curvatures, double lambda) {
        this.gram = gram;
        this.curvatures = curvatures;
        this.lambda = lambda;
        this.r = w.rank();
        this.matrix = new double[r * r];
        this.factor = new double[r * r];
        this.right = new double[r];
        this.free = new int[r];
        this.minimum = w.copy();
        minimize(w.block(0), gradient.block(0));
    }

    private void minimize(Panel v, Panel gradient) {
        NonNegativeQuadratic row = new NonNegativeQuadratic(r);
        for (int j = 0; j < v.rows(); j++) {
            double c = curvatures[j];
            row.setMatrix(gram, c, lambda);
            for (int k = 0; k < r; k++) {
                double sum = lambda * v.get(j, k) - gradient.get(j, k);
                for (int l = 0; l < r; l++) {
                    sum += c * gram.get(k, l) * v.get(j, l);
                }
                row.right()[k] = sum;
            }
            row.minimizeInto(minimum.block(0), j);
        }
    }

    /** V + D at the minimum. */
    Factors minimum() {
        return minimum;
    }

    /** What f falls by at least from V to the minimum, where the bound holds. */
    double decrease(Factors w, Factors gradient) {
        // ⟨∇f, D⟩ ≤ −⟨D, HD⟩ at the minimum over a cone, and f falls by −⟨∇f, D⟩ − ½⟨D, HD⟩.
        return 0.5 * (gradient.inner(w) - gradient.inner(minimum));
    }

    /** A copy with 0 for the elements that are 0 at the minimum. */
    Factors freeOf(Factors x) {
        Factors out = x.copy();
        Panel block = out.block(0);
        for (int j = 0; j < block.rows(); j++) {
            for (int k = 0; k < r; k++) {
                if (!(minimum.block(0).get(j, k) > 0)) {
                    block.set(j, k, 0);
                }
            }
        }
        return out;
    }

    /** The inverse Hessian over the free elements times x. */
    Factors solve(Factors x, Factors old) {
        Factors out = x.copyInto(old);
        for (int j = 0; j < out.block(0).rows(); j++) {
            solveRow(j, out.block(0));
        }
        return out;
    }

    private void solveRow(int j, Panel x) {
        int count = 0;
        for (int k = 0; k < r; k++) {
            if (minimum.block(0).get(j, k) > 0) {
                right[count] = x.get(j, k);
                free[count++] = k;
            }
        }
        for (int i = 0; i < count; i++) {
            for (int l = 0; l <= i; l++) {
                matrix[i * r + l] = curvatures[j] * gram.get(free[i], free[l]);
            }
        }
        double[] solved = new double[count];
        NormalEquations.solve(matrix, right, 0, count, r, lambda, factor, solved, 0);
        for (int i = 0; i < count; i++) {
            x.set(j, free[i], solved[i]);
        }
    }
}
