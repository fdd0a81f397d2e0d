package io.nadir.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import io.nadir.io.TableFormat.Column;
import io.nadir.io.TableFormat.Reals;
import io.nadir.io.TableFormat.Texts;
import io.nadir.io.TableFormat.Wholes;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes tables whose columns have names, in the format that the ending of a file name denotes:
 * {@code .csv}, or one of the {@link TableFormat}s that are there. In {@code .csv} a missing value
 * is an empty field, and numbers have all their digits.
 */
public final class ColumnsWriter {
    private static final String CSV = ".csv";

    /** Numbers of the largest matrix, which is held in an array. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private ColumnsWriter() {}

    /**
     * Returns whether the ending of a file name denotes a {@link TableFormat} that is there.
     *
     * @param name the name of the file
     */
    public static boolean hasTypes(String name) {
        Objects.requireNonNull(name, "name");

        return TableFormats.named(name).isPresent();
    }

    /**
     * Throws if {@link #write} cannot write a file of this name.
     *
     * @throws IllegalArgumentException if its ending denotes no format
     */
    public static void requireFormat(String name) {
        Objects.requireNonNull(name, "name");

        if (!isCsv(name) && !hasTypes(name)) {
            throw new IllegalArgumentException(
                    Printable.quote(name)
                            + ", allowed are names that end in "
                            + CSV
                            + otherEndings());
        }
    }

    /** The endings of table formats, behind others; says where they are if they are missing. */
    static String otherEndings() {
        List<String> endings = TableFormats.endings();
        return endings.isEmpty()
                ? "; and in .parquet or .arrow if the library nadir-tables is there"
                : ", " + String.join(", ", endings);
    }

    /**
     * Writes a table and leaves the stream open.
     *
     * @param name the name of the file, whose ending denotes the format
     * @param out the target
     * @param columns the columns, each with a value for every row
     * @param rows the number of rows
     * @throws IllegalArgumentException as {@link #requireFormat}
     * @throws IOException if {@code out} throws it
     */
    public static void write(String name, OutputStream out, List<Column> columns, int rows)
            throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(columns, "columns");

        requireFormat(name);
        if (isCsv(name)) {
            writeCsv(out, columns, rows);
        } else {
            TableFormats.named(name).orElseThrow().write(columns, rows, out);
        }
    }

    /**
     * Writes a matrix, a column of the table for each of its columns, which is held in memory. Ids
     * of rows are in a first column of texts, those of columns are the names of the columns, which
     * are counted from 1 otherwise.
     *
     * @throws IOException if {@code out} throws it, or the matrix is too large for an array
     */
    static void write(String name, OutputStream out, MatrixElements matrix, Indexing ids)
            throws IOException {
        int width = matrix.columns();
        double[] values = elements(name, matrix);
        List<Column> table = new ArrayList<>();
        if (ids.hasIds(0)) {
            table.add(Column.ofTexts(corner(ids.columns()), i -> ids.name(0, i)));
        }
        for (int j = 0; j < width; j++) {
            int column = j;
            String title = ids.hasIds(1) ? ids.name(1, j) : String.valueOf(j + 1);
            table.add(Column.ofReals(title, i -> values[i * width + column]));
        }
        write(name, out, table, matrix.rows());
    }

    private static double[] elements(String name, MatrixElements matrix) throws IOException {
        long count = (long) matrix.rows() * matrix.columns();
        if (count > LARGEST) {
            throw new IOException(
                    String.format(
                            "%s: a table of %d numbers, allowed are up to %d: write .npy or .csv",
                            Printable.quote(name), count, LARGEST));
        }
        double[] values = new double[(int) count];
        double[] row = new double[matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.copyRow(i, 0, row.length, row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
        }
        return values;
    }

    /** The name of the column of ids, which must be that of no other. */
    private static String corner(List<String> columns) {
        String name = "id";
        while (columns.contains(name)) {
            name += "_";
        }
        return name;
    }

    private static boolean isCsv(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(CSV);
    }

    private static void writeCsv(OutputStream out, List<Column> columns, int rows)
            throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter table = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        table.writeRecord(columns.stream().map(Column::name).toList());
        List<String> fields = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            fields.clear();
            for (Column column : columns) {
                fields.add(field(column, row));
            }
            table.writeRecord(fields);
        }
        table.flush();
    }

    private static String field(Column column, int row) {
        return switch (column) {
            case Reals reals -> {
                double value = reals.values().applyAsDouble(row);
                yield Double.isNaN(value) ? "" : Double.toString(value);
            }
            case Wholes wholes -> {
                Long value = wholes.values().apply(row);
                yield value == null ? "" : Long.toString(value);
            }
            case Texts texts -> {
                String value = texts.values().apply(row);
                yield value == null ? "" : value;
            }
        };
    }
}
