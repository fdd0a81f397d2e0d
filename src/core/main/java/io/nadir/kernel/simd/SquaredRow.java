package io.nadir.kernel.simd;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;

import java.util.Arrays;

/**
 * The residual gradient of the squared loss and its product with the factor itself, for one row of
 * entries. Residuals become factors while the rows of V that they came from are at hand: a second
 * pass over the row would bring these in once more. The remainder of a row is a plain loop.
 */
final class SquaredRow {
    private SquaredRow() {}

    /** Whether rows of that many columns are narrow enough. */
    static boolean fits(int columns) {
        return SparseRow.fits(SparseRow.vectors(columns));
    }

    /**
     * g[e] = u_i·v_j − y[e] for the entries e of row i and their columns j, and row i of GV = G·V.
     * The padding of GV is set to zero.
     *
     * @return Σ g[e]² over the row
     */
    static double gradient(
            CompressedRows s, int i, double[] y, Panel u, Panel v, double[] g, Panel gv) {
        int[] indices = s.indices();
        int from = s.starts()[i];
        int to = s.starts()[i + 1];
        int end = to - (to - from) % SparseTile.GROUP;
        double[] data = v.data();
        int columns = v.columns();
        int source = i * u.stride();
        double[] t = gv.data();
        int target = i * gv.stride();
        double sum =
                SparseTile.gradient(
                        indices,
                        y,
                        g,
                        from,
                        end,
                        data,
                        v.stride(),
                        u.data(),
                        source,
                        t,
                        target,
                        SparseRow.vectors(columns));
        for (int e = end; e < to; e++) {
            int row = indices[e] * v.stride();
            double residual = product(u.data(), source, data, row, columns) - y[e];
            g[e] = residual;
            sum += residual * residual;
            add(residual, data, row, t, target, columns);
        }
        Arrays.fill(t, target + columns, target + gv.stride(), 0.0);
        return sum;
    }

    private static double product(double[] u, int source, double[] v, int row, int columns) {
        double sum = 0;
        for (int k = 0; k < columns; k++) {
            sum += u[source + k] * v[row + k];
        }
        return sum;
    }

    /** t[target:] += factor·v[row:]. */
    private static void add(
            double factor, double[] v, int row, double[] t, int target, int columns) {
        for (int k = 0; k < columns; k++) {
            t[target + k] += factor * v[row + k];
        }
    }
}
