package io.nadir.model;

/** Two entries of a sparse matrix are at one place. */
public final class DuplicateEntryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int first;
    private final int second;

    /** Makes an exception that names the numbers of both entries, and their row and column. */
    public DuplicateEntryException(int first, int second, int row, int column) {
        super(
                String.format(
                        "entries %d and %d are both at row %d, column %d, allowed is one",
                        first, second, row, column));
        this.first = first;
        this.second = second;
    }

    /** Number of the entry that came first, counted from 0. */
    public int first() {
        return first;
    }

    /** Number of the other. */
    public int second() {
        return second;
    }
}
