package io.nadir.kernel;

import io.nadir.check.Checks;

import java.util.Objects;

/**
 * The positions of the entries of a sparse p×q matrix, row by row. The entries of row i have the
 * numbers {@code starts[i]} to {@code starts[i + 1] - 1}, in ascending order of their columns
 * {@code indices[number]}. Values are stored elsewhere, at the same numbers. The compressed columns
 * of a matrix are the compressed rows of its transpose.
 *
 * <p>The arrays are shared, not copied: whoever holds them must not change them.
 *
 * @param rows p, at least 0
 * @param columns q, at least 0
 * @param starts p + 1 numbers in ascending order, from 0 to the number of entries
 * @param indices the columns, ascending within each row; there may be more numbers after them
 */
public record CompressedRows(int rows, int columns, int[] starts, int[] indices) {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException naming the first that is out of place
     */
    public CompressedRows {
        Checks.nonNegative("rows", rows);
        Checks.nonNegative("columns", columns);
        Objects.requireNonNull(indices, "indices");
        Checks.equal("starts.length - 1", starts.length - 1, "rows", rows);
        Checks.equal("starts[0]", starts[0], "the number of the first entry", 0);
        for (int i = 0; i < rows; i++) {
            if (starts[i] > starts[i + 1] || starts[i + 1] > indices.length) {
                throw new IllegalArgumentException(
                        String.format(
                                "starts[%d] = %d, allowed are %d to %d",
                                i + 1, starts[i + 1], starts[i], indices.length));
            }
            requireRising(i, columns, indices, starts[i], starts[i + 1]);
        }
    }

    /** Number of entries. */
    public int entries() {
        return starts[rows];
    }

    private static void requireRising(int row, int columns, int[] indices, int from, int to) {
        int least = 0;
        for (int e = from; e < to; e++) {
            if (indices[e] < least || indices[e] >= columns) {
                throw new IllegalArgumentException(
                        String.format(
                                "column of entry %d = %d, allowed in row %d are %d to %d",
                                e, indices[e], row, least, columns - 1));
            }
            least = indices[e] + 1;
        }
    }
}
