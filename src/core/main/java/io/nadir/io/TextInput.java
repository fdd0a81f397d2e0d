package io.nadir.io;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.Pattern;

/** A text, together with what its first lines and the user tell about it. */
final class TextInput {
    private static final Pattern MARKET_BANNER =
            Pattern.compile("\\s*%+\\s*MatrixMarket\\b", Pattern.CASE_INSENSITIVE);

    private final Input input;
    private final TextFormat format;
    private final TextSample sample;
    private final boolean entries;
    private final Tokens tokens;
    private final Dialect dialect;
    private final List<String> firstLines;
    private final TextNumbers numbers;
    private final TextRows rows;

    private TextInput(Input raw, TextFormat format, boolean entries) throws IOException {
        Charset encoding = format.encoding();
        this.input = encoding == null ? raw : raw.inUtf8(encoding);
        this.format = format;
        this.sample = TextSample.of(input);
        requireNoMatrixMarket(input, sample);
        this.tokens = new Tokens(format.missing());
        DialectDetector detector = new DialectDetector(input, format, sample, entries);
        this.dialect = detector.detect();
        this.firstLines = detector.lines();
        this.entries = entries;
        this.numbers = new TextNumbers(dialect);
        this.rows = new TextRows(input, dialect, tokens);
    }

    /** The size line of a Matrix Market file must not be taken for an entry. */
    private static void requireNoMatrixMarket(Input input, TextSample sample)
            throws DataFormatException {
        for (String line : sample.lines()) {
            if (MARKET_BANNER.matcher(line).lookingAt()) {
                throw input.refuse(
                        Printable.quote(line)
                                + " looks like the first line of a Matrix Market file, which must"
                                + " be the first line and begin with "
                                + MatrixMarketHeader.BANNER);
            }
        }
    }

    /** A dense table. */
    static TextInput ofTable(Input input, TextFormat format) throws IOException {
        return new TextInput(input, format, false);
    }

    /** Lines of row, column and value. */
    static TextInput ofEntries(Input input, TextFormat format) throws IOException {
        return new TextInput(input, format, true);
    }

    /** Reads all lines but comments. */
    void forEach(TextRows.RowReader reader) throws IOException {
        rows.forEach(reader);
    }

    /** Where the text comes from. */
    Input input() {
        return input;
    }

    /** What is said of the format. */
    TextFormat format() {
        return format;
    }

    /** What fields look like. */
    Tokens tokens() {
        return tokens;
    }

    /** What the text is taken for. */
    Dialect dialect() {
        return dialect;
    }

    /** Whether there is one line only, which then cannot be a header. */
    boolean hasOneLine() {
        return sample.complete() && firstLines.size() <= 1;
    }

    /** The fields of the first lines, comments left out. */
    List<List<String>> firstRows() {
        return firstLines.stream()
                .map(line -> TextFields.split(line, dialect.separator()))
                .toList();
    }

    /** The fields of the last comment before the first line, none if there is none. */
    List<String> commentBefore() {
        Character comment = dialect.comment();
        String last = "";
        for (String line : sample.lines()) {
            if (comment == null || line.charAt(0) != comment) {
                break;
            }
            last = line.substring(1);
        }
        return last.isBlank() ? List.of() : TextFields.split(last, dialect.separator());
    }

    /** The finite number in a field, counted from 0. */
    double number(TextRow row, int field) throws DataFormatException {
        try {
            return numbers.parse(row.field(field));
        } catch (NumberFormatException e) {
            String place = String.format("line %d, field %d: ", row.line(), field + 1);
            throw tokens.isMissing(row.field(field))
                    ? missing(place + Printable.quote(row.field(field)), row.field(field).isEmpty())
                    : input.refuse(place + e.getMessage());
        }
    }

    private DataFormatException missing(String field, boolean empty) {
        String problem = field + (empty ? " is empty, a" : " is a") + " missing entry";
        return entries
                ? input.refuse(problem + ", of which a file of entries has no line: leave it out")
                : input.refuse(problem, Advice.ALLOWED_AS_MISSING);
    }

    /** What is to be said of the text. */
    InputDescription.Text describe(
            boolean header,
            boolean headerPossible,
            boolean indexColumn,
            long missing,
            List<String> ignored) {
        return new InputDescription.Text(
                dialect.separatorName(),
                dialect.decimal() == ',',
                header,
                headerPossible,
                indexColumn,
                missing,
                rows.comments(),
                ignored);
    }

    /** An exception that names the input. */
    DataFormatException refuse(String problem) {
        return input.refuse(problem);
    }

    /** An exception that names the input and a line. */
    DataFormatException refuse(TextRow row, String problem) {
        return input.refuse("line " + row.line() + ": " + problem);
    }
}
