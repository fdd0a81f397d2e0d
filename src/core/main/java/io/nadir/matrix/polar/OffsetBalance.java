package io.nadir.matrix.polar;

import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * What offsets add to the dual value of a matrix A: the minimum of ⟨A, o'⟩ over the offsets o' that
 * differ from those of the point, o, by at most a reach B, which is ⟨A, o⟩ − B·(Σ|row sums| +
 * Σ|column sums|). It is 0 if A is orthogonal to offsets. Here it is bounded from below, every
 * rounding error included.
 */
final class OffsetBalance {
    /** Roundings of an element of A, and a margin. */
    private static final double OWN = 4;

    private final Centering centering;
    private final double[] p;
    private final double[] q;
    private final double reach;
    private final double[] rows;
    private final double[] rowSizes;
    private final double[] columns;
    private final double[] columnSizes;
    private long count;

    /** The offsets of a point, and sums of 0. */
    OffsetBalance(MatrixMap map, Factors w) {
        this(map.centering(), map.rowOffsets(w), map.columnOffsets(w), map.reach());
    }

    private OffsetBalance(Centering centering, double[] p, double[] q, double reach) {
        this.centering = centering;
        this.p = p;
        this.q = q;
        this.reach = reach;
        this.rows = new double[p.length];
        this.rowSizes = new double[p.length];
        this.columns = new double[q.length];
        this.columnSizes = new double[q.length];
    }

    /** Returns the same offsets with sums of 0. */
    OffsetBalance cleared() {
        return new OffsetBalance(centering, p, q, reach);
    }

    /** Adds an element of A. */
    void add(int i, int j, double a) {
        rows[i] += a;
        rowSizes[i] += Math.abs(a);
        columns[j] += a;
        columnSizes[j] += Math.abs(a);
        count++;
    }

    /** Returns a lower bound of the minimum, at most 0 up to ⟨A, o⟩. */
    double down() {
        double gamma = Rounding.gamma((double) rows.length + columns.length + OWN);
        // p has the common offset, so that the sums over the rows count in every case but one.
        boolean ofRows = centering != Centering.COLUMNS;
        double inner = (ofRows ? dot(p, rows) : 0) + dot(q, columns);
        double size = (ofRows ? dotSizes(p, rowSizes) : 0) + dotSizes(q, columnSizes);
        double sums = centering.hasColumns() ? sum(columns) + gamma * sum(columnSizes) : 0;
        if (centering.hasRows()) {
            sums += sum(rows) + gamma * sum(rowSizes);
        } else if (ofRows) {
            sums += Math.abs(Arrays.stream(rows).sum()) + 2 * gamma * sum(rowSizes);
        }
        double lost = 4.0 * count * (reach + sum(p) + sum(q)) * Double.MIN_VALUE;
        // The sizes, their sums and their products are themselves rounded, by far less than half.
        double error = 2 * (2 * gamma * size + reach * gamma * sums) + reach * sums + lost;
        return Rounding.down(inner - Rounding.up(error));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double dotSizes(double[] a, double[] sizes) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i]) * sizes[i];
        }
        return sum;
    }

    private static double sum(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).sum();
    }
}
