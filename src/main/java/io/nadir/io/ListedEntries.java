package io.nadir.io;

/** Entries of a matrix as they come, with the lines that they come from. Memory grows with them. */
final class ListedEntries {
    private final GrowingInts rows = new GrowingInts();
    private final GrowingInts columns = new GrowingInts();
    private final GrowingDoubles values = new GrowingDoubles();
    private final GrowingInts lines = new GrowingInts();

    /** Appends an entry at row i, column j, both counted from 0. */
    void add(long line, int i, int j, double value) {
        rows.add(i);
        columns.add(j);
        values.add(value);
        lines.add((int) Math.min(line, Integer.MAX_VALUE));
    }

    /** Number of entries. */
    int size() {
        return values.size();
    }

    /** Row of entry {@code at}, from 0. */
    int row(int at) {
        return rows.get(at);
    }

    /** Column of entry {@code at}, from 0. */
    int column(int at) {
        return columns.get(at);
    }

    /** Value of entry {@code at}. */
    double value(int at) {
        return values.get(at);
    }

    /** All rows, in a new array. */
    int[] rows() {
        return rows.toArray();
    }

    /** All columns, in a new array. */
    int[] columns() {
        return columns.toArray();
    }

    /** All values, in a new array. */
    double[] values() {
        return values.toArray();
    }

    /** The first entry at the place of entry {@code at}. */
    int firstLike(int at) {
        int first = 0;
        while (row(first) != row(at) || column(first) != column(at)) {
            first++;
        }
        return first;
    }

    /** Says that entry {@code second} is at the place of entry {@code first}. */
    String twins(int first, int second) {
        return String.format(
                "line %d: row %d, column %d is listed twice, first in line %d",
                lines.get(second), row(second) + 1, column(second) + 1, lines.get(first));
    }
}
