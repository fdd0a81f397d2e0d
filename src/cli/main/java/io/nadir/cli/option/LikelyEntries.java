package io.nadir.cli.option;

import io.nadir.io.InputDescription;
import io.nadir.io.ReadResult;
import io.nadir.matrix.DenseMatrix;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells whether a text that was read as a dense matrix looks like a list of entries, row, column
 * and value: a user who leaves out {@code --missing unlisted} would otherwise get a certified
 * answer to another question.
 */
final class LikelyEntries {
    /** Fewer lines may look so by chance. */
    private static final int FEWEST = 10;

    /** Row, column and value, and perhaps a time. */
    private static final int LEAST_COLUMNS = 3;

    private static final int MOST_COLUMNS = 4;

    /** The largest position. */
    private static final double LARGEST = Integer.MAX_VALUE;

    private LikelyEntries() {}

    /** What to say of the input; empty if nothing is. */
    static String advice(ReadResult<DenseMatrix> read) {
        InputDescription input = read.description();
        DenseMatrix y = read.data();
        if (input.text() == null || !isLikely(y)) {
            return "";
        }
        return String.format(
                "%s is read as a matrix of %d rows and %d columns, but looks like a list of"
                        + " entries, row, column and value: if it is one, say --missing unlisted,"
                        + " or --sparse if what it does not list is 0",
                input.name(), y.rows(), y.columns());
    }

    /** Two columns of positions, no two lines at the same place, and some in one row or column. */
    private static boolean isLikely(DenseMatrix y) {
        if (y.rows() < FEWEST || y.columns() < LEAST_COLUMNS || y.columns() > MOST_COLUMNS) {
            return false;
        }
        Set<Integer> rows = new HashSet<>();
        Set<Integer> columns = new HashSet<>();
        Set<Long> places = new HashSet<>();
        for (int k = 0; k < y.rows(); k++) {
            double i = y.get(k, 0);
            double j = y.get(k, 1);
            long place = ((long) i << Integer.SIZE) | (long) j;
            if (!isPosition(i) || !isPosition(j) || !places.add(place)) {
                return false;
            }
            rows.add((int) i);
            columns.add((int) j);
        }
        return rows.size() < y.rows() && columns.size() < y.rows();
    }

    private static boolean isPosition(double index) {
        return index >= 0 && index < LARGEST && index == Math.rint(index);
    }
}
