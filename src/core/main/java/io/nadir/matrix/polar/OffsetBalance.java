package io.nadir.matrix.polar;

import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What offsets add to the dual value of a matrix A: the minimum of ⟨A, o'⟩ over the offsets o' that
 * differ from those of the point, o, by at most a reach B, which is ⟨A, o⟩ − B·(Σ|row sums| +
 * Σ|column sums|). It is 0 if A is orthogonal to offsets.
 *
 * <p>Under a penalty κ it is the minimum of ⟨A, o'⟩ + (κ/2)·(‖a'‖² + ‖b'‖²) over all a' and b', and
 * the μ' that differ from μ by at most B: μ·total − B·|total| − Σ(row sum)²/2κ − Σ(column sum)²/2κ.
 *
 * <p>Here these are bounded from below, every rounding error included.
 */
final class OffsetBalance {
    /** Roundings of an element of A, and a margin. */
    private static final double OWN = 4;

    private final OffsetPenalty penalty;
    private final Centering centering;

    /** Offsets that A is multiplied with, whatever its sums: without those under a penalty. */
    private final double[] p;

    private final double[] q;

    /** (κ/2)·‖o‖² at the point, from above. */
    private final double price;

    private final double reach;
    private final double[] rows;
    private final double[] rowSizes;
    private final double[] columns;
    private final double[] columnSizes;
    private long count;

    /** Returns the offsets of a point, and sums of 0; null if there are none. */
    static @Nullable OffsetBalance of(MatrixMap map, Factors w) {
        OffsetPenalty penalty = map.offsetPenalty();
        if (penalty == null) {
            return null;
        }
        double[] p = map.rowOffsets(w);
        double[] q = map.columnOffsets(w);
        if (!penalty.isPresent()) {
            return new OffsetBalance(penalty, p, q, 0, map.reach());
        }
        double size = squaresUp(penalty.rows(p, q)) + squaresUp(penalty.columns(p, q));
        double price = Rounding.up(0.5 * penalty.weight() * Rounding.up(size));
        double mean = penalty.mean(p, q);
        Arrays.fill(p, penalty.isMeanFree() ? mean : 0);
        Arrays.fill(q, 0, penalty.isMeanFree() ? q.length : 0, 0);
        return new OffsetBalance(penalty, p, q, price, map.reach());
    }

    /** Σx² from above for numbers x that were rounded once. */
    private static double squaresUp(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number * number;
        }
        double gamma = Rounding.gamma(numbers.length + OWN);
        return Rounding.up(sum * (1 + 2 * gamma) + numbers.length * Double.MIN_NORMAL);
    }

    private OffsetBalance(
            OffsetPenalty penalty, double[] p, double[] q, double price, double reach) {
        this.penalty = penalty;
        this.centering = penalty.centering();
        this.p = p;
        this.q = q;
        this.price = price;
        this.reach = reach;
        this.rows = new double[p.length];
        this.rowSizes = new double[p.length];
        this.columns = new double[q.length];
        this.columnSizes = new double[q.length];
    }

    /** Returns the same offsets with sums of 0. */
    OffsetBalance cleared() {
        return new OffsetBalance(penalty, p, q, price, reach);
    }

    /** Adds an element of A. */
    void add(int i, int j, double a) {
        rows[i] += a;
        rowSizes[i] += Math.abs(a);
        columns[j] += a;
        columnSizes[j] += Math.abs(a);
        count++;
    }

    /** Returns an upper bound of the penalty of the offsets of the point. */
    double price() {
        return price;
    }

    /**
     * Returns an upper bound of (Σ(row sum)² + Σ(column sum)²)/κ: twice what the minimum is less
     * than {@link #down}. 0 without a penalty.
     */
    double squaresUp() {
        if (!penalty.isPresent()) {
            return 0;
        }
        double sum =
                (centering.hasRows() ? squaresUp(rows, rowSizes) : 0)
                        + (centering.hasColumns() ? squaresUp(columns, columnSizes) : 0);
        return Rounding.up(Rounding.up(sum) / penalty.weight());
    }

    private double squaresUp(double[] sums, double[] sizes) {
        double gamma = gamma();
        double[] bounds = new double[sums.length];
        double lost = 4.0 * count * Double.MIN_VALUE;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Math.abs(sums[i]) + 2 * gamma * sizes[i] + lost;
        }
        return squaresUp(bounds);
    }

    private double gamma() {
        return Rounding.gamma((double) rows.length + columns.length + OWN);
    }

    /**
     * Returns a lower bound of the minimum, at most 0 up to ⟨A, o⟩; under a penalty, of the part
     * that is linear in A.
     */
    double down() {
        double gamma = gamma();
        // p has the common offset, so that the sums over the rows count in every case but one.
        boolean ofRows = centering != Centering.COLUMNS || penalty.isPresent();
        double inner = (ofRows ? dot(p, rows) : 0) + dot(q, columns);
        double size = (ofRows ? dotSizes(p, rowSizes) : 0) + dotSizes(q, columnSizes);
        double sums = 0;
        if (!penalty.isPresent()) {
            sums += centering.hasColumns() ? sum(columns) + gamma * sum(columnSizes) : 0;
            sums += centering.hasRows() ? sum(rows) + gamma * sum(rowSizes) : 0;
        }
        if (penalty.isMeanFree() && (penalty.isPresent() || centering == Centering.GLOBAL)) {
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
