package io.nadir.kernel.simd;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;

import java.util.Arrays;

/**
 * The residual gradient of the squared loss and its product with the factor itself, for one row of
 * entries. Residuals become factors while the rows of V that they came from are at hand: a second
 * pass over the row would bring these in once more.
 */
final class SquaredRow {
    private SquaredRow() {}

    /**
     * Whether row i has as many entries, and rows of V as few columns, as it takes, and there are
     * registers for all vectors; with half as many, two passes take less time.
     */
    static boolean fits(CompressedRows s, int i, int columns) {
        return Lanes.MANY_REGISTERS && SparseRow.fits(s.starts()[i + 1] - s.starts()[i], columns);
    }

    /**
     * g[e] = u_i·v_j − y[e] for the entries e of row i and their columns j, and row i of GV = G·V.
     * The padding of GV is set to zero.
     *
     * @return Σ g[e]² over the row
     */
    static double gradient(
            CompressedRows s, int i, double[] y, Panel u, Panel v, double[] g, Panel gv) {
        int target = i * gv.stride();
        double sum =
                SparseTile.gradient(
                        s.indices(),
                        y,
                        g,
                        s.starts()[i],
                        s.starts()[i + 1],
                        v.data(),
                        v.stride(),
                        u.data(),
                        i * u.stride(),
                        gv.data(),
                        target,
                        SparseRow.vectors(v.columns()));
        Arrays.fill(gv.data(), target + v.columns(), target + gv.stride(), 0.0);
        return sum;
    }
}
