package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * What comes before the entries in a Matrix Market file.
 *
 * @param coordinate whether entries come with their row and column, not all of them in order
 * @param symmetry of the matrix
 * @param rows 1 or more
 * @param columns 1 or more, equal to the rows unless the symmetry is general
 * @param entries listed
 */
record MatrixMarketHeader(
        boolean coordinate, Symmetry symmetry, int rows, int columns, long entries) {
    /** What every file starts with. */
    static final String BANNER = "%%MatrixMarket";

    /** Which part of the matrix is listed, and what follows for the rest. */
    enum Symmetry {
        /** All of it. */
        GENERAL,
        /** The lower triangle; the upper is its mirror image. */
        SYMMETRIC,
        /** The lower triangle without the diagonal, which is zero; the upper has opposite sign. */
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
        if (banner.length != 5 || !banner[0].equals(BANNER)) {
            throw lines.refuseAll(
                    "must start with a line of the form "
                            + BANNER
                            + " matrix array|coordinate real|integer"
                            + " general|symmetric|skew-symmetric");
        }
        choice(lines, "object", banner[1], List.of("matrix"));
        int format = choice(lines, "format", banner[2], List.of("array", "coordinate"));
        choice(lines, "field", banner[3], List.of("real", "integer"));
        List<String> symmetries = List.of("general", "symmetric", "skew-symmetric");
        int symmetry = choice(lines, "symmetry", banner[4], symmetries);
        return readSize(lines, format == 1, Symmetry.values()[symmetry]);
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
            TextLines lines, boolean coordinate, Symmetry symmetry) throws IOException {
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
        long possible = symmetry.entries(rows, columns);
        long entries = coordinate ? lines.integer(size[2], 0, possible) : possible;
        return new MatrixMarketHeader(coordinate, symmetry, rows, columns, entries);
    }

    private static String sizeLine(TextLines lines) throws IOException {
        @Nullable String line = lines.nextFilled();
        while (line != null && line.startsWith("%")) {
            line = lines.nextFilled();
        }
        if (line == null) {
            throw lines.refuseAll("truncated: there is no size line");
        }
        return line;
    }
}
