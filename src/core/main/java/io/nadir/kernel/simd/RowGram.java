package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.GramTile.ROWS;
import static io.nadir.kernel.simd.GramTile.WIDTH;
import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;

import jdk.incubator.vector.DoubleVector;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The normal equations of one sparse row: lower triangle of [V y]ᵀ·W·[V y] over the rows of V that
 * the entries name. The data are one more column, so that its last row is the right-hand side and
 * ends in the weighted sum of squares.
 */
final class RowGram {
    /** Doubles packed at once: half of a first-level cache. */
    private static final int PACKED_ELEMENTS = 1 << 11;

    private int rank = -1;
    private int stride;
    private int atOnce;
    private double[] packed = new double[0];
    private double[] gram = new double[0];
    private double[] factor = new double[0];

    /** Takes a number of columns of V. */
    void shape(int columns) {
        if (columns == rank) {
            return;
        }
        rank = columns;
        stride = Panel.paddedStride(columns + 1);
        atOnce = Math.max(2, PACKED_ELEMENTS / stride & -2);
        packed = new double[atOnce * stride];
        gram = new double[stride * stride];
        factor = new double[stride * stride];
    }

    /** Row-major. */
    double[] gram() {
        return gram;
    }

    /** As large as {@link #gram}, with arbitrary contents. */
    double[] factor() {
        return factor;
    }

    /** Distance between rows. */
    int stride() {
        return stride;
    }

    /** Makes the equations of row {@code i}. */
    void set(CompressedRows s, double[] y, double @Nullable [] weights, int i, Panel v) {
        Arrays.fill(gram, 0.0);
        addEntries(s, y, weights, i, v);
    }

    /**
     * Makes the equations whose matrix is scale·base + Σ weight·v·vᵀ over the entries of row {@code
     * i}, and whose right-hand side is row {@code i} of {@code right}.
     *
     * @param weights of either sign
     */
    void setShifted(
            CompressedRows s,
            double[] weights,
            int i,
            Panel v,
            Panel base,
            double scale,
            Panel right) {
        Arrays.fill(gram, 0.0);
        for (int p = 0; p < rank; p++) {
            VectorLoops.axpy(scale, base.data(), p * base.stride(), gram, p * stride, rank);
        }
        addEntries(s, null, weights, i, v);
        for (int e = s.starts()[i]; e < s.starts()[i + 1]; e++) {
            if (weights[e] < 0) {
                addSquare(weights[e], v.data(), s.indices()[e] * v.stride());
            }
        }
        System.arraycopy(right.data(), i * right.stride(), gram, rank * stride, rank);
    }

    private void addSquare(double weight, double[] v, int at) {
        for (int p = 0; p < rank; p++) {
            VectorLoops.axpy(weight * v[at + p], v, at, gram, p * stride, p + 1);
        }
    }

    /** Those of negative weight count as of weight 0. */
    private void addEntries(
            CompressedRows s, double @Nullable [] y, double @Nullable [] weights, int i, Panel v) {
        int end = s.starts()[i + 1];
        for (int e = s.starts()[i]; e < end; e += atOnce) {
            int count = Math.min(atOnce, end - e);
            pack(s.indices(), y, e, count, v);
            if (weights != null) {
                weigh(weights, e, count);
            }
            add(count + (count & 1));
        }
    }

    private void pack(int[] indices, double @Nullable [] y, int from, int count, Panel v) {
        double[] source = v.data();
        for (int panel = 0, column = 0; column < stride; panel += atOnce * WIDTH, column += WIDTH) {
            if (column < rank) {
                copyPanel(indices, from, count, source, v.stride(), column, packed, panel);
            } else {
                Arrays.fill(packed, panel, panel + count * WIDTH, 0.0);
            }
            if ((count & 1) == 1) {
                Arrays.fill(packed, panel + count * WIDTH, panel + (count + 1) * WIDTH, 0.0);
            }
        }
        int at = rank / WIDTH * WIDTH * atOnce + rank % WIDTH;
        for (int k = 0; k < count; k++) {
            packed[at + k * WIDTH] = y == null ? 0 : y[from + k];
        }
    }

    private static void copyPanel(
            int[] indices,
            int from,
            int count,
            double[] source,
            int stride,
            int column,
            double[] packed,
            int panel) {
        for (int k = 0; k < count; k++) {
            int at = indices[from + k] * stride + column;
            for (int c = 0; c < WIDTH; c += COUNT) {
                EXACT.cast(DoubleVector.fromArray(SPECIES, source, at + c))
                        .intoArray(packed, panel + k * WIDTH + c);
            }
        }
    }

    /** Multiplies the packed rows by the roots of their weights. */
    private void weigh(double[] weights, int from, int count) {
        for (int k = 0; k < count; k++) {
            double root = Math.sqrt(Math.max(0, weights[from + k]));
            for (int panel = 0; panel < stride * atOnce; panel += WIDTH * atOnce) {
                VectorLoops.scale(root, packed, panel + k * WIDTH, WIDTH);
            }
        }
    }

    private void add(int count) {
        for (int row = 0; row <= rank; row += ROWS) {
            int rowIndex = index(row);
            int end = row + ROWS;
            int column = 0;
            for (; end - column > COUNT; column += 2 * COUNT) {
                GramTile.add2(
                        packed,
                        count,
                        rowIndex,
                        index(column),
                        index(column + COUNT),
                        gram,
                        stride,
                        row * stride + column);
            }
            if (column < end) {
                GramTile.add1(
                        packed,
                        count,
                        rowIndex,
                        index(column),
                        gram,
                        stride,
                        row * stride + column);
            }
        }
    }

    /** Where a column begins in its panel. */
    private int index(int column) {
        return column / WIDTH * WIDTH * atOnce + column % WIDTH;
    }
}
