package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.NonNegativeQuadratic;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.ShiftedInverse;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;

import org.jspecify.annotations.Nullable;

/**
 * Finds U ← argmin ℓ(Y, U·Vᵀ) + (λ/2)‖U‖² for the rows of a block, with U ≥ 0 if factors are
 * nonnegative. The result depends on V and the rows alone.
 */
final class RowMinimizer {
    /** The gap of rows whose problem has no solution in closed form, relative to its minimum. */
    private static final double TOLERANCE = 1e-13;

    private final MatrixMap map;
    private final BlockData.@Nullable Observed known;
    private final PanelProducts products;

    /**
     * Takes the rows.
     *
     * @param known the same data if their known entries are listed
     */
    RowMinimizer(MatrixMap map, BlockData.@Nullable Observed known, PanelProducts products) {
        this.map = map;
        this.known = known;
        this.products = products;
    }

    /** Replaces U of (U, V). */
    void minimize(Factors w, Point point) {
        double lambda = point.lambda();
        if (w.rank() == 0) {
            return;
        }
        if (point.nonNegative()) {
            minimizeNonNegative(w, lambda);
        } else if (map.hasBlockMinimizer()) {
            map.minimizeBlock(w, 0, lambda);
        } else if (map.hasFastGram()) {
            Panel v = w.block(1);
            Panel inverse =
                    ShiftedInverse.of(1, products.transposeMultiply(v, v), lambda, products);
            products.multiplyInto(imageOf(v), inverse, w.block(0));
        } else {
            minimizeConvex(w, new Objective<>(map, new SquaredNorms(), lambda));
        }
    }

    private void minimizeNonNegative(Factors w, double lambda) {
        BlockData.Observed entries = known;
        Panel v = w.block(1);
        NonNegativeQuadratic row = new NonNegativeQuadratic(w.rank());
        if (map.hasFastGram()) {
            Panel yv = imageOf(v);
            row.setMatrix(products.transposeMultiply(v, v), 1, lambda);
            for (int i = 0; i < yv.rows(); i++) {
                System.arraycopy(yv.data(), i * yv.stride(), row.right(), 0, w.rank());
                row.minimizeInto(w.block(0), i);
            }
        } else if (entries != null && map.loss().isQuadratic()) {
            for (int i = 0; i < map.rows(); i++) {
                entries.setNormalEquations(i, v, lambda, row);
                row.minimizeInto(w.block(0), i);
            }
        } else {
            minimizeConvex(w, new Objective<>(map, SquaredNorms.nonNegative(), lambda));
        }
    }

    /** YV. */
    private Panel imageOf(Panel v) {
        Panel yv = Panel.zeros(map.rows(), v.columns());
        map.multiplyData(v, Panel.zeros(map.rows(), 0), yv, Panel.zeros(map.columns(), 0));
        return yv;
    }

    private static void minimizeConvex(Factors w, Objective<MatrixMap> rows) {
        w.set(new MatrixFamily().transform(rows, w, TOLERANCE).factors());
    }
}
