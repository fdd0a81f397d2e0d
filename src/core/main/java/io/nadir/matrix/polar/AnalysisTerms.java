package io.nadir.matrix.polar;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.model.AnalysisPenalty;

import java.util.Arrays;

/**
 * The matrix H of an {@link AnalysisPenalty}, divided by a power of two, so that its norm is near
 * 1. If x ≥ 0, the terms without negative weights come first, as they are not negative.
 */
final class AnalysisTerms {
    private static final DenseKernels KERNELS = Kernels.get();

    private final AnalysisPenalty penalty;
    private final int[] order;
    private final int[] starts;
    private final int[] indices;
    private final double[] weights;
    private final int nonNegative;
    private final double unit;
    private final double squaredNorm;
    private final int longestColumn;
    private final boolean hasSigns;
    private final double least;
    private final double largest;

    AnalysisTerms(AnalysisPenalty penalty) {
        this.penalty = penalty;
        int q = penalty.terms();
        this.order = new int[q];
        this.starts = new int[q + 1];
        this.indices = new int[penalty.start(q)];
        this.weights = new double[indices.length];
        int first = 0;
        for (int k = 0; k < q; k++) {
            if (isNonNegative(k)) {
                order[first++] = k;
            }
        }
        this.nonNegative = first;
        for (int k = 0; k < q; k++) {
            if (!isNonNegative(k)) {
                order[first++] = k;
            }
        }
        double[] columns = new double[penalty.length()];
        int[] entries = new int[columns.length];
        double[] single = new double[columns.length];
        double row = sums(columns, entries, single);
        double column = KERNELS.maxAbs(columns, 0, columns.length);
        double gamma = 1 + Rounding.gamma(q + columns.length + 4.0);
        double square = Rounding.up(row * column * gamma * gamma);
        int exponent = Math.ceilDiv(Math.getExponent(Math.max(square, Double.MIN_NORMAL)) + 1, 2);
        this.unit = Math.scalb(1.0, exponent);
        this.squaredNorm = square / unit / unit;
        this.longestColumn = Arrays.stream(entries).max().orElse(0);
        double ofSingles = Arrays.stream(single).min().orElse(0);
        this.hasSigns = penalty.isNonNegative() && ofSingles == 0;
        this.least = Math.max(ofSingles, penalty.leastRatio());
        this.largest =
                Rounding.up(Math.sqrt(KERNELS.dot(columns, 0, columns, 0, columns.length)) * gamma);
        arrange();
    }

    /** Takes the terms in their new order, divided by the unit. */
    private void arrange() {
        int at = 0;
        for (int k = 0; k < order.length; k++) {
            int term = order[k];
            for (int e = penalty.start(term); e < penalty.start(term + 1); e++, at++) {
                indices[at] = penalty.index(e);
                weights[at] = penalty.weight(e) / unit;
            }
            starts[k + 1] = at;
        }
    }

    /** Sums of magnitudes; returns the largest of a row, without rounding up. */
    private double sums(double[] columns, int[] entries, double[] single) {
        double largestRow = 0;
        for (int k = 0; k < penalty.terms(); k++) {
            double row = 0;
            int from = penalty.start(k);
            int to = penalty.start(k + 1);
            for (int e = from; e < to; e++) {
                double size = Math.abs(penalty.weight(e));
                int i = penalty.index(e);
                columns[i] += size;
                entries[i]++;
                row += size;
                single[i] = to == from + 1 ? Math.max(single[i], size) : single[i];
            }
            largestRow = Math.max(largestRow, row);
        }
        return largestRow;
    }

    private boolean isNonNegative(int term) {
        boolean is = penalty.isNonNegative();
        for (int e = penalty.start(term); e < penalty.start(term + 1); e++) {
            is &= penalty.weight(e) >= 0;
        }
        return is;
    }

    /** The number of terms. */
    int count() {
        return order.length;
    }

    /** The length of x. */
    int length() {
        return penalty.length();
    }

    /** How many of the first terms are not negative. */
    int nonNegative() {
        return nonNegative;
    }

    /** Whether x ≥ 0 says more than that terms are not negative. */
    boolean hasSigns() {
        return hasSigns;
    }

    /** What H was divided by. */
    double unit() {
        return unit;
    }

    /** ‖|H|‖₂² from above, of H as divided: the largest row sum times the largest column sum. */
    double squaredNorm() {
        return squaredNorm;
    }

    /** The largest number of entries in a column. */
    int longestColumn() {
        return longestColumn;
    }

    /** ‖Hx‖₁/‖x‖₂ from below, of H as given: as stated, or the least weight of an element. */
    double leastRatio() {
        return least;
    }

    /** ‖Hx‖₁/‖x‖₂ from above: ‖Hx‖₁ is at most the column sums times |x|. */
    double largestRatio() {
        return largest;
    }

    /**
     * B ← H·A.
     *
     * @param a n×width, row-major
     * @param b q×width
     */
    void multiply(double[] a, int width, double[] b) {
        for (int k = 0; k < order.length; k++) {
            int row = k * width;
            Arrays.fill(b, row, row + width, 0);
            for (int e = starts[k]; e < starts[k + 1]; e++) {
                KERNELS.axpy(weights[e], a, indices[e] * width, b, row, width);
            }
        }
    }

    /**
     * The first elements of H·a for a vector.
     *
     * @param a holds the vector from {@code from} on
     * @param count how many elements
     */
    void multiplyRow(double[] a, int from, int count, double[] y, int at) {
        for (int l = 0; l < count; l++) {
            double sum = 0;
            for (int e = starts[l]; e < starts[l + 1]; e++) {
                sum += weights[e] * a[from + indices[e]];
            }
            y[at + l] = sum;
        }
    }

    /** row ← row + Hᵀ·t for the first {@code count} elements of t, from {@code at} on. */
    void addTransposedRow(double[] t, int at, int count, double[] row) {
        for (int l = 0; l < count; l++) {
            double element = t[at + l];
            for (int e = starts[l]; e < starts[l + 1]; e++) {
                row[indices[e]] += weights[e] * element;
            }
        }
    }

    /** A ← A + h·rowᵀ for term h of H; A is n×n. */
    void addOuter(int term, double[] row, double[] a) {
        int n = penalty.length();
        for (int e = starts[term]; e < starts[term + 1]; e++) {
            KERNELS.axpy(weights[e], row, 0, a, indices[e] * n, n);
        }
    }
}
