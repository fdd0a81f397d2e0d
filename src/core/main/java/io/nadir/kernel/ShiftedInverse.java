package io.nadir.kernel;

import io.nadir.array.Panel;

/** Inverses of small symmetric matrices that are kept away from singular by a multiple of I. */
public final class ShiftedInverse {
    private ShiftedInverse() {}

    /**
     * (scale·G + shift·I)⁻¹ for a symmetric G ≥ 0 of the size of the rank, shift &gt; 0. Allocates
     * O(r²).
     */
    public static Panel of(double scale, Panel gram, double shift, PanelProducts products) {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(gram);
        double[] roots = new double[gram.rows()];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = 1 / Math.sqrt(scale * Math.max(0, eigen.values()[i]) + shift);
        }
        Panel root = Panels.copy(eigen.vectors());
        Panels.scaleColumns(root, roots);
        return products.multiply(root, Panels.transposed(root));
    }
}
