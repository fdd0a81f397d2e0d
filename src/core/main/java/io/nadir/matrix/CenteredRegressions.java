package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ShiftedInverse;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Factors;

/**
 * Exact minimization of L(F + U·Vᵀ) + (λ/2)‖U‖² over U, or likewise over V, where L(X) = min over
 * the offsets of ½‖Y − X − o‖² + (κ/2)·‖o‖² counts all m·n entries.
 *
 * <p>L is quadratic. With the unit vectors e = 1/√m and f = 1/√n, its Hessian multiplies the part
 * of X in e·fᵀ by 0, since μ is free, that in (I − eeᵀ)·ffᵀ by κ/(n + κ) if rows have offsets, that
 * in eeᵀ·(I − ffᵀ) by κ/(m + κ) if columns have, and everything else by 1. So with B = −∇L(F)·V and
 * s = Vᵀf, the rows of U satisfy two systems of size r: (I − eeᵀ)·U has VᵀV − (1 − κ/(n + κ))·ssᵀ +
 * λI, and eᵀU has κ/(m + κ)·(VᵀV − ssᵀ) + λI. A pass over Y and O((m + n)·r²) operations.
 */
final class CenteredRegressions {
    /** A minimum below this share of L(F) is computed from the entries: differences are rounded. */
    private static final double SMALL = 0.01;

    private final PanelProducts products = new PanelProducts();
    private final CenteredMatrixMap map;

    /** Shares of the Hessian that offsets of rows and of columns leave. */
    private final double[] left;

    CenteredRegressions(CenteredMatrixMap map) {
        this.map = map;
        OffsetPenalty penalty = map.offsetPenalty();
        double kappa = penalty.weight();
        this.left =
                new double[] {
                    penalty.centering().hasRows() ? kappa / (map.columns() + kappa) : 1,
                    penalty.centering().hasColumns() ? kappa / (map.rows() + kappa) : 1
                };
    }

    /**
     * Replaces block k of {@code w}.
     *
     * @param fixed F, not modified
     * @return the minimum
     */
    double minimize(Factors fixed, Factors w, int k, double lambda) {
        Panel other = w.block(1 - k);
        Panel block = w.block(k);
        Panel right = Panel.zeros(block.rows(), w.rank());
        double before = descent(fixed, other, k, right);
        solve(right, other, k, lambda, block);
        double least = before - 0.5 * Panels.inner(right, block);
        if (least > SMALL * before) {
            return least;
        }
        double norm = Panels.frobenius(block);
        return value(joined(fixed, w)) + 0.5 * lambda * norm * norm;
    }

    /** B = −∇L(F)·V, or −∇L(F)ᵀ·U; returns L(F). */
    private double descent(Factors fixed, Panel other, int k, Panel target) {
        Panel noLeft = Panel.zeros(map.rows(), 0);
        Panel noRight = Panel.zeros(map.columns(), 0);
        double value =
                k == 0
                        ? map.residual(fixed, other, noLeft, target, noRight)
                        : map.residual(fixed, noRight, other, noLeft, target);
        scale(-1, target);
        return value;
    }

    private double value(Factors w) {
        Panel noLeft = Panel.zeros(map.rows(), 0);
        Panel noRight = Panel.zeros(map.columns(), 0);
        return map.residual(w, noRight, noLeft, noLeft, noRight);
    }

    private void solve(Panel right, Panel other, int k, double lambda, Panel block) {
        int r = other.columns();
        Panel gram = products.transposeMultiply(other, other);
        double[] mean = meanDirection(other);
        // A row of the block that deviates from the mean row may have an offset of its own.
        Panel deviating = ShiftedInverse.of(1, less(gram, mean, 1 - left[k]), lambda, products);
        Panel average = ShiftedInverse.of(left[1 - k], less(gram, mean, 1), lambda, products);
        products.multiplyInto(right, deviating, block);
        double[] sum = meanDirection(right);
        double share = 1 / Math.sqrt(block.rows());
        for (int c = 0; c < r; c++) {
            double added = 0;
            for (int d = 0; d < r; d++) {
                added += sum[d] * (average.get(d, c) - deviating.get(d, c));
            }
            for (int i = 0; i < block.rows(); i++) {
                block.set(i, c, block.get(i, c) + share * added);
            }
        }
    }

    /** The sums of the columns over √rows. */
    private static double[] meanDirection(Panel a) {
        double[] sums = new double[a.columns()];
        for (int i = 0; i < a.rows(); i++) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += a.get(i, c);
            }
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] /= Math.sqrt(a.rows());
        }
        return sums;
    }

    /** G − weight·ssᵀ. */
    private static Panel less(Panel gram, double[] s, double weight) {
        Panel out = Panels.copy(gram);
        for (int c = 0; c < s.length; c++) {
            for (int d = 0; d < s.length; d++) {
                out.set(c, d, out.get(c, d) - weight * s[c] * s[d]);
            }
        }
        return out;
    }

    private static void scale(double factor, Panel a) {
        for (int i = 0; i < a.rows(); i++) {
            for (int c = 0; c < a.columns(); c++) {
                a.set(i, c, factor * a.get(i, c));
            }
        }
    }

    /** F + U·Vᵀ as factors. */
    static Factors joined(Factors fixed, Factors w) {
        if (fixed.rank() == 0 || w.rank() == 0) {
            return fixed.rank() == 0 ? w : fixed;
        }
        return Factors.wrap(
                fixed.rank() + w.rank(),
                Panels.concatenate(fixed.block(0), w.block(0)),
                Panels.concatenate(fixed.block(1), w.block(1)));
    }
}
