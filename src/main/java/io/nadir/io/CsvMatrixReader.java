package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvRecord;

import io.nadir.model.DenseMatrix;
import io.nadir.model.ObservedEntries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Reads numbers separated by commas. A first line in which every field is a name is a header and is
 * skipped; one in which only some are is refused, since a column of labels or indices would be read
 * as data otherwise.
 */
final class CsvMatrixReader {
    private final Input input;
    private final boolean missing;
    private DenseMatrix.@Nullable Builder builder;
    private int columns;

    private CsvMatrixReader(Input input, boolean missing) {
        this.input = input;
        this.missing = missing;
    }

    /** Reads a matrix. */
    static DenseMatrix read(Input input) throws IOException {
        return new CsvMatrixReader(input, false).rows().build();
    }

    /** Reads a matrix in which empty fields and {@code nan} are missing entries. */
    static ObservedEntries readObserved(Input input) throws IOException {
        return new CsvMatrixReader(input, true).rows().buildObserved();
    }

    private DenseMatrix.Builder rows() throws IOException {
        CsvRows.forEach(input, this::add);
        if (builder == null) {
            throw input.refuse("has no row of numbers");
        }
        return builder;
    }

    private void add(CsvRecord row) throws DataFormatException {
        if (columns == 0 && isHeader(row)) {
            columns = row.getFieldCount();
        } else {
            addNumbers(row);
        }
    }

    private void addNumbers(CsvRecord row) throws DataFormatException {
        columns = columns == 0 ? row.getFieldCount() : columns;
        if (row.getFieldCount() != columns) {
            throw input.refuse(
                    String.format(
                            "line %d: has %d fields, must have %d like the first line",
                            row.getStartingLineNumber(), row.getFieldCount(), columns));
        }
        if (builder == null) {
            builder = DenseMatrix.builder(columns);
        }
        for (int j = 0; j < columns; j++) {
            boolean absent = missing && isMissing(row.getField(j).strip());
            builder.add(absent ? Double.NaN : CsvRows.number(input, row, j));
        }
    }

    private static boolean isMissing(String field) {
        return field.isEmpty() || field.equalsIgnoreCase("nan");
    }

    private static boolean isHeader(CsvRecord row) {
        return row.getFields().stream()
                .map(String::strip)
                .noneMatch(field -> field.isEmpty() || Decimal.isNumber(field));
    }
}
