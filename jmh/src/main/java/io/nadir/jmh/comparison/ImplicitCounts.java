package io.nadir.jmh.comparison;

import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Factors;

import java.util.Arrays;

/** Counts, and how many positive ones each row and column has. */
final class ImplicitCounts {
    private final int[] rows;
    private final int[] columns;
    private final double[] counts;
    private final double[] inRow;
    private final double[] inColumn;

    private ImplicitCounts(int m, int n, int[] rows, int[] columns, double[] counts) {
        this.rows = rows;
        this.columns = columns;
        this.counts = counts;
        this.inRow = new double[m];
        this.inColumn = new double[n];
        for (int e = 0; e < counts.length; e++) {
            inRow[rows[e]]++;
            inColumn[columns[e]]++;
        }
    }

    /**
     * Takes positive counts.
     *
     * @throws IllegalArgumentException if a row or column has none, which Spark leaves out
     */
    static ImplicitCounts of(ObservedEntries listed) {
        int total = Math.toIntExact(listed.observed());
        int[] rows = new int[total];
        int[] columns = new int[total];
        double[] counts = new double[total];
        int next = 0;
        for (int i = 0; i < listed.rows(); i++) {
            for (int j = 0; j < listed.columns(); j++) {
                double count = listed.get(i, j);
                if (count > 0) {
                    rows[next] = i;
                    columns[next] = j;
                    counts[next++] = count;
                }
            }
        }
        ImplicitCounts all =
                new ImplicitCounts(
                        listed.rows(),
                        listed.columns(),
                        Arrays.copyOf(rows, next),
                        Arrays.copyOf(columns, next),
                        Arrays.copyOf(counts, next));
        if (Arrays.stream(all.inRow).anyMatch(n -> n == 0)
                || Arrays.stream(all.inColumn).anyMatch(n -> n == 0)) {
            throw new IllegalArgumentException(
                    "a row or column has no positive count, allowed are those with one");
        }
        return all;
    }

    /**
     * The data of the problem in √n_i·u_i and √n_j·v_j: the price n of a row or column is in the
     * weights of its entries.
     */
    MatrixData atPricesOfCounts(double alpha) {
        double[] values = new double[counts.length];
        double[] weights = new double[counts.length];
        for (int e = 0; e < values.length; e++) {
            double price = inRow[rows[e]] * inColumn[columns[e]];
            values[e] = Math.sqrt(price);
            weights[e] = (1 + alpha * counts[e]) / price;
        }
        return SparseMatrix.weighted(
                inRow.length,
                inColumn.length,
                rows,
                columns,
                values,
                weights,
                Arrays.stream(inRow).map(n -> 1 / n).toArray(),
                Arrays.stream(inColumn).map(n -> 1 / n).toArray());
    }

    /** The factors √n_i·u_i and √n_j·v_j. */
    Factors atPricesOfCounts(DenseMatrix u, DenseMatrix v) {
        return Factors.wrap(u.columns(), scaled(u, inRow), scaled(v, inColumn));
    }

    private static Panel scaled(DenseMatrix factor, double[] prices) {
        Panel out = Panel.zeros(factor.rows(), factor.columns());
        for (int i = 0; i < factor.rows(); i++) {
            for (int k = 0; k < factor.columns(); k++) {
                out.set(i, k, Math.sqrt(prices[i]) * factor.get(i, k));
            }
        }
        return out;
    }
}
