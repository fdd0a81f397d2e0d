package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.NARROW_TILE_ROWS;
import static io.nadir.kernel.simd.Tuning.NARROW_TILE_VECTORS;
import static io.nadir.kernel.simd.Tuning.NARROW_WIDTH;
import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * T += Y·B and W += Yᵀ·T for few columns, reading Y from memory once. A slice of its rows is read
 * into the caches by a loop that does nothing else, which is faster than products are at that, and
 * is used by both products while it is there.
 */
final class NarrowGram {
    private final NarrowPanel right = new NarrowPanel();
    private final NarrowPanel sum = new NarrowPanel();

    /** The slice's T: for each group of columns its rows, {@code NARROW_WIDTH} elements each. */
    private final double[] slice =
            new double[sliceIndex(Math.ceilDiv(Tuning.NARROW_COLUMNS, NARROW_WIDTH), 0)];

    /** The sum of what was read. Nothing reads it, but the compiler cannot drop the reads. */
    @SuppressWarnings("UnusedVariable")
    private double linesRead;

    private final double[] lanes = new double[ORIGIN + NARROW_TILE_ROWS * NARROW_WIDTH * COUNT];

    /** The products for the rows from:to. */
    void run(NarrowData y, long from, long to, Panel b, Panel t, Panel w) {
        right.copy(b);
        sum.clear(w.rows(), w.columns());
        int height = Tuning.narrowRows(y.columns(), y.bytes());
        for (long row = from; row < to; row += height) {
            int rows = (int) Math.min(height, to - row);
            read(t, row, rows);
            readLines(y, row, rows);
            multiply(y, row, rows, right);
            write(t, row, rows);
            addTransposed(y, row, rows, sum);
        }
        sum.addTo(w);
    }

    /** Reads a slice into the caches, unless it is too large for them. */
    private void readLines(NarrowData y, long row, int rows) {
        int from = y.index(row);
        int to = y.index(row + rows - 1) + y.columns();
        if (to - from <= Tuning.NARROW_BYTES / y.bytes()) {
            linesRead += y.sumOfLines(from, to);
        }
    }

    private static int sliceIndex(int group, int i) {
        return (group * Tuning.NARROW_ROWS + i) * NARROW_WIDTH;
    }

    /** T += A·B for the slice. */
    private void multiply(NarrowData a, long row, int rows, NarrowPanel b) {
        int i = 0;
        for (; i <= rows - NARROW_TILE_ROWS; i += NARROW_TILE_ROWS) {
            for (int group = 0; group < b.groups(); group++) {
                multiplyRows(a, a.index(row + i), NARROW_TILE_ROWS, b, group, sliceIndex(group, i));
            }
        }
        for (; i < rows; i++) {
            for (int group = 0; group < b.groups(); group++) {
                multiplyRows(a, a.index(row + i), 1, b, group, sliceIndex(group, i));
            }
        }
    }

    private void multiplyRows(NarrowData a, int at, int rows, NarrowPanel b, int group, int to) {
        int vectors = a.columns() / COUNT;
        int from = b.index(group, 0);
        a.dotRows(rows == 1, at, vectors, b.data(), from, lanes, ORIGIN);
        for (int k = 0; k < rows * NARROW_WIDTH; k++) {
            slice[to + k] += sum(k);
        }
        multiplyTail(a, at, rows, b, group, to);
    }

    /** Sum of the lanes of a vector, in a fixed order. */
    private double sum(int vector) {
        int at = ORIGIN + vector * COUNT;
        double sum = 0;
        for (int lane = 0; lane < COUNT; lane++) {
            sum += lanes[at + lane];
        }
        return sum;
    }

    /** What the columns that do not fill a vector contribute. */
    private void multiplyTail(NarrowData a, int at, int rows, NarrowPanel b, int group, int to) {
        for (int j = a.columns() - a.columns() % COUNT; j < a.columns(); j++) {
            int from = b.element(j, group * NARROW_WIDTH);
            for (int i = 0; i < rows; i++) {
                double x = a.get(at + i * a.stride() + j);
                for (int c = 0; c < NARROW_WIDTH; c++) {
                    slice[to + i * NARROW_WIDTH + c] += x * b.data()[from + c * COUNT];
                }
            }
        }
    }

    private void read(Panel t, long row, int rows) {
        Arrays.fill(slice, 0.0);
        for (int i = 0; i < rows; i++) {
            int at = t.index(row + i);
            for (int c = 0; c < t.columns(); c++) {
                slice[sliceIndex(c / NARROW_WIDTH, i) + c % NARROW_WIDTH] = t.data()[at + c];
            }
        }
    }

    private void write(Panel t, long row, int rows) {
        for (int i = 0; i < rows; i++) {
            int at = t.index(row + i);
            for (int c = 0; c < t.columns(); c++) {
                t.data()[at + c] = slice[sliceIndex(c / NARROW_WIDTH, i) + c % NARROW_WIDTH];
            }
        }
    }

    /** W += Aᵀ·T for the slice. */
    private void addTransposed(NarrowData a, long row, int rows, NarrowPanel w) {
        int at = a.index(row);
        for (int group = 0; group < w.groups(); group++) {
            int t = sliceIndex(group, 0);
            int j = 0;
            for (;
                    j <= a.columns() - NARROW_TILE_VECTORS * COUNT;
                    j += NARROW_TILE_VECTORS * COUNT) {
                int to = w.index(group, j);
                a.addColumns(false, at + j, rows, slice, t, w.data(), to);
            }
            for (; j <= a.columns() - COUNT; j += COUNT) {
                int to = w.index(group, j);
                a.addColumns(true, at + j, rows, slice, t, w.data(), to);
            }
            for (; j < a.columns(); j++) {
                addColumn(a, at + j, rows, t, w.data(), w.element(j, group * NARROW_WIDTH));
            }
        }
    }

    private void addColumn(NarrowData a, int at, int rows, int t, double[] ws, int to) {
        for (int i = 0; i < rows; i++) {
            double x = a.get(at + i * a.stride());
            for (int c = 0; c < NARROW_WIDTH; c++) {
                ws[to + c * COUNT] += x * slice[t + i * NARROW_WIDTH + c];
            }
        }
    }
}
