package io.nadir.kernel;

/** Thrown if two entries of a sparse matrix have the same position. */
public final class DuplicateEntryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int first;
    private final int second;

    /** Creates an exception whose message names both entries, their row and their column. */
    public DuplicateEntryException(int first, int second, int row, int column) {
        super(
                String.format(
                        "entries %d and %d are both at row %d, column %d, allowed is one",
                        first, second, row, column));
        this.first = first;
        this.second = second;
    }

    /** Returns the number of the earlier entry, counted from 0. */
    public int first() {
        return first;
    }

    /** Returns the number of the later entry, counted from 0. */
    public int second() {
        return second;
    }
}
