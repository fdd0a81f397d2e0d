package io.nadir.io;

import io.nadir.io.ColumnRoles.Role;
import io.nadir.io.TextFormat.Choice;

import org.jspecify.annotations.Nullable;

/** How the positions of the entries of a text are given: counted from a base, or by ids. */
final class Places {
    /** Stands for what is not in UTF-8. */
    static final char UNREADABLE = '\ufffd';

    /** The largest position that is read. */
    static final int LARGEST = Integer.MAX_VALUE - 1;

    /**
     * If the extent exceeds this, and only a few of the positions are listed, the positions look
     * like ids.
     */
    private static final int MANY = 1000;

    /** One in so many is few. */
    private static final int FEW = 8;

    private final TextInput text;
    private @Nullable IdTable rowIds;
    private @Nullable IdTable columnIds;
    private Indexing indexing = Indexing.FROM_ONE;
    private int rowField;
    private int columnField;
    private int rows;
    private int columns;

    Places(TextInput text) {
        this.text = text;
    }

    /** Decides by the first entry what the format and the header leave open. */
    void begin(TextRow first, ColumnRoles roles) throws DataFormatException {
        rowField = roles.at(Role.ROW);
        columnField = roles.at(Role.COLUMN);
        TextFormat format = text.format();
        Integer said = roles.base();
        Integer base = format.base();
        if (said != null && base != null && !said.equals(base)) {
            throw text.refuse(contradiction(said, base));
        }
        Integer known = base == null ? said : base;
        indexing = Indexing.counted(known == null ? 1 : known);
        boolean byId =
                switch (format.ids()) {
                    case YES -> true;
                    case NO -> false;
                    case DETECT ->
                            known == null
                                    && (roles.byId()
                                            || isId(first, rowField)
                                            || isId(first, columnField));
                };
        if (byId) {
            rowIds = new IdTable();
            columnIds = new IdTable();
        }
    }

    private boolean isId(TextRow line, int field) {
        String id = line.field(field);
        return isId(id) && !text.tokens().isMissing(id);
    }

    /** Whether this is a text, or a number too large for a position. */
    static boolean isId(String id) {
        return id.matches("[0-9]+")
                ? id.length() > 10 || Long.parseLong(id) > LARGEST
                : !Tokens.isNumberLike(id);
    }

    /** The row of an entry, from 0. */
    int row(TextRow line) throws DataFormatException {
        IdTable ids = rowIds;
        int i = ids == null ? position(line, rowField, "row") : id(line, rowField, ids);
        rows = Math.max(rows, i + 1);
        return i;
    }

    /** The column of an entry, from 0. */
    int column(TextRow line) throws DataFormatException {
        IdTable ids = columnIds;
        int j = ids == null ? position(line, columnField, "column") : id(line, columnField, ids);
        columns = Math.max(columns, j + 1);
        return j;
    }

    /** Number of rows. */
    int rows() {
        return rows;
    }

    /** Number of columns. */
    int columns() {
        return columns;
    }

    /** What rows and columns are called. */
    Indexing indexing() {
        return indexing;
    }

    /** What the user calls a row once all entries are there. */
    String rowName(int i) {
        return name(0, i);
    }

    /** What the user calls a column once all entries are there. */
    String columnName(int j) {
        return name(1, j);
    }

    /** Puts ids into order, and refuses positions that look like ids. */
    void finish(Triplets triplets) throws DataFormatException {
        IdTable byRow = rowIds;
        IdTable byColumn = columnIds;
        if (byRow != null && byColumn != null) {
            triplets.rename(byRow.ranks(), byColumn.ranks());
            indexing = Indexing.byIds(byRow.sorted(), byColumn.sorted());
        } else if (text.format().ids() == Choice.DETECT) {
            requirePositions(text.input(), triplets, rows, columns);
        }
    }

    /** Refuses positions that look like ids. */
    static void requirePositions(Input input, Triplets triplets, int rows, int columns)
            throws DataFormatException {
        requirePositions(input, "rows", rows, triplets.hasFewRows(rows, FEW));
        requirePositions(input, "columns", columns, triplets.hasFewColumns(columns, FEW));
    }

    private static void requirePositions(Input input, String what, int extent, boolean few)
            throws DataFormatException {
        if (extent > MANY && few) {
            throw input.refuse(
                    String.format(
                            "most of the %d %s are empty: if their numbers are ids say --ids yes,"
                                + " if they are positions --ids no (in Java: TextFormat.withIds)",
                            extent, what));
        }
    }

    private String name(int mode, int place) {
        return indexing.hasIds()
                ? Printable.quote(indexing.ids(mode).get(place))
                : String.valueOf(place + indexing.base());
    }

    private int id(TextRow line, int field, IdTable ids) throws DataFormatException {
        String id = line.field(field);
        if (id.indexOf(UNREADABLE) >= 0) {
            throw text.refuse(
                    line,
                    String.format(
                            "field %d: %s has characters that are not in UTF-8, so that it cannot"
                                    + " be told from other ids: save the file as UTF-8, or name its"
                                    + " encoding, %s",
                            field + 1, Printable.quote(id), Advice.ENCODING));
        }
        if (text.tokens().isMissing(id)) {
            throw text.refuse(
                    line,
                    String.format(
                            "field %d: %s is no id, allowed are texts that are no missing tokens",
                            field + 1, Printable.quote(id)));
        }
        return ids.number(id);
    }

    private int position(TextRow line, int field, String what) throws DataFormatException {
        String digits = line.field(field);
        requireNoLeadingZero(line, digits, field);
        try {
            int index = Integer.parseInt(digits);
            if (index >= indexing.base() && index <= LARGEST) {
                return index - indexing.base();
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        String advice =
                digits.matches("[+-]?[0-9]{1,9}") ? "" : "; if they are ids say " + Advice.IDS;
        throw text.refuse(line, refusal(digits, field, what, indexing.base(), LARGEST) + advice);
    }

    /** 007 may be an id other than 7. */
    private void requireNoLeadingZero(TextRow line, String digits, int field)
            throws DataFormatException {
        boolean zero = digits.length() > 1 && digits.charAt(0) == '0';
        if (zero && text.format().ids() == Choice.DETECT) {
            throw text.refuse(
                    line,
                    String.format(
                            "field %d: %s begins with 0, as ids may do and positions do not: if it"
                                    + " is an id say --ids yes, if it is a position --ids no"
                                    + " (in Java: TextFormat.withIds)",
                            field + 1, Printable.quote(digits)));
        }
    }

    /** Why a header and the format do not go together. */
    static String contradiction(int said, int asked) {
        return String.format(
                "its column names say that rows and columns count from %d, --base says %d"
                        + " (in Java: TextFormat.withBase): they must agree",
                said, asked);
    }

    /** Why a field is no position. */
    static String refusal(String digits, int field, String what, int base, long largest) {
        boolean zero = digits.matches("[+-]?0+") && base == 1;
        String advice = zero ? "; if they count from 0 say " + Advice.BASE : "";
        return String.format(
                "field %d: %s, allowed are whole numbers from %d to %d for a %s: they count from"
                        + " %d here%s",
                field + 1, Printable.quote(digits), base, largest, what, base, advice);
    }
}
