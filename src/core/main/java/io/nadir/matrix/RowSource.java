package io.nadir.matrix;

/**
 * Where the rows of a dense matrix come from, if they are not in an array: a file, a database, or a
 * function. {@link DenseMatrix#of} makes a matrix of them, which reads them anew in every pass, a
 * few at a time, and never holds them all. So the matrix may be larger than memory.
 *
 * {@snippet file="embedder/Examples.java" region="rows"}
 *
 * <p>A source has to give the same numbers each time, and to be thread-safe: the threads of a solve
 * read from it at the same time. A solve goes over all rows some hundred times or more.
 */
public interface RowSource {
    /** Returns the number of rows m, 1 or more. */
    int rows();

    /** Returns the number of columns n, 1 or more. */
    int columns();

    /**
     * Reads whole rows. They must be finite numbers, and the same each time.
     *
     * @param row the first one, from 0
     * @param count the number of rows, 1 or more
     * @param target receives element (row + i, j) at index {@code offset + i * columns() + j}
     * @param offset where in the array to begin
     * @throws java.io.UncheckedIOException if they cannot be read. It ends the solve, and its
     *     message should say what to do
     */
    void read(int row, int count, double[] target, int offset);

    /**
     * Returns whether the source knows, without reading, that its rows are still what they were
     * when it was made. Where it returns false, each solve and each certificate reads all rows once
     * more, before and after, and compares a hash of them; so false is always right.
     */
    default boolean isKnownUnchanged() {
        return false;
    }

    /** Returns a few words on where the rows are, for reports and messages. */
    default String description() {
        return "rows from a source";
    }
}
