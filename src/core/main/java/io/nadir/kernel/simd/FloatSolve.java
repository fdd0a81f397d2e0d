package io.nadir.kernel.simd;

import static io.nadir.kernel.DenseKernels.FLOAT_CHAIN;
import static io.nadir.kernel.simd.Tuning.FLOAT_PANEL;
import static io.nadir.kernel.simd.Tuning.FLOAT_ROWS;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.nadir.array.Panel;
import io.nadir.kernel.FloatRows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Forward substitution in float32 with many right sides, panel by panel of their columns: a
 * register tile subtracts what the rows above contribute, then come as many steps of substitution
 * as the tile has rows. A panel stays in the first-level cache.
 */
final class FloatSolve {
    private static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS));
    private static final int COUNT = 2 * Width.COUNT;

    /** First element in use in the panel, at the start of a cache line as a rule. */
    private static final int ORIGIN = 2 * Tuning.ORIGIN;

    /** Rows of whole tiles. */
    private static final int ROWS = Math.ceilDiv(FLOAT_CHAIN, FLOAT_ROWS) * FLOAT_ROWS;

    /** −L, column after column; zeros fill up the last tile. */
    private final float[] negated = new float[FLOAT_CHAIN * ROWS];

    private final float[] pivots = new float[FLOAT_CHAIN];

    /** Columns of X; what lies below the last row is arbitrary. */
    private final float[] panel = new float[ORIGIN + ROWS * FLOAT_PANEL];

    private int order;

    void solve(Panel l, FloatRows x, int first, int end) {
        take(l);
        for (int column = first; column < end; column += FLOAT_PANEL) {
            int width = Math.min(FLOAT_PANEL, end - column);
            load(x, column, width);
            for (int i = 0; i < order; i += FLOAT_ROWS) {
                subtractSolved(i);
                int last = Math.min(order, i + FLOAT_ROWS);
                for (int row = i; row < last; row++) {
                    substitute(row, i);
                }
            }
            store(x, column, width);
        }
    }

    private void take(Panel l) {
        order = l.rows();
        Arrays.fill(negated, 0f);
        for (int i = 0; i < order; i++) {
            for (int k = 0; k < i; k++) {
                negated[k * ROWS + i] = -(float) l.get(i, k);
            }
            pivots[i] = (float) l.get(i, i);
        }
    }

    private void load(FloatRows x, int column, int width) {
        for (int i = 0; i < order; i++) {
            int to = index(i);
            System.arraycopy(x.data(), i * x.columns() + column, panel, to, width);
            Arrays.fill(panel, to + width, to + FLOAT_PANEL, 0f);
        }
    }

    private void store(FloatRows x, int column, int width) {
        for (int i = 0; i < order; i++) {
            System.arraycopy(panel, index(i), x.data(), i * x.columns() + column, width);
        }
    }

    private static int index(int row) {
        return ORIGIN + row * FLOAT_PANEL;
    }

    /** Subtracts from the tile at row i what the rows above it contribute. */
    private void subtractSolved(int i) {
        FloatTile.addProduct(negated, i, ROWS, panel, ORIGIN, i, panel, index(i), FLOAT_PANEL);
    }

    /** Subtracts from a row what those of its tile contribute, and divides it. */
    private void substitute(int row, int first) {
        FloatVector pivot = broadcast(SPECIES, pivots[row]);
        for (int lane = 0; lane < FLOAT_PANEL; lane += COUNT) {
            int to = index(row) + lane;
            FloatVector sum = fromArray(SPECIES, panel, to);
            for (int k = first; k < row; k++) {
                FloatVector factor = broadcast(SPECIES, negated[k * ROWS + row]);
                sum = factor.fma(fromArray(SPECIES, panel, index(k) + lane), sum);
            }
            sum.div(pivot).intoArray(panel, to);
        }
    }
}
