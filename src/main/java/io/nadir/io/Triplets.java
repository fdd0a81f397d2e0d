package io.nadir.io;

import io.nadir.model.DuplicateEntryException;
import io.nadir.model.ObservedEntries;
import io.nadir.model.SparseMatrix;

import java.util.function.Supplier;

/**
 * Entries of a sparse matrix as they come, with the lines that they come from. Memory grows with
 * them.
 */
final class Triplets {
    /** A sparse matrix may have this many rows and columns together whatever it lists. */
    private static final long ALWAYS = 1 << 20;

    /** Beyond that, it has to list at least one entry for this many. */
    private static final long SPARSEST = 64;

    private final GrowingInts rows = new GrowingInts();
    private final GrowingInts columns = new GrowingInts();
    private final GrowingDoubles values = new GrowingDoubles();
    private final GrowingDoubles weights = new GrowingDoubles();
    private final GrowingInts lines = new GrowingInts();

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

    /** Number of entries. */
    int size() {
        return values.size();
    }

    /**
     * The matrix of the entries, zero elsewhere.
     *
     * @throws DataFormatException if two are at one place, or there are too few for the dimensions
     */
    SparseMatrix build(Input input, int m, int n) throws DataFormatException {
        return build(
                input,
                m,
                n,
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
                () ->
                        ObservedEntries.copyOf(
                                m,
                                n,
                                rows.toArray(),
                                columns.toArray(),
                                values.toArray(),
                                weights.toArray()));
    }

    private <T> T build(Input input, int m, int n, Supplier<T> maker) throws DataFormatException {
        long allowed = Math.max(ALWAYS, SPARSEST * size());
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
            throw input.refuse(
                    String.format(
                            "line %d: row %d, column %d is listed twice, first in line %d",
                            lines.get(e.second()),
                            rows.get(e.second()) + 1,
                            columns.get(e.second()) + 1,
                            lines.get(e.first())));
        }
    }
}
