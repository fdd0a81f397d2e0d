package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a text file of numbers is written. What is not specified is detected from the first lines,
 * where that is safe; a file that can be interpreted in two ways is refused with a message that
 * names the option that decides. Immutable. {@link #defaults()} specifies nothing; each {@code
 * with} method specifies one property.
 *
 * <p>A first line is a header if each of its fields is a name, that is, contains letters and is
 * neither a number nor a missing-value mark. A first line of whole numbers, each one more than the
 * one before, looks like labels. It is refused unless {@link #header} decides: from two numbers on
 * if they begin with 0 or 1, otherwise from three on (1990,1991,1992), and also if .0 follows each
 * of three or more (0.0,1.0,2.0). A first column that numbers at least three rows is refused unless
 * {@link #indexColumn} decides, and so are whole numbers under an empty corner, if they and those
 * beside it are all different and either grow, or one is 1000 or more, or they are three at least.
 * A first column of names or dates has the ids of the rows, and so has one that the header leaves
 * out, as R does. A dense table whose columns are called row, column and value is refused because
 * it looks like a list of entries.
 *
 * @param separator the separator of fields: {@code ","}, {@code "\t"}, {@code ";"}, {@code "|"},
 *     {@code "::"}, or any text of one or two characters; {@code " "} stands for any number of
 *     blanks and tabs. Null: the one of these that splits the first lines into equally many fields
 *     that are numbers
 * @param decimal the decimal mark, {@code '.'} or {@code ','}. Null: a comma only if another
 *     character separates fields and the first lines contain numbers like 3,25, in which the comma
 *     cannot separate thousands
 * @param thousands the character between groups of three digits. Null: none
 * @param header whether the first line is a header
 * @param indexColumn whether the first column of a dense file contains the ids of the rows
 * @param comment the character that begins comment lines, which are skipped. Null: {@code #} or
 *     {@code %} if one of the first lines begins with it
 * @param missing texts that mark missing entries, in addition to the usual ones (NA, N/A, NaN,
 *     NULL, None, ?, -, an empty field and others, in upper or lower case)
 * @param columns in a text, the names of all columns of a list of entries, as in a header, {@code
 *     "-"} for a column that is ignored; in a {@link TableFormat}, the names of the columns to
 *     read: those of row, column, value and, optionally, weight, or of any columns of a dense
 *     matrix. Empty: as the header says, or row, column and value
 * @param base the number of the first row and column, 0 or 1. Null: 1, or what the header or the
 *     model says
 * @param ids whether rows and columns are identified by ids, which may be any text, instead of
 *     positions. {@link Choice#DETECT}: in a list of entries, if the header says so ({@code
 *     userId}), or if those of the first entry are not whole numbers or too large for positions; in
 *     a dense table, if it has a header or an index column with different names
 * @param encoding the encoding of the characters, one that contains ASCII, such as windows-1252.
 *     Null: UTF-8. A byte order mark of UTF-8 or UTF-16 at the beginning of a file takes precedence
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
        Choice ids,
        @Nullable Charset encoding) {

    /** A separator that stands for any number of blanks and tabs. */
    public static final String BLANKS = " ";

    /** The largest length of a separator. */
    private static final int LONGEST_SEPARATOR = 2;

    /** What separates fields and makes numbers. */
    private static final String ASCII = "\t\n\r \"#%,;|:+-.0123456789Ee";

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
                    Choice.DETECT,
                    null);

    /** Yes, no, or detected from the file. */
    public enum Choice {
        /** Detected from the file, which is refused if the answer is not certain. */
        DETECT,
        /** Yes. */
        YES,
        /** No. */
        NO
    }

    /**
     * Validates the properties.
     *
     * @throws IllegalArgumentException if a property is not allowed, or contradicts another
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
        require(
                encoding == null || containsAscii(encoding),
                "encoding = " + encoding,
                "those that contain ASCII, such as UTF-8, windows-1252 and ISO-8859-2");
        for (String token : missing) {
            require(
                    token.equals(token.strip()) && !token.isEmpty(),
                    "missing = " + Printable.quote(token),
                    "texts without blanks around them");
        }
    }

    /** Returns a format that specifies nothing. */
    public static TextFormat defaults() {
        return DEFAULTS;
    }

    /** Returns this format with another {@link #separator()}. */
    public TextFormat withSeparator(@Nullable String text) {
        return with(p -> p.separator = text);
    }

    /** Returns this format with another {@link #decimal()} mark, {@code '.'} or {@code ','}. */
    public TextFormat withDecimal(@Nullable Character mark) {
        return with(p -> p.decimal = mark);
    }

    /** Returns this format with another {@link #thousands()} separator. */
    public TextFormat withThousands(@Nullable Character mark) {
        return with(p -> p.thousands = mark);
    }

    /** Returns this format with another choice of {@link #header()}. */
    public TextFormat withHeader(Choice choice) {
        Objects.requireNonNull(choice, "choice");

        return with(p -> p.header = choice);
    }

    /** Returns this format with another choice of {@link #indexColumn()}. */
    public TextFormat withIndexColumn(Choice choice) {
        Objects.requireNonNull(choice, "choice");

        return with(p -> p.indexColumn = choice);
    }

    /** Returns this format with another {@link #comment()} character. */
    public TextFormat withComment(@Nullable Character mark) {
        return with(p -> p.comment = mark);
    }

    /** Returns this format with other additional {@link #missing()} marks. */
    public TextFormat withMissing(Set<String> tokens) {
        Objects.requireNonNull(tokens, "tokens");

        return with(p -> p.missing = tokens);
    }

    /** Returns this format with other names of {@link #columns()}. */
    public TextFormat withColumns(List<String> names) {
        Objects.requireNonNull(names, "names");

        return with(p -> p.columns = names);
    }

    /** Returns this format with another {@link #base()}. */
    public TextFormat withBase(@Nullable Integer first) {
        return with(p -> p.base = first);
    }

    /** Returns this format with another choice of {@link #ids()}. */
    public TextFormat withIds(Choice choice) {
        Objects.requireNonNull(choice, "choice");

        return with(p -> p.ids = choice);
    }

    /** Returns this format with another {@link #encoding()}. */
    public TextFormat withEncoding(@Nullable Charset charset) {
        return with(p -> p.encoding = charset);
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

    private static boolean containsAscii(Charset encoding) {
        byte[] bytes = ASCII.getBytes(StandardCharsets.US_ASCII);
        return encoding.canEncode() && new String(bytes, encoding).equals(ASCII);
    }

    private static boolean isCommentCharacter(char c) {
        return !Character.isLetterOrDigit(c) && "\"\r\n.+-, \t".indexOf(c) < 0;
    }

    private static void require(boolean allowed, String stated, String what) {
        if (!allowed) {
            throw new IllegalArgumentException(Printable.oneLine(stated) + ", allowed are " + what);
        }
    }

    /** The mutable properties of a format. */
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
        private @Nullable Charset encoding;

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
            encoding = format.encoding;
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
                    ids,
                    encoding);
        }
    }
}
