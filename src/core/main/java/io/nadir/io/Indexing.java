package io.nadir.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How users identify the rows and columns of a matrix: by position, counted from 0 or 1, or by ids.
 * An immutable value.
 */
public final class Indexing {
    /** Positions that are counted from 1, the default for files. */
    public static final Indexing FROM_ONE = new Indexing(1, List.of());

    private final int base;

    /** The ids of the rows and of the columns; empty if positions are used. */
    private final List<List<String>> ids;

    private final List<Map<String, Integer>> places;

    private Indexing(int base, List<List<String>> ids) {
        this.base = base;
        this.ids = ids;
        this.places = ids.stream().map(Indexing::places).toList();
    }

    /**
     * Returns an indexing by position.
     *
     * @param base the number of the first row and column, 0 or 1
     * @throws IllegalArgumentException if {@code base} is neither 0 nor 1
     */
    public static Indexing counted(int base) {
        if (base != 0 && base != 1) {
            throw new IllegalArgumentException("base = " + base + ", allowed are 0 and 1");
        }
        return base == 1 ? FROM_ONE : new Indexing(base, List.of());
    }

    /**
     * Returns an indexing by ids, which may be any texts.
     *
     * @param rows the id of each row
     * @param columns the id of each column
     * @throws IllegalArgumentException if two rows or two columns have the same id
     */
    public static Indexing byIds(List<String> rows, List<String> columns) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");

        return new Indexing(1, List.of(List.copyOf(rows), List.copyOf(columns)));
    }

    private static Map<String, Integer> places(List<String> ids) {
        Map<String, Integer> places = HashMap.newHashMap(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            if (places.put(ids.get(i), i) != null) {
                throw new IllegalArgumentException(
                        "id " + Printable.quote(ids.get(i)) + " is there twice");
            }
        }
        return places;
    }

    /** Throws if base 0 was asked for and the format of the file prescribes counting from 1. */
    static void requireMatrixMarket(Input input, TextFormat format) throws DataFormatException {
        if (Integer.valueOf(0).equals(format.base())) {
            throw input.refuse(
                    "is a Matrix Market file, which counts from 1: base = 0 is for texts only");
        }
    }

    /** Returns the number of the first row and column, if positions are used. */
    public int base() {
        return base;
    }

    /** Returns whether rows and columns have ids. */
    public boolean hasIds() {
        return !ids.isEmpty();
    }

    /** Returns the ids of the rows; empty if positions are used. */
    public List<String> rows() {
        return hasIds() ? ids.get(0) : List.of();
    }

    /** Returns the ids of the columns; empty if positions are used. */
    public List<String> columns() {
        return hasIds() ? ids.get(1) : List.of();
    }

    /** Returns the position, counted from 0, of the row with this id; −1 if there is none. */
    public int row(String id) {
        Objects.requireNonNull(id, "id");

        return hasIds() ? place(0, id) : -1;
    }

    /** Returns the position, counted from 0, of the column with this id; −1 if there is none. */
    public int column(String id) {
        Objects.requireNonNull(id, "id");

        return hasIds() ? place(1, id) : -1;
    }

    /** Returns the ids of the rows (mode 0) or columns (mode 1). */
    List<String> ids(int mode) {
        return ids.get(mode);
    }

    /**
     * Returns the position, counted from 0, of the row (mode 0) or column (mode 1) with this id; −1
     * if there is none.
     */
    int place(int mode, String id) {
        return places.get(mode).getOrDefault(id, -1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Indexing that && base == that.base && ids.equals(that.ids);
    }

    @Override
    public int hashCode() {
        return 31 * ids.hashCode() + base;
    }

    /** Returns a description for users. */
    @Override
    public String toString() {
        return hasIds() ? "rows and columns by ids" : "rows and columns counted from " + base;
    }
}
