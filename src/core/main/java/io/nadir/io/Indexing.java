package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How users identify the rows and the columns of a matrix: each of the two by position, counted
 * from 0 or 1, or by ids, which may be any texts. An immutable value.
 */
public final class Indexing {
    /** Positions that are counted from 1, the default for files. */
    public static final Indexing FROM_ONE = new Indexing(1, List.of(), List.of());

    private final int base;

    /** The ids of the rows and of the columns; empty where positions are used. */
    private final List<List<String>> ids;

    private final List<Map<String, Integer>> places;

    private Indexing(int base, List<String> rows, List<String> columns) {
        this.base = base;
        this.ids = List.of(List.copyOf(rows), List.copyOf(columns));
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
        return base == 1 ? FROM_ONE : new Indexing(base, List.of(), List.of());
    }

    /**
     * Returns an indexing by ids, which may be any texts.
     *
     * @param rows the id of each row; empty if rows are counted from 1
     * @param columns the id of each column; empty if columns are counted from 1
     * @throws IllegalArgumentException if two rows or two columns have the same id
     */
    public static Indexing byIds(List<String> rows, List<String> columns) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");

        return new Indexing(1, rows, columns);
    }

    /** Returns this indexing with rows and columns that have no ids counted from another base. */
    Indexing withBase(int other) {
        Indexing counted = counted(other);
        return hasIds() ? new Indexing(counted.base, rows(), columns()) : counted;
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

    /** Returns the number of the first row and column, where positions are used. */
    public int base() {
        return base;
    }

    /** Returns whether rows, columns or both have ids. */
    public boolean hasIds() {
        return hasIds(0) || hasIds(1);
    }

    /**
     * Returns whether the rows (mode 0) or columns (mode 1) have ids.
     *
     * @throws IndexOutOfBoundsException if there is no such mode
     */
    public boolean hasIds(int mode) {
        return !ids.get(mode).isEmpty();
    }

    /** Returns the ids of the rows; empty if positions are used. */
    public List<String> rows() {
        return ids.get(0);
    }

    /** Returns the ids of the columns; empty if positions are used. */
    public List<String> columns() {
        return ids.get(1);
    }

    /**
     * Returns what users call a row (mode 0) or column (mode 1).
     *
     * @param mode 0 or 1
     * @param place its position, counted from 0
     * @return its id, or its position as users count it
     * @throws IndexOutOfBoundsException if there is no such mode or place
     */
    public String name(int mode, int place) {
        return hasIds(mode) ? ids.get(mode).get(place) : String.valueOf((long) place + base);
    }

    /** Returns the position, counted from 0, of the row with this id; −1 if there is none. */
    public int row(String id) {
        Objects.requireNonNull(id, "id");

        return hasIds(0) ? place(0, id) : -1;
    }

    /** Returns the position, counted from 0, of the column with this id; −1 if there is none. */
    public int column(String id) {
        Objects.requireNonNull(id, "id");

        return hasIds(1) ? place(1, id) : -1;
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

    /**
     * Returns where this indexing and another one name a row or column differently, for users; null
     * if they do not. Rows or columns without ids, in one or the other, are not compared.
     *
     * @param other the ids of other data with the same rows, columns or both
     */
    public @Nullable String differenceFrom(Indexing other) {
        Objects.requireNonNull(other, "other");

        for (int mode = 0; mode < ids.size(); mode++) {
            if (hasIds(mode) && other.hasIds(mode)) {
                String difference = difference(mode, other.ids(mode));
                if (difference != null) {
                    return difference;
                }
            }
        }
        return null;
    }

    /**
     * Returns how the rows of other data are called otherwise than these, in words for a message,
     * whatever their columns are; null if they have the same ids in the same order, or one of the
     * two has none.
     */
    public @Nullable String rowDifferenceFrom(Indexing other) {
        Objects.requireNonNull(other, "other");

        return hasIds(0) && other.hasIds(0) ? difference(0, other.ids(0)) : null;
    }

    private @Nullable String difference(int mode, List<String> others) {
        String what = mode == 0 ? "row" : "column";
        List<String> own = ids.get(mode);
        if (own.size() != others.size()) {
            return String.format(
                    "has %d ids, must have one for each %s of the data: %d",
                    others.size(), what, own.size());
        }
        for (int k = 0; k < own.size(); k++) {
            if (!own.get(k).equals(others.get(k))) {
                return String.format(
                        "%s %d has the id %s here and %s in the data, they must agree",
                        what, k + 1, Printable.quote(others.get(k)), Printable.quote(own.get(k)));
            }
        }
        return null;
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
        if (hasIds(0) == hasIds(1)) {
            return hasIds() ? "rows and columns by ids" : "rows and columns counted from " + base;
        }
        return hasIds(0)
                ? "rows by ids, columns counted from " + base
                : "rows counted from " + base + ", columns by ids";
    }
}
