package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where the lines of a file of entries have what, by the names of its columns.
 *
 * @param at field of each {@link Role} that has one
 * @param fields of a line
 * @param base that the names tell, null if they do not
 * @param byId whether the names are those of ids
 * @param ignored names of the columns that are not used
 */
record ColumnRoles(
        Map<Role, Integer> at,
        int fields,
        @Nullable Integer base,
        boolean byId,
        List<String> ignored) {

    /** Ignores a column. */
    static final String IGNORED = "-";

    /** Row, column and value. */
    private static final int ENTRY = 3;

    /** What users are told. */
    static final String KNOWN =
            "row (or user, userId, customer, i), column (or item, movie, film, product, itemId,"
                    + " movieId, j), value (or rating, score, count, stars, x), weight (or w) and"
                    + " timestamp or -, which are ignored";

    /** What a field is. */
    enum Role {
        ROW,
        COLUMN,
        VALUE,
        WEIGHT
    }

    private record Name(@Nullable Role role, @Nullable Integer base, boolean isId) {
        Name(@Nullable Role role) {
            this(role, null, false);
        }
    }

    private static final Map<String, Name> NAMES =
            Map.ofEntries(
                    Map.entry("row", new Name(Role.ROW)),
                    Map.entry("i", new Name(Role.ROW)),
                    Map.entry("row0", new Name(Role.ROW, 0, false)),
                    Map.entry("user", new Name(Role.ROW, null, true)),
                    Map.entry("userid", new Name(Role.ROW, null, true)),
                    Map.entry("customer", new Name(Role.ROW, null, true)),
                    Map.entry("customerid", new Name(Role.ROW, null, true)),
                    Map.entry("rowid", new Name(Role.ROW, null, true)),
                    Map.entry("column", new Name(Role.COLUMN)),
                    Map.entry("col", new Name(Role.COLUMN)),
                    Map.entry("j", new Name(Role.COLUMN)),
                    Map.entry("column0", new Name(Role.COLUMN, 0, false)),
                    Map.entry("col0", new Name(Role.COLUMN, 0, false)),
                    Map.entry("item", new Name(Role.COLUMN, null, true)),
                    Map.entry("itemid", new Name(Role.COLUMN, null, true)),
                    Map.entry("movie", new Name(Role.COLUMN, null, true)),
                    Map.entry("movieid", new Name(Role.COLUMN, null, true)),
                    Map.entry("film", new Name(Role.COLUMN, null, true)),
                    Map.entry("filmid", new Name(Role.COLUMN, null, true)),
                    Map.entry("product", new Name(Role.COLUMN, null, true)),
                    Map.entry("productid", new Name(Role.COLUMN, null, true)),
                    Map.entry("columnid", new Name(Role.COLUMN, null, true)),
                    Map.entry("value", new Name(Role.VALUE)),
                    Map.entry("rating", new Name(Role.VALUE)),
                    Map.entry("score", new Name(Role.VALUE)),
                    Map.entry("count", new Name(Role.VALUE)),
                    Map.entry("stars", new Name(Role.VALUE)),
                    Map.entry("x", new Name(Role.VALUE)),
                    Map.entry("weight", new Name(Role.WEIGHT)),
                    Map.entry("weights", new Name(Role.WEIGHT)),
                    Map.entry("w", new Name(Role.WEIGHT)),
                    Map.entry("timestamp", new Name((Role) null)),
                    Map.entry(IGNORED, new Name((Role) null)));

    /** Row, column and value. */
    static ColumnRoles plain() {
        return of(List.of("row", "column", "value"));
    }

    /** Row, column, value and, if there are four, weight, in this order. */
    static ColumnRoles at(List<Integer> fields, int all) {
        Map<Role, Integer> at = new EnumMap<>(Role.class);
        for (int k = 0; k < fields.size(); k++) {
            at.put(Role.values()[k], fields.get(k));
        }
        return new ColumnRoles(at, all, null, false, List.of());
    }

    /**
     * Returns the roles that belong to these names.
     *
     * @throws IllegalArgumentException if a name is unknown, or two are the same
     */
    static ColumnRoles of(List<String> names) {
        Map<Role, Integer> at = new EnumMap<>(Role.class);
        Integer base = null;
        boolean byId = false;
        List<String> ignored = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            Name name = nameOf(names.get(k));
            if (name == null) {
                throw new IllegalArgumentException(
                        Printable.quote(names.get(k)) + ", known names are " + KNOWN);
            }
            Role role = name.role;
            if (role == null) {
                ignored.add(names.get(k).equals(IGNORED) ? "column " + (k + 1) : names.get(k));
            } else if (at.containsKey(role)) {
                throw new IllegalArgumentException(
                        Printable.quote(names.get(k))
                                + ", a second name for the "
                                + role.name().toLowerCase(Locale.ROOT));
            } else {
                at.put(role, k);
            }
            base = name.base == null ? base : name.base;
            byId |= name.isId;
        }
        return new ColumnRoles(at, names.size(), base, byId, List.copyOf(ignored));
    }

    /**
     * The roles of three columns under names of which one at least is unknown, if only one reading
     * is possible: the values are numbers, and rows and columns are called by texts, which come in
     * this order where their names do not say otherwise.
     *
     * @param names the header
     * @param rows lines below it
     * @return null if there is no such reading, or more than one
     */
    static @Nullable ColumnRoles byContent(
            List<String> names, List<List<String>> rows, Tokens tokens) {
        if (names.size() != ENTRY || rows.isEmpty()) {
            return null;
        }
        Map<Role, Integer> at = new EnumMap<>(Role.class);
        for (int k = 0; k < names.size(); k++) {
            Name name = nameOf(names.get(k));
            Role role = name == null ? null : name.role;
            boolean numbers = all(rows, k, Tokens::isNumberLike);
            boolean decided = numbers || all(rows, k, tokens::isName);
            if (!decided || (name != null && (role == null || numbers != (role == Role.VALUE)))) {
                return null;
            }
            Role known = numbers ? Role.VALUE : role;
            if (known != null && at.put(known, k) != null) {
                return null;
            }
        }
        for (int k = 0; k < names.size(); k++) {
            if (!at.containsValue(k)) {
                at.put(at.containsKey(Role.ROW) ? Role.COLUMN : Role.ROW, k);
            }
        }
        return at.size() == names.size()
                ? new ColumnRoles(at, names.size(), null, true, List.of())
                : null;
    }

    private static boolean all(List<List<String>> rows, int k, Predicate<String> isSo) {
        return rows.stream().allMatch(row -> k < row.size() && isSo.test(row.get(k)));
    }

    /**
     * Throws if columns are chosen by name, of an input whose columns have none or have no roles.
     */
    static void requireNone(Input input, TextFormat format) throws DataFormatException {
        if (!format.columns().isEmpty()) {
            throw input.refuse(
                    "columns = "
                            + Printable.oneLine(String.join(",", format.columns()))
                            + ", allowed for files of entries, with --missing unlisted or --sparse"
                            + " (in Java: SparseReader), and for tables such as Parquet");
        }
    }

    /** Whether {@code names} can only be a header: two different roles at least are among them. */
    static boolean areNames(List<String> names) {
        return rolesAmong(names).size() >= 2;
    }

    /** Whether {@code names} are those of entries: row, column and value are among them. */
    static boolean areEntryNames(List<String> names) {
        return rolesAmong(names).containsAll(Set.of(Role.ROW, Role.COLUMN, Role.VALUE));
    }

    /** The fields of row and column, if each has one; empty otherwise. */
    static List<Integer> places(List<String> names) {
        List<Integer> rows = fieldsOf(Role.ROW, names);
        List<Integer> columns = fieldsOf(Role.COLUMN, names);
        return rows.size() == 1 && columns.size() == 1
                ? List.of(rows.getFirst(), columns.getFirst())
                : List.of();
    }

    private static List<Integer> fieldsOf(Role role, List<String> names) {
        List<Integer> fields = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            Name name = nameOf(names.get(k));
            if (name != null && name.role == role) {
                fields.add(k);
            }
        }
        return fields;
    }

    private static Set<Role> rolesAmong(List<String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String text : names) {
            Name name = nameOf(text);
            if (name != null && name.role != null) {
                roles.add(name.role);
            }
        }
        return roles;
    }

    private static @Nullable Name nameOf(String text) {
        String word = text.strip();
        return word.equals(IGNORED)
                ? NAMES.get(IGNORED)
                : NAMES.get(word.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", ""));
    }

    /** Whether there is a field for it. */
    boolean has(Role role) {
        return at(role) >= 0;
    }

    /** The field, from 0. */
    int at(Role role) {
        return at.getOrDefault(role, -1);
    }

    /** These, counting and named as the names in the header of the file also say. */
    ColumnRoles alsoNamed(List<String> header) {
        Integer foundBase = base;
        boolean foundIds = byId;
        for (Role role : List.of(Role.ROW, Role.COLUMN)) {
            int k = at(role);
            Name name = k >= 0 && k < header.size() ? nameOf(header.get(k)) : null;
            if (name != null && name.role == role) {
                foundBase = name.base == null ? foundBase : name.base;
                foundIds |= name.isId;
            }
        }
        return new ColumnRoles(at, fields, foundBase, foundIds, ignored);
    }
}
