package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a text file of numbers is written. What is not said is detected from the first lines where
 * that is safe, and a file that can be read in two ways is refused with a message that names what
 * decides it. Immutable; {@link #defaults()} says nothing, each {@code with} method one thing.
 *
 * <p>A first line is a header if each of its fields is a name, that is, has letters and is neither
 * a number nor a missing token. A first line of whole numbers each one more than the one before is
 * refused unless {@link #header} decides, from two numbers on if they begin with 0 or 1, otherwise
 * from three on (1990,1991,1992): labels look like that, and so they do with .0 behind each of
 * three or more (0.0,1.0,2.0). A first column that counts all rows, three at least, and one under
 * an empty corner are refused unless {@link #indexColumn} decides. So is a dense table under the
 * names of row, column and value, which files of entries have.
 *
 * @param separator of fields: {@code ","}, {@code "\t"}, {@code ";"}, {@code "|"}, {@code "::"}, or
 *     any text of one or two characters; {@code " "} is any number of blanks and tabs. Null: the
 *     one of these under which the first lines have equally many fields that are numbers
 * @param decimal {@code '.'} or {@code ','}. Null: a comma only where fields are separated by
 *     another character and the first lines have numbers like 3,25 that are no thousands
 * @param thousands character between groups of three digits. Null: there are none
 * @param header whether the first line is one
 * @param indexColumn whether the first column of a dense file has labels of the rows
 * @param comment character that begins lines to be skipped. Null: {@code #} or {@code %} if one of
 *     the first lines begins with it
 * @param missing texts that mark missing entries, besides the usual ones (NA, N/A, NaN, NULL, None,
 *     ?, -, an empty field and so on, in capitals or not)
 * @param columns names of the columns of a file of entries, as a header has them; {@code "-"} for
 *     one that is ignored. Empty: as the header says, or row, column and value
 * @param base what rows and columns count from, 0 or 1. Null: 1, or what the header or the model
 *     says
 * @param ids whether rows and columns have ids, which may be any text, in place of positions.
 *     {@link Choice#DETECT}: if the header says so ({@code userId}), or those of the first entry
 *     are no whole numbers or too large for positions
 */
public record TextFormat(
        @Nullable String separator,
        @Nullable Character decimal,
        @Nullable Character thousands,
        Choice header,
        Choice indexColumn,
        @Nullable Character comment,
        Set<String> missing,
        List<String> columns,
        @Nullable Integer base,
        Choice ids) {

    /** Any number of blanks and tabs. */
    public static final String BLANKS = " ";

    /** Largest length of a separator. */
    private static final int LONGEST_SEPARATOR = 2;

    private static final TextFormat DEFAULTS =
            new TextFormat(
                    null,
                    null,
                    null,
                    Choice.DETECT,
                    Choice.DETECT,
                    null,
                    Set.of(),
                    List.of(),
                    null,
                    Choice.DETECT);

    /** Yes, no, or what the file looks like. */
    public enum Choice {
        /** Decided by the file, which is refused where that is not safe. */
        DETECT,
        /** Yes. */
        YES,
        /** No. */
        NO
    }

    /**
     * Checks what is said.
     *
     * @throws IllegalArgumentException if something is not allowed, or contradicts something else
     */
    public TextFormat {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(indexColumn, "indexColumn");
        Objects.requireNonNull(missing, "missing");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(ids, "ids");

        missing = Set.copyOf(missing);
        columns = List.copyOf(columns);
        require(
                separator == null || isSeparator(separator),
                "separator = " + separator,
                "one or two characters that are no letters, digits, quotes or line ends");
        require(
                decimal == null || decimal == '.' || decimal == ',',
                "decimal = " + decimal,
                "point and comma");
        require(
                thousands == null || ",.' _\u00a0\u202f".indexOf(thousands) >= 0,
                "thousands = " + thousands,
                "comma, point, blank, apostrophe and underscore");
        require(
                thousands == null || thousands != (decimal == null ? '.' : decimal),
                "thousands = " + thousands,
                "a character other than the decimal one");
        require(
                comment == null || isCommentCharacter(comment),
                "comment = " + comment,
                "one character that is no letter, digit, sign, quote or point");
        require(base == null || base == 0 || base == 1, "base = " + base, "0 and 1");
        for (String token : missing) {
            require(
                    token.equals(token.strip()) && !token.isEmpty(),
                    "missing = " + Printable.quote(token),
                    "texts without blanks around them");
        }
        ColumnRoles.requireKnown(columns);
    }

    /** Says nothing. */
    public static TextFormat defaults() {
        return DEFAULTS;
    }

    /** With a separator of fields. */
    public TextFormat withSeparator(@Nullable String text) {
        return with(p -> p.separator = text);
    }

    /** With a decimal mark, {@code '.'} or {@code ','}. */
    public TextFormat withDecimal(@Nullable Character mark) {
        return with(p -> p.decimal = mark);
    }

    /** With a character between groups of three digits. */
    public TextFormat withThousands(@Nullable Character mark) {
        return with(p -> p.thousands = mark);
    }

    /** With or without a header. */
    public TextFormat withHeader(Choice choice) {
        Objects.requireNonNull(choice, "choice");

        return with(p -> p.header = choice);
    }

    /** With or without a first column of labels. */
    public TextFormat withIndexColumn(Choice choice) {
        Objects.requireNonNull(choice, "choice");

        return with(p -> p.indexColumn = choice);
    }

    /** With a character that begins comments. */
    public TextFormat withComment(@Nullable Character mark) {
        return with(p -> p.comment = mark);
    }

    /** With further texts that mark missing entries. */
    public TextFormat withMissing(Set<String> tokens) {
        Objects.requireNonNull(tokens, "tokens");

        return with(p -> p.missing = tokens);
    }

    /** With names for the columns of a file of entries. */
    public TextFormat withColumns(List<String> names) {
        Objects.requireNonNull(names, "names");

        return with(p -> p.columns = names);
    }

    /** With what rows and columns count from. */
    public TextFormat withBase(@Nullable Integer first) {
        return with(p -> p.base = first);
    }

    /** With ids or positions. */
    public TextFormat withIds(Choice choice) {
        Objects.requireNonNull(choice, "choice");

        return with(p -> p.ids = choice);
    }

    private TextFormat with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.build();
    }

    private static boolean isSeparator(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_SEPARATOR
                && text.chars()
                        .noneMatch(
                                c -> Character.isLetterOrDigit(c) || "\"\r\n.+-".indexOf(c) >= 0);
    }

    private static boolean isCommentCharacter(char c) {
        return !Character.isLetterOrDigit(c) && "\"\r\n.+-, \t".indexOf(c) < 0;
    }

    private static void require(boolean allowed, String stated, String what) {
        if (!allowed) {
            throw new IllegalArgumentException(Printable.oneLine(stated) + ", allowed are " + what);
        }
    }

    /** What a format is made of, to be changed. */
    private static final class Parts {
        private @Nullable String separator;
        private @Nullable Character decimal;
        private @Nullable Character thousands;
        private Choice header;
        private Choice indexColumn;
        private @Nullable Character comment;
        private Set<String> missing;
        private List<String> columns;
        private @Nullable Integer base;
        private Choice ids;

        Parts(TextFormat format) {
            separator = format.separator;
            decimal = format.decimal;
            thousands = format.thousands;
            header = format.header;
            indexColumn = format.indexColumn;
            comment = format.comment;
            missing = format.missing;
            columns = format.columns;
            base = format.base;
            ids = format.ids;
        }

        TextFormat build() {
            return new TextFormat(
                    separator,
                    decimal,
                    thousands,
                    header,
                    indexColumn,
                    comment,
                    missing,
                    columns,
                    base,
                    ids);
        }
    }
}
