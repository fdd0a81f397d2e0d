package io.nadir.io;

import io.nadir.kernel.DuplicateEntryException;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Entries of a matrix as they come, with the lines that they come from. Memory grows with them. */
final class Triplets {
    /** A sparse matrix may have this many rows and columns together whatever it lists. */
    private static final long ALWAYS = 1 << 20;

    /** A larger matrix must list at least one entry for this many. */
    private static final long SPARSEST = 64;

    private final GrowingInts rows = new GrowingInts();
    private final GrowingInts columns = new GrowingInts();
    private final GrowingDoubles values = new GrowingDoubles();
    private final GrowingDoubles weights = new GrowingDoubles();
    private final GrowingInts lines = new GrowingInts();
    private String noteOnTwins = "";
    private String unit = "line";

    private final IntFunction<String> rowNames;
    private final IntFunction<String> columnNames;

    /** Creates triplets with rows and columns that are counted from 1. */
    Triplets() {
        this(i -> String.valueOf(i + 1), j -> String.valueOf(j + 1));
    }

    /** Creates triplets with the names of rows and columns for messages. */
    Triplets(IntFunction<String> rowNames, IntFunction<String> columnNames) {
        this.rowNames = rowNames;
        this.columnNames = columnNames;
    }

    /** Appends an entry at row i, column j, both counted from 0. */
    void add(long line, int i, int j, double value) {
        rows.add(i);
        columns.add(j);
        values.add(value);
        lines.add((int) Math.min(line, Integer.MAX_VALUE));
    }

    /** Appends an entry with a weight; all entries have one, or none. */
    void add(long line, int i, int j, double value, double weight) {
        add(line, i, j, value);
        weights.add(weight);
    }

    /** Gives row i the number {@code newRows[i]}, and column j the number {@code newColumns[j]}. */
    void rename(int[] newRows, int[] newColumns) {
        rows.replaceAll(i -> newRows[i]);
        columns.replaceAll(j -> newColumns[j]);
    }

    /** Whether fewer than one in {@code few} of m rows have an entry. */
    boolean hasFewRows(int m, int few) {
        return rows.areFewOf(m, few);
    }

    /** Whether fewer than one in {@code few} of n columns have an entry. */
    boolean hasFewColumns(int n, int few) {
        return columns.areFewOf(n, few);
    }

    /** Number of entries. */
    int size() {
        return values.size();
    }

    /** Whether entries have weights. */
    boolean areWeighted() {
        return weights.size() > 0;
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

    /** What the numbers of lines count, in messages, if not lines. */
    Triplets countedIn(String other) {
        unit = other;
        return this;
    }

    /** What the message about two entries at one place ends with. */
    Triplets noteOnTwins(String note) {
        noteOnTwins = note;
        return this;
    }

    /** An exception that says that entry {@code second} is at the place of an earlier one. */
    DataFormatException refuseTwin(Input input, int second) {
        int first = 0;
        while (row(first) != row(second) || column(first) != column(second)) {
            first++;
        }
        return refuseTwins(input, first, second);
    }

    private DataFormatException refuseTwins(Input input, int first, int second) {
        return input.refuse(
                String.format(
                        "%s %d: row %s, column %s is listed twice, first in %s %d%s",
                        unit,
                        lines.get(second),
                        rowNames.apply(row(second)),
                        columnNames.apply(column(second)),
                        unit,
                        lines.get(first),
                        noteOnTwins));
    }

    /**
     * The matrix of the entries, zero elsewhere.
     *
     * @throws DataFormatException if two are at one place, or there are too few for the dimensions
     */
    SparseMatrix build(Input input, int m, int n) throws DataFormatException {
        return build(input, m, n, size());
    }

    /**
     * The matrix of the entries, zero elsewhere.
     *
     * @param read entries that were there to be read, the zeros that were left out among them
     * @throws DataFormatException as {@link #build(Input, int, int)}
     */
    SparseMatrix build(Input input, int m, int n, long read) throws DataFormatException {
        return build(
                input,
                m,
                n,
                read,
                () ->
                        SparseMatrix.copyOf(
                                m, n, rows.toArray(), columns.toArray(), values.toArray()));
    }

    /**
     * The entries with their weights, missing elsewhere.
     *
     * @throws DataFormatException as {@link #build(Input, int, int)}
     */
    ObservedEntries buildObserved(Input input, int m, int n) throws DataFormatException {
        if (weights.size() == 0) {
            return ObservedEntries.listedIn(build(input, m, n));
        }
        return build(
                input,
                m,
                n,
                size(),
                () ->
                        ObservedEntries.copyOf(
                                m,
                                n,
                                rows.toArray(),
                                columns.toArray(),
                                values.toArray(),
                                weights.toArray()));
    }

    private <T> T build(Input input, int m, int n, long read, Supplier<T> maker)
            throws DataFormatException {
        long allowed = Math.max(ALWAYS, SPARSEST * Math.min(read, Integer.MAX_VALUE));
        if ((long) m + n > allowed) {
            throw input.refuse(
                    String.format(
                            "%d×%d with %d entries is mostly empty rows and columns: allowed are up"
                                    + " to %d of them",
                            m, n, size(), allowed));
        }
        try {
            return maker.get();
        } catch (DuplicateEntryException e) {
            throw refuseTwins(input, e.first(), e.second());
        }
    }
}
