package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import io.nadir.model.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Reads numbers separated by commas. A first line in which every field is a name is a header and is
 * skipped; one in which only some are is refused, since a column of labels or indices would be read
 * as data otherwise.
 */
final class CsvMatrixReader {
    private final Input input;
    private DenseMatrix.@Nullable Builder builder;
    private int columns;

    /** Line of the first empty line, 0 as long as there is none. */
    private long emptyLine;

    private CsvMatrixReader(Input input) {
        this.input = input;
    }

    /** Reads a matrix. */
    @SuppressWarnings("resource") // Whoever opened the input closes it.
    static DenseMatrix read(Input input) throws IOException {
        CsvRecordHandler unlimitedFields =
                CsvRecordHandler.of(handler -> handler.maxFields(Integer.MAX_VALUE));
        Iterator<CsvRecord> records =
                CsvReader.builder()
                        .skipEmptyLines(false)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .trimWhitespacesAroundQuotes(true)
                        .detectBomHeader(true)
                        .build(unlimitedFields, input.stream(), StandardCharsets.UTF_8)
                        .iterator();
        return new CsvMatrixReader(input).read(records);
    }

    private DenseMatrix read(Iterator<CsvRecord> records) throws IOException {
        try {
            while (records.hasNext()) {
                add(records.next());
            }
        } catch (CsvParseException e) {
            throw input.refuse("not in CSV format: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (builder == null) {
            throw input.refuse("has no row of numbers");
        }
        return builder.build();
    }

    private void add(CsvRecord row) throws DataFormatException {
        if (isEmpty(row)) {
            emptyLine = emptyLine == 0 ? row.getStartingLineNumber() : emptyLine;
        } else if (emptyLine > 0) {
            throw input.refuse("line " + emptyLine + ": empty, with more rows after it");
        } else if (columns == 0 && isHeader(row)) {
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
            try {
                builder.add(Decimal.parse(row.getField(j).strip()));
            } catch (NumberFormatException e) {
                throw input.refuse(
                        String.format(
                                "line %d, field %d: %s",
                                row.getStartingLineNumber(), j + 1, e.getMessage()));
            }
        }
    }

    private static boolean isEmpty(CsvRecord row) {
        return row.getFieldCount() == 1 && row.getField(0).isBlank();
    }

    private static boolean isHeader(CsvRecord row) {
        return row.getFields().stream()
                .map(String::strip)
                .noneMatch(field -> field.isEmpty() || Decimal.isNumber(field));
    }
}
