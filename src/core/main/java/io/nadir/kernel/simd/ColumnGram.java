package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * T += Y·B and W += Yᵀ·T for a single column, reading Y once. The loop that multiplies a group of
 * rows by B also adds the group before it to W, so that reading from memory never stops.
 */
final class ColumnGram {
    private static final int ROWS = Tuning.STREAM_ROWS;

    private final double[] lanes = new double[ORIGIN + ROWS * COUNT];
    private final double[] factors = new double[ROWS];
    private double[] right = new double[0];
    private double[] sum = right;

    /** The products for the rows from:to; all panels have one column. */
    void run(NarrowData y, long from, long to, Panel b, Panel t, Panel w) {
        reserve(y.columns());
        copy(b);
        Arrays.fill(sum, ORIGIN, ORIGIN + y.columns(), 0.0);
        long row = from;
        if (to - from >= ROWS) {
            startGroup(y, row, t);
            for (row += ROWS; row <= to - ROWS; row += ROWS) {
                nextGroup(y, row, t);
            }
            for (int i = 0; i < ROWS; i++) {
                addRow(y, row - ROWS + i, factors[i]);
            }
        }
        for (; row < to; row++) {
            addRow(y, row, multiplyRow(y, row, t));
        }
        addSum(w);
    }

    private void startGroup(NarrowData y, long row, Panel t) {
        for (int i = 0; i < ROWS; i++) {
            factors[i] = multiplyRow(y, row + i, t);
        }
    }

    /** Multiplies the rows from {@code row} on by B, and adds the group before them to W. */
    private void nextGroup(NarrowData y, long row, Panel t) {
        int at = y.index(row);
        int before = at - ROWS * y.stride();
        y.stream(at, before, right, sum, factors, lanes);
        int tail = y.columns() - y.columns() % COUNT;
        for (int i = 0; i < ROWS; i++) {
            addTail(y, row - ROWS + i, tail, factors[i]);
            factors[i] = add(t, row + i, sumOfLanes(i) + multiplyTail(y, row + i, tail));
        }
    }

    private double multiplyRow(NarrowData y, long row, Panel t) {
        return add(t, row, y.dot(y.index(row), right, ORIGIN));
    }

    private void addRow(NarrowData y, long row, double factor) {
        y.addTo(factor, y.index(row), sum, ORIGIN);
    }

    private double sumOfLanes(int vector) {
        int at = ORIGIN + vector * COUNT;
        double total = 0;
        for (int lane = 0; lane < COUNT; lane++) {
            total += lanes[at + lane];
        }
        return total;
    }

    /** What the columns that do not fill a vector contribute to a product. */
    private double multiplyTail(NarrowData y, long row, int tail) {
        int at = y.index(row);
        double total = 0;
        for (int j = tail; j < y.columns(); j++) {
            total += y.get(at + j) * right[ORIGIN + j];
        }
        return total;
    }

    private void addTail(NarrowData y, long row, int tail, double factor) {
        int at = y.index(row);
        for (int j = tail; j < y.columns(); j++) {
            sum[ORIGIN + j] += factor * y.get(at + j);
        }
    }

    /** Adds to an element of T; returns what it has become. */
    private static double add(Panel t, long row, double product) {
        int at = t.index(row);
        t.data()[at] += product;
        return t.data()[at];
    }

    private void reserve(int length) {
        if (right.length < ORIGIN + length) {
            right = new double[Tuning.length(ORIGIN + length)];
            sum = new double[right.length];
        }
    }

    private void copy(Panel b) {
        for (int j = 0; j < b.rows(); j++) {
            right[ORIGIN + j] = b.data()[b.index(j)];
        }
    }

    private void addSum(Panel w) {
        for (int j = 0; j < w.rows(); j++) {
            w.data()[w.index(j)] += sum[ORIGIN + j];
        }
    }
}
