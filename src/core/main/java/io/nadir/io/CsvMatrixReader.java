package io.nadir.io;

import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.matrix.ObservedEntries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * Reads a table of numbers from a text, with or without a header line and a column of labels, as
 * {@link TextFormat} says.
 */
final class CsvMatrixReader {
    /** A column that counts fewer rows than these may do so by chance. */
    private static final int FEWEST_LABELS = 3;

    /** Row, column and value. */
    private static final int ENTRY = 3;

    private final TextInput text;
    private final boolean missingAllowed;
    private final boolean tokensFirst;
    private final TableNames names;
    private @Nullable TableHead head;
    private @Nullable TextRow headLine;
    private @Nullable DenseMatrixBuilder builder;
    private int columns;
    private int rows;
    private long missing;

    /** Whether the first column counts the rows so far. */
    private boolean counted;

    /** What it counts from. */
    private long countsFrom;

    private CsvMatrixReader(TextInput text, boolean missingAllowed) {
        this.text = text;
        this.missingAllowed = missingAllowed;
        this.tokensFirst = text.tokens().hasOwn();
        this.names = new TableNames(text.input(), text.format());
    }

    /** Reads a matrix. */
    static ReadResult<DenseMatrix> read(Input input, TextFormat format) throws IOException {
        CsvMatrixReader reader = new CsvMatrixReader(TextInput.ofTable(input, format), false);
        DenseMatrix matrix = reader.rows().build();
        return new ReadResult<>(matrix, reader.describe(input, matrix.observed()));
    }

    /** Reads a matrix in which missing tokens are missing entries. */
    static ReadResult<ObservedEntries> readObserved(Input input, TextFormat format)
            throws IOException {
        CsvMatrixReader reader = new CsvMatrixReader(TextInput.ofTable(input, format), true);
        ObservedEntries entries = reader.rows().buildObserved();
        return new ReadResult<>(entries, reader.describe(input, entries.observed()));
    }

    private InputDescription describe(Input input, long entries) throws DataFormatException {
        boolean header = head != null && head.header();
        boolean headerPossible = head != null && head.ambiguous();
        boolean indexColumn = head != null && head.indexColumn();
        return new InputDescription(
                input.name(),
                List.of(rows, columns),
                entries,
                false,
                false,
                names.indexing(),
                text.describe(header, headerPossible, indexColumn, missing, names.ignored()));
    }

    private DenseMatrixBuilder rows() throws IOException {
        text.forEach(this::add);
        if (builder == null) {
            throw text.refuse("has no row of numbers");
        }
        requireNoLabels();
        return builder;
    }

    /** A first column that counts the rows has labels far more often than numbers. */
    private void requireNoLabels() throws DataFormatException {
        if (text.format().indexColumn() == Choice.DETECT
                && columns > 1
                && rows >= FEWEST_LABELS
                && counted) {
            throw text.refuse(
                    String.format(
                            "the first column counts the rows from %d to %d: if these are labels"
                                    + " say --index-column yes, which makes them ids, otherwise"
                                    + " --index-column no (in Java: TextFormat.withIndexColumn)",
                            countsFrom, countsFrom + rows - 1));
        }
    }

    private void add(TextRow row) throws DataFormatException {
        TableHead known = head;
        if (known != null) {
            addNumbers(row, known);
            return;
        }
        TableHead found = TableHead.of(text, row);
        head = found;
        if (found.header()) {
            headLine = row;
            columns = row.size() - (found.indexColumn() ? 1 : 0);
        } else {
            addNumbers(row, found);
        }
    }

    private void addNumbers(TextRow row, TableHead known) throws DataFormatException {
        int from = known.indexColumn() ? 1 : 0;
        if (builder == null) {
            columns = requireColumns(row, known, from);
            builder = DenseMatrix.builder(columns);
            addColumnNames();
        } else if (row.size() - from != columns) {
            throw mismatch(row, columns + from, "");
        }
        if (from > 0) {
            names.addRow(row.field(0));
        }
        for (int j = from; j < row.size(); j++) {
            double value = value(row, j);
            if (j == 0) {
                follow(row.field(0));
            }
            builder.add(value);
        }
        rows++;
    }

    /** The field above the index column, if there is one, names no column. */
    private void addColumnNames() {
        if (headLine != null) {
            List<String> fields = headLine.all();
            names.addColumns(fields.subList(fields.size() - columns, fields.size()));
        }
    }

    /** The columns that the first row of numbers has, which must be those of the header. */
    private int requireColumns(TextRow row, TableHead known, int from) throws DataFormatException {
        int count = row.size() - from;
        // R leaves out the label of the column of labels.
        boolean fits = !known.header() || count == columns || count == columns + from;
        if (!fits || count == 0) {
            boolean oneMore = known.header() && row.size() == columns + 1;
            throw mismatch(
                    row,
                    known.header() ? columns + from : from + 1,
                    oneMore
                            ? "; if the first field is a label of the row say "
                                    + Advice.INDEX_COLUMN
                            : "");
        }
        return count;
    }

    private DataFormatException mismatch(TextRow row, int wanted, String advice) {
        return text.refuse(
                row,
                String.format(
                        "has %d fields, must have %d like the first line%s (separated by %s)",
                        row.size(), wanted, advice, text.dialect().separatorName()));
    }

    private double value(TextRow row, int j) throws DataFormatException {
        String field = row.field(j);
        if (missingAllowed && isMissing(field)) {
            missing++;
            return Double.NaN;
        }
        try {
            return text.number(row, j);
        } catch (DataFormatException e) {
            throw rows > 0 && j > 0 ? e : advised(e, row, j);
        }
    }

    /** What begins with a digit is a number unless the user has said otherwise. */
    private boolean isMissing(String field) {
        boolean number = !field.isEmpty() && field.charAt(0) >= '0' && field.charAt(0) <= '9';
        return (tokensFirst || !number) && text.tokens().isMissing(field);
    }

    /** Adds advice for a field in the first line or the first column, which may be a label. */
    private DataFormatException advised(DataFormatException e, TextRow row, int j) {
        String field = row.field(j);
        boolean label = text.tokens().isName(field) || field.matches(".*[0-9].*");
        if (!label || Tokens.isNumberLike(field)) {
            return e;
        }
        boolean mayBeHeader = rows == 0 && head != null && !head.header();
        String advice = mayBeHeader ? "; if the line is a header say " + Advice.HEADER : "";
        if (rows == 0 && j == 1 && row.size() == ENTRY) {
            advice += "; if the lines are row,column,value say " + Advice.UNLISTED;
        }
        if (j == 0 && row.size() > 1) {
            advice += "; if the first column has labels say " + Advice.INDEX_COLUMN;
        }
        return text.refuse(
                String.format(
                        "line %d, field %d: %s is no number, allowed are finite decimal numbers%s",
                        row.line(), j + 1, Printable.quote(field), advice));
    }

    /** Labels are whole numbers without a decimal point, each one more than the one before. */
    private void follow(String field) {
        if (rows == 0) {
            counted = Tokens.isWhole(field);
            countsFrom = counted ? Long.parseLong(field) : 0;
        } else if (counted) {
            counted = Tokens.isWhole(field) && Long.parseLong(field) == countsFrom + rows;
        }
    }
}
