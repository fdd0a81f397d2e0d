package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.COLUMN_ADD_ROWS;
import static io.nadir.kernel.simd.Tuning.COLUMN_DOT_ROWS;
import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * T += Y·B and W += Yᵀ·T for a single column, reading Y once. A slice of its rows is pulled through
 * the caches by the first product and then, while it still is there, used again by the second.
 */
final class ColumnGram {
    private final double[] lanes = new double[ORIGIN + COLUMN_DOT_ROWS * COUNT];

    /** T of a slice. */
    private final double[] factors = new double[Tuning.NARROW_ROWS];

    private double[] right = new double[0];
    private double[] sum = right;

    /** The products for the rows from:to; all panels have one column. */
    void run(NarrowData y, long from, long to, Panel b, Panel t, Panel w) {
        reserve(y.columns());
        copy(b);
        Arrays.fill(sum, ORIGIN, ORIGIN + y.columns(), 0.0);
        int height = Tuning.columnRows(y.columns(), y.bytes());
        for (long row = from; row < to; row += height) {
            int rows = (int) Math.min(height, to - row);
            multiply(y, row, rows, t);
            addTransposed(y, row, rows);
        }
        addSum(w);
    }

    /** T += A·B for a slice; also into the factors. */
    private void multiply(NarrowData a, long row, int rows, Panel t) {
        int i = 0;
        for (; i <= rows - COLUMN_DOT_ROWS; i += COLUMN_DOT_ROWS) {
            multiplyRows(a, row + i, i, t);
        }
        for (; i < rows; i++) {
            factors[i] = add(t, row + i, a.dot(a.index(row + i), right, ORIGIN));
        }
    }

    private void multiplyRows(NarrowData a, long row, int factor, Panel t) {
        a.dotColumn(a.index(row), right, lanes);
        int tail = a.columns() - a.columns() % COUNT;
        for (int i = 0; i < COLUMN_DOT_ROWS; i++) {
            double product = sumOfLanes(i) + multiplyTail(a, row + i, tail);
            factors[factor + i] = add(t, row + i, product);
        }
    }

    /** W += Aᵀ·T for a slice. */
    private void addTransposed(NarrowData a, long row, int rows) {
        int tail = a.columns() - a.columns() % COUNT;
        int i = 0;
        for (; i <= rows - COLUMN_ADD_ROWS; i += COLUMN_ADD_ROWS) {
            a.addRows(a.index(row + i), factors, i, sum);
            for (int k = i; k < i + COLUMN_ADD_ROWS; k++) {
                addTail(a, row + k, tail, factors[k]);
            }
        }
        for (; i < rows; i++) {
            a.addTo(factors[i], a.index(row + i), sum, ORIGIN);
        }
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
