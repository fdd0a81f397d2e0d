package io.nadir.kernel.simd;

import static io.nadir.kernel.DenseKernels.FLOAT_CHAIN;
import static io.nadir.kernel.simd.Tuning.FLOAT_COLUMNS;
import static io.nadir.kernel.simd.Tuning.FLOAT_PANEL;
import static io.nadir.kernel.simd.Tuning.FLOAT_ROWS;

import io.nadir.array.Panel;
import io.nadir.kernel.FloatPanels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/**
 * Forward substitution in float32 with many right sides, panel by panel of their columns: register
 * tiles sum up what the rows above contribute, then come as many steps of substitution as the tiles
 * have rows. A panel stays in the first-level cache.
 */
final class FloatSolve {
    private static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS));

    /** As {@link Lanes#EXACT}. */
    private static final Class<? extends FloatVector> EXACT =
            SPECIES.vectorType().asSubclass(FloatVector.class);

    private static final int COUNT = 2 * Width.COUNT;

    /** Elements of a panel. */
    private static final int SIZE = FLOAT_CHAIN * FLOAT_PANEL;

    /** Where the panels of −Lᵀ begin: at the start of a cache line as a rule. */
    private static final int NEGATED = 2 * Tuning.ORIGIN;

    /** Where the panel of right sides begins. */
    private static final int RIGHT = NEGATED + Math.ceilDiv(FLOAT_CHAIN, FLOAT_PANEL) * SIZE;

    /** Where the sums of a tile begin, which are end to end. */
    private static final int SUMS = RIGHT + SIZE;

    private static final int LENGTH = SUMS + FLOAT_ROWS * FLOAT_COLUMNS;

    /** All of these; zeros beyond −Lᵀ fill up its last tile. */
    private float[] data = new float[0];

    private final float[] pivots = new float[FLOAT_CHAIN];

    private int order;

    void solve(Panel l, FloatPanels x, int first, int end) {
        take(l);
        for (int panel = first; panel < end; panel++) {
            int at = x.index(0, panel * FLOAT_PANEL);
            System.arraycopy(x.data(), at, data, RIGHT, order * FLOAT_PANEL);
            for (int i = 0; i < order; i += FLOAT_ROWS) {
                int last = Math.min(order, i + FLOAT_ROWS);
                subtractSolved(i, last);
                for (int row = i; row < last; row++) {
                    substitute(row, i);
                }
            }
            System.arraycopy(data, RIGHT, x.data(), at, order * FLOAT_PANEL);
        }
    }

    private void take(Panel l) {
        if (data.length == 0) {
            data = new float[LENGTH];
        }
        order = l.rows();
        Arrays.fill(data, NEGATED, RIGHT, 0f);
        for (int i = 0; i < order; i++) {
            for (int k = 0; k < i; k++) {
                data[negated(k, i)] = -(float) l.get(i, k);
            }
            pivots[i] = (float) l.get(i, i);
        }
    }

    /** Where −l_ik is. */
    private static int negated(int k, int i) {
        return NEGATED + i / FLOAT_PANEL * SIZE + k * FLOAT_PANEL + i % FLOAT_PANEL;
    }

    private static int right(int row) {
        return RIGHT + row * FLOAT_PANEL;
    }

    /** Subtracts from the rows of a tile what those above contribute. */
    private void subtractSolved(int i, int last) {
        for (int column = 0; column < FLOAT_PANEL; column += FLOAT_COLUMNS) {
            Arrays.fill(data, SUMS, LENGTH, 0f);
            FloatTile.addProduct(data, negated(0, i), RIGHT + column, i, data, SUMS);
            for (int row = i; row < last; row++) {
                addSums(SUMS + (row - i) * FLOAT_COLUMNS, right(row) + column);
            }
        }
    }

    private void addSums(int from, int to) {
        for (int j = 0; j < FLOAT_COLUMNS; j++) {
            data[to + j] += data[from + j];
        }
    }

    /** Subtracts from a row what those of its tile contribute, and divides it. */
    private void substitute(int row, int first) {
        FloatVector pivot = EXACT.cast(FloatVector.broadcast(SPECIES, pivots[row]));
        for (int lane = 0; lane < FLOAT_PANEL; lane += COUNT) {
            int to = right(row) + lane;
            FloatVector sum = EXACT.cast(FloatVector.fromArray(SPECIES, data, to));
            for (int k = first; k < row; k++) {
                sum =
                        EXACT.cast(FloatVector.broadcast(SPECIES, data[negated(k, row)]))
                                .fma(FloatVector.fromArray(SPECIES, data, right(k) + lane), sum);
            }
            EXACT.cast(sum).div(pivot).intoArray(data, to);
        }
    }
}
