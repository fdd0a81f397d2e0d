package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * What comes before the entries in a Matrix Market file.
 *
 * @param field what the entries are
 * @param coordinate whether entries come with their row and column, not all of them in order
 * @param symmetry of the matrix
 * @param rows 1 or more
 * @param columns 1 or more, equal to the rows unless the symmetry is general
 * @param entries listed
 */
record MatrixMarketHeader(
        Field field, boolean coordinate, Symmetry symmetry, int rows, int columns, long entries) {
    /** What every file starts with. */
    static final String BANNER = "%%MatrixMarket";

    private static final List<String> FIELDS =
            List.of("real", "double", "integer", "unsigned-integer", "pattern");

    private static final List<Field> FIELD_OF =
            List.of(Field.REAL, Field.REAL, Field.INTEGER, Field.INTEGER, Field.PATTERN);

    private static final List<String> ARRAY_FIELDS = FIELDS.subList(0, 4);

    private static final List<String> SYMMETRIES =
            List.of("general", "symmetric", "skew-symmetric");

    private static final List<String> PATTERN_SYMMETRIES = SYMMETRIES.subList(0, 2);

    /** What the entries are. */
    enum Field {
        /** Decimal numbers, rounded to the nearest double. */
        REAL,
        /** Whole numbers that a double holds exactly. */
        INTEGER,
        /** Places alone, where the matrix is 1. */
        PATTERN
    }

    /** Which part of the matrix is listed, and what follows for the rest. */
    enum Symmetry {
        /** All of it. */
        GENERAL,
        /**
         * The lower triangle of an array, one of each two mirror images in a coordinate file; the
         * other is the same.
         */
        SYMMETRIC,
        /** Likewise, the diagonal being zero and listed or not; the other has opposite sign. */
        SKEW_SYMMETRIC;

        /** Listed entries of an array with these dimensions. */
        long entries(long rows, long columns) {
            return switch (this) {
                case GENERAL -> rows * columns;
                case SYMMETRIC -> rows * (rows + 1) / 2;
                case SKEW_SYMMETRIC -> rows * (rows - 1) / 2;
            };
        }
    }

    /** Reads the header, up to the first entry. */
    static MatrixMarketHeader read(TextLines lines) throws IOException {
        String first = lines.next();
        String[] banner = tokens(first == null ? "" : first);
        if (banner.length != 5 || !banner[0].equalsIgnoreCase(BANNER)) {
            throw lines.refuseAll(
                    "must start with a line of the form "
                            + BANNER
                            + " matrix array|coordinate real|integer|pattern"
                            + " general|symmetric|skew-symmetric");
        }
        choice(lines, "object", banner[1], List.of("matrix"));
        boolean coordinate =
                choice(lines, "format", banner[2], List.of("array", "coordinate")) == 1;
        int field = choice(lines, "field", banner[3], coordinate ? FIELDS : ARRAY_FIELDS);
        boolean pattern = FIELD_OF.get(field) == Field.PATTERN;
        int symmetry =
                choice(lines, "symmetry", banner[4], pattern ? PATTERN_SYMMETRIES : SYMMETRIES);
        return readSize(lines, FIELD_OF.get(field), coordinate, Symmetry.values()[symmetry]);
    }

    /** Whether a file that starts with {@code text} has a banner, in upper or lower case. */
    static boolean isBanner(String text) {
        return text.regionMatches(true, 0, BANNER, 0, BANNER.length());
    }

    /** The next line that is neither empty nor a comment; null at the end. */
    static @Nullable String nextLine(TextLines lines) throws IOException {
        @Nullable String line = lines.nextFilled();
        while (line != null && line.startsWith("%")) {
            line = lines.nextFilled();
        }
        return line;
    }

    /** The parts of a line between white space. */
    static String[] tokens(String line) {
        StringTokenizer tokenizer = new StringTokenizer(line);
        String[] tokens = new String[tokenizer.countTokens()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = tokenizer.nextToken();
        }
        return tokens;
    }

    private static int choice(TextLines lines, String what, String found, List<String> allowed)
            throws DataFormatException {
        int choice = allowed.indexOf(found.toLowerCase(Locale.ROOT));
        if (choice < 0) {
            throw lines.refuse(
                    String.format(
                            "%s %s, allowed: %s",
                            what, Printable.quote(found), String.join(", ", allowed)));
        }
        return choice;
    }

    private static MatrixMarketHeader readSize(
            TextLines lines, Field field, boolean coordinate, Symmetry symmetry)
            throws IOException {
        String[] size = tokens(sizeLine(lines));
        if (size.length != (coordinate ? 3 : 2)) {
            throw lines.refuse(
                    "the size line must be: rows columns" + (coordinate ? " entries" : ""));
        }
        int rows = (int) lines.integer(size[0], 1, Integer.MAX_VALUE);
        int columns = (int) lines.integer(size[1], 1, Integer.MAX_VALUE);
        if (symmetry != Symmetry.GENERAL && rows != columns) {
            throw lines.refuse(
                    String.format(
                            "%d rows and %d columns, a symmetric matrix has as many rows as"
                                    + " columns",
                            rows, columns));
        }
        long entries =
                coordinate
                        ? lines.integer(size[2], 0, (long) rows * columns)
                        : symmetry.entries(rows, columns);
        return new MatrixMarketHeader(field, coordinate, symmetry, rows, columns, entries);
    }

    private static String sizeLine(TextLines lines) throws IOException {
        @Nullable String line = nextLine(lines);
        if (line == null) {
            throw lines.refuseAll("truncated: there is no size line");
        }
        return line;
    }
}
