package io.nadir.model;

import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;

/**
 * Factors X = U·Vᵀ anew with UᵀU = VᵀV, which lowers ½(‖U‖² + ‖V‖²) to the nuclear norm of X, from
 * X = P·S·Qᵀ. Costs O((m + n)·r²). Not thread-safe: it keeps working memory.
 */
public final class Balancing {
    /** Singular values of X below this share of the largest are rounding noise. */
    private static final double NEGLIGIBLE = 1e-14;

    private final PanelProducts products = new PanelProducts();

    /** Makes one that holds no working memory yet. */
    public Balancing() {}

    /**
     * U ← P·S^½ and V ← Q·S^½: the columns become orthogonal, largest first.
     *
     * @return the diagonal of S
     */
    public double[] toSingularVectors(Factors w) {
        Cores cores = new Cores(w);
        replace(w.block(0), cores.left);
        replace(w.block(1), cores.right);
        return cores.values;
    }

    /**
     * U ← P·S^½·Oᵀ and V ← Q·S^½·Oᵀ with the orthogonal O that leaves V nearest to what it was.
     *
     * @return the diagonal of S
     */
    public double[] toNearest(Factors w) {
        Cores cores = new Cores(w);
        Panel rotation = nearestRotation(products.transposeMultiply(cores.right, cores.oldRight));
        replace(w.block(0), products.multiply(cores.left, rotation));
        replace(w.block(1), products.multiply(cores.right, rotation));
        return cores.values;
    }

    /** The orthogonal matrix nearest to a square one. */
    private static Panel nearestRotation(Panel a) {
        SmallDense.Svd svd = SmallDense.svd(a);
        return Panels.multiplyTransposed(svd.u(), svd.v());
    }

    /** a ← a·b. */
    private void replace(Panel a, Panel b) {
        Panel product = products.multiply(a, b);
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(
                    product.data(), i * product.stride(), a.data(), i * a.stride(), a.columns());
        }
    }

    /** Makes the factors orthonormal; what they are to be multiplied by, r×r. */
    private final class Cores {
        final Panel left;
        final Panel right;
        final Panel oldRight;
        final double[] values;

        Cores(Factors w) {
            Panel oldLeft = ThinQr.factor(w.block(0), products);
            this.oldRight = ThinQr.factor(w.block(1), products);
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
