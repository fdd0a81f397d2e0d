package io.nadir.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What users call the rows and columns of a matrix: by position, counted from a base, or by ids.
 * Immutable.
 */
public final class Indexing {
    /** Positions that count from 1, which is what files say unless told otherwise. */
    public static final Indexing FROM_ONE = new Indexing(1, List.of());

    private final int base;

    /** Ids of the rows and of the columns; empty if positions count. */
    private final List<List<String>> ids;

    private final List<Map<String, Integer>> places;

    private Indexing(int base, List<List<String>> ids) {
        this.base = base;
        this.ids = ids;
        this.places = ids.stream().map(Indexing::places).toList();
    }

    /**
     * By position.
     *
     * @param base what the first row and column are called, 0 or 1
     * @throws IllegalArgumentException if it is another
     */
    public static Indexing counted(int base) {
        if (base != 0 && base != 1) {
            throw new IllegalArgumentException("base = " + base + ", allowed are 0 and 1");
        }
        return base == 1 ? FROM_ONE : new Indexing(base, List.of());
    }

    /**
     * By ids, which are texts.
     *
     * @param rows id of each row
     * @param columns id of each column
     * @throws IllegalArgumentException if two rows or two columns have the same
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

    /** Refuses base 0 for a file that counts from 1 by its format. */
    static void requireMatrixMarket(Input input, TextFormat format) throws DataFormatException {
        if (Integer.valueOf(0).equals(format.base())) {
            throw input.refuse(
                    "is a Matrix Market file, which counts from 1: base = 0 is for texts only");
        }
    }

    /** What the first row and column are called if they are called by position. */
    public int base() {
        return base;
    }

    /** Whether rows and columns have ids. */
    public boolean hasIds() {
        return !ids.isEmpty();
    }

    /** Ids of the rows; empty if positions count. */
    public List<String> rows() {
        return hasIds() ? ids.get(0) : List.of();
    }

    /** Ids of the columns; empty if positions count. */
    public List<String> columns() {
        return hasIds() ? ids.get(1) : List.of();
    }

    /** Ids of the rows (mode 0) or columns (mode 1). */
    List<String> ids(int mode) {
        return ids.get(mode);
    }

    /** Place from 0 of an id of a row (mode 0) or column (mode 1), −1 if there is no such id. */
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

    /** For people. */
    @Override
    public String toString() {
        return hasIds() ? "rows and columns by ids" : "rows and columns counted from " + base;
    }
}
