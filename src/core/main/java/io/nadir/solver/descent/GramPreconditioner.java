package io.nadir.solver.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ShiftedInverse;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import org.jspecify.annotations.Nullable;

/**
 * The inverse Hessian of alternating least squares, with the loss replaced by its quadratic bound:
 * (L·VᵀV + λI)⁻¹ applied from the right to the block of U, and correspondingly to that of V.
 */
final class GramPreconditioner {
    private final Objective<?> objective;
    private final FactorizationMap map;
    private final PanelProducts products = new PanelProducts();

    /** The inverses of the blocks, null for the diagonal matrices of {@link #columnScales}. */
    private final @Nullable Panel[] inverses;

    private final double[][] columnScales;

    GramPreconditioner(Objective<?> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.inverses = new @Nullable Panel[map.dimensions().size()];
        this.columnScales = new double[inverses.length][0];
    }

    /** Returns the preconditioned {@code g}, in the memory of {@code old} where that fits. */
    Factors apply(Factors g, Factors old) {
        Factors out = g.copyInto(old);
        for (int k = 0; k < g.order(); k++) {
            Panel inverse = inverses[k];
            if (inverse == null) {
                Panels.scaleColumns(out.block(k), columnScales[k]);
            } else {
                products.multiplyInto(g.block(k), inverse, out.block(k));
            }
        }
        return out;
    }

    /**
     * Sets (L·B + λI)⁻¹ for each block, where B is its Gram matrix at {@code w}. Without one, L·B
     * is replaced by a bound for each column alone: new columns are small, and one bound for all
     * would hold them back. That needs no eigenvectors of the size of the rank either.
     */
    void moveTo(Factors w) {
        for (int k = 0; k < w.order(); k++) {
            Panel gram = map.blockGram(w, k);
            if (gram == null) {
                inverses[k] = null;
                double[] scales = columnScales(k, w.rank());
                map.columnLipschitz(w, k, scales);
                for (int j = 0; j < scales.length; j++) {
                    scales[j] = 1 / (scales[j] + objective.lambda());
                }
            } else {
                inverses[k] =
                        ShiftedInverse.of(map.curvature(), gram, objective.lambda(), products);
            }
        }
    }

    private double[] columnScales(int k, int rank) {
        if (columnScales[k].length != rank) {
            columnScales[k] = new double[rank];
        }
        return columnScales[k];
    }
}
