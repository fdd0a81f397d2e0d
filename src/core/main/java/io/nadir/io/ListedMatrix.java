package io.nadir.io;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import java.util.BitSet;

/**
 * Entries with their positions, in a matrix whose dimensions are known.
 *
 * @param input where they come from
 * @param entries with rows and columns below the dimensions
 * @param rows of the matrix
 * @param columns of the matrix
 */
record ListedMatrix(Input input, Triplets entries, int rows, int columns) {
    /** Entries may become a dense matrix of this many elements whatever they are. */
    private static final long ALWAYS_DENSE = 1 << 20;

    /** A larger matrix must list at least one element for this many. */
    private static final long SPARSEST = 1000;

    /** Elements of the largest array that common virtual machines allocate. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The matrix, zero where nothing is listed. */
    SparseMatrix sparse() throws DataFormatException {
        return entries.build(input, rows, columns);
    }

    /** The entries; what is not listed is missing. */
    ObservedEntries observed() throws DataFormatException {
        return entries.buildObserved(input, rows, columns);
    }

    /** Whether entries have weights. */
    boolean isWeighted() {
        return entries.areWeighted();
    }

    /** The matrix with its zeros. */
    DenseMatrix dense() throws DataFormatException {
        double[] values = new double[denseLength(input, rows, columns, entries.size())];
        BitSet listed = new BitSet();
        for (int at = 0; at < entries.size(); at++) {
            int place = entries.row(at) * columns + entries.column(at);
            if (listed.get(place)) {
                throw entries.refuseTwin(input, at);
            }
            listed.set(place);
            values[place] = entries.value(at);
        }
        return DenseMatrix.wrap(rows, columns, values);
    }

    /** Keeps a few bytes of hostile file from asking for terabytes. */
    static int denseLength(Input input, int rows, int columns, long listed)
            throws DataFormatException {
        long length = (long) rows * columns;
        long allowed = Math.min(Math.max(ALWAYS_DENSE, SPARSEST * listed), LARGEST_ARRAY);
        if (length > allowed) {
            throw input.refuse(
                    String.format(
                            "%d×%d with %d entries listed is too sparse to be read as dense, with"
                                    + " zeros where nothing is listed: allowed are up to %d"
                                    + " elements",
                            rows, columns, listed, allowed));
        }
        return (int) length;
    }
}
