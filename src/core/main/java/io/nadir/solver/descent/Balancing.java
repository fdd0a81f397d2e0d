package io.nadir.solver.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.model.Factors;

/**
 * Refactors X = U·Vᵀ such that UᵀU = VᵀV, from the singular value decomposition X = P·S·Qᵀ. This
 * lowers ½(‖U‖_F² + ‖V‖_F²) to the nuclear norm of X. Costs O((m + n)·r²) operations. Not
 * thread-safe, because it keeps working memory; while the shapes stay the same, a call allocates
 * O(r²).
 */
public final class Balancing {
    /** Singular values of X below this share of the largest are rounding noise. */
    private static final double NEGLIGIBLE = 1e-14;

    private final PanelProducts products = new PanelProducts();
    private final ThinQr leftQr = new ThinQr(products);
    private final ThinQr rightQr = new ThinQr(products);
    private final Panel[] copies = {Panel.zeros(0, 0), Panel.zeros(0, 0)};

    /** Creates an instance that holds no working memory yet. */
    public Balancing() {}

    /**
     * Sets U ← P·S^½ and V ← Q·S^½, so that the columns are orthogonal, largest first.
     *
     * @param w the pair U, V; replaced
     * @return the diagonal of S
     */
    public double[] toSingularVectors(Factors w) {
        Cores cores = new Cores(w);
        replace(w, 0, cores.left);
        replace(w, 1, cores.right);
        return cores.values;
    }

    /**
     * Sets U ← P·S^½·Oᵀ and V ← Q·S^½·Oᵀ, where O is the orthogonal matrix that changes V least.
     *
     * @param w the pair U, V; replaced
     * @return the diagonal of S
     */
    public double[] toNearest(Factors w) {
        Cores cores = new Cores(w);
        Panel rotation = nearestRotation(products.transposeMultiply(cores.right, cores.oldRight));
        replace(w, 0, products.multiply(cores.left, rotation));
        replace(w, 1, products.multiply(cores.right, rotation));
        return cores.values;
    }

    /** Returns the orthogonal matrix nearest to a square matrix. */
    private static Panel nearestRotation(Panel a) {
        SmallDense.Svd svd = SmallDense.svd(a);
        return Panels.multiplyTransposed(svd.u(), svd.v());
    }

    /** Replaces block k by block k·b. */
    private void replace(Factors w, int k, Panel b) {
        Panel a = w.block(k);
        Panel copy = Panels.fit(copies[k], a.rows(), a.columns());
        copies[k] = copy;
        Panels.copyInto(a, copy);
        products.multiplyInto(copy, b, a);
    }

    /** The r×r matrices by which the factors become orthonormal. */
    private final class Cores {
        final Panel left;
        final Panel right;
        final Panel oldRight;
        final double[] values;

        Cores(Factors w) {
            Panel oldLeft = leftQr.factor(w.block(0));
            this.oldRight = rightQr.factor(w.block(1));
            SmallDense.Svd svd = SmallDense.svd(Panels.multiplyTransposed(oldLeft, oldRight));
            this.left = svd.u();
            this.right = svd.v();
            this.values = svd.values().clone();
            double[] roots = new double[values.length];
            for (int i = 0; i < roots.length; i++) {
                values[i] = values[i] > NEGLIGIBLE * values[0] ? values[i] : 0;
                roots[i] = Math.sqrt(values[i]);
            }
            Panels.scaleColumns(left, roots);
            Panels.scaleColumns(right, roots);
        }
    }
}
