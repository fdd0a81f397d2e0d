package io.nadir.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Writes matrices as texts, with the ids of rows and columns where they have any. */
final class TableWriter {
    /** Numbers that are kept at once while a matrix is written column by column. */
    private static final int KEPT = 1 << 20;

    /** Above an index column next to ids that are numbers. Next to names, an empty field is. */
    private static final String CORNER = "id";

    private static final Tokens NONE_MISSING = new Tokens(Set.of());

    private TableWriter() {}

    /**
     * Writes a line for each row. Where rows or columns have ids, a header has those of the
     * columns, and the first column those of the rows, under a field that keeps a reader from
     * taking ids for numbers. For the same reason rows without ids are counted under a header that
     * is not all of names.
     */
    static void writeCsv(OutputStream out, MatrixElements matrix, Indexing ids) throws IOException {
        writeLines(
                out,
                lines -> {
                    boolean names = ids.columns().stream().allMatch(NONE_MISSING::isName);
                    boolean labelled = ids.hasIds(0) || !names;
                    int first = labelled ? 1 : 0;
                    String[] fields = new String[matrix.columns() + first];
                    if (ids.hasIds()) {
                        fields[0] = names && ids.hasIds(1) ? "" : CORNER;
                        for (int j = 0; j < matrix.columns(); j++) {
                            fields[first + j] = ids.name(1, j);
                        }
                        lines.writeRecord(fields);
                    }
                    double[] row = new double[matrix.columns()];
                    for (int i = 0; i < matrix.rows(); i++) {
                        matrix.copyRow(i, 0, row.length, row);
                        if (labelled) {
                            fields[0] = ids.name(0, i);
                        }
                        for (int j = 0; j < row.length; j++) {
                            fields[first + j] = String.valueOf(row[j]);
                        }
                        lines.writeRecord(fields);
                    }
                });
    }

    /** Writes a header, and a line of row, column and value for each entry. */
    static void writeEntries(OutputStream out, Indexing ids, int[][] positions, double[] values)
            throws IOException {
        writeLines(
                out,
                lines -> {
                    lines.writeRecord("row", "column", "value");
                    for (int k = 0; k < values.length; k++) {
                        lines.writeRecord(
                                ids.name(0, positions[0][k]),
                                ids.name(1, positions[1][k]),
                                String.valueOf(values[k]));
                    }
                });
    }

    /** Writes column by column, as Matrix Market prescribes for arrays. */
    static void writeMarket(OutputStream out, MatrixElements matrix) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        int rows = matrix.rows();
        text.write("%%MatrixMarket matrix array real general\n");
        text.write(rows + " " + matrix.columns() + "\n");
        int width = Math.max(1, Math.min(KEPT / Math.max(1, rows), matrix.columns()));
        double[] row = new double[width];
        double[] kept = new double[rows * width];
        for (int from = 0; from < matrix.columns(); from += width) {
            int count = Math.min(width, matrix.columns() - from);
            for (int i = 0; i < rows; i++) {
                matrix.copyRow(i, from, from + count, row);
                for (int j = 0; j < count; j++) {
                    kept[j * rows + i] = row[j];
                }
            }
            for (int at = 0; at < count * rows; at++) {
                text.write(kept[at] + "\n");
            }
        }
        text.flush();
    }

    /** Writes lines of fields. */
    @FunctionalInterface
    private interface Lines {
        void writeTo(CsvWriter lines) throws IOException;
    }

    private static void writeLines(OutputStream out, Lines content) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        @SuppressWarnings("resource") // The stream is closed elsewhere.
        CsvWriter lines = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        try {
            content.writeTo(lines);
            lines.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes a header and one id per line. */
    static void writeIds(OutputStream out, String header, List<String> ids) throws IOException {
        writeLines(
                out,
                lines -> {
                    lines.writeRecord(header);
                    ids.forEach(lines::writeRecord);
                });
    }
}
