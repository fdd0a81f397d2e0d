package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** The lines of a CSV file that are not empty; empty ones may only follow the last of them. */
final class CsvRows {
    private CsvRows() {}

    /** Takes one line. */
    @FunctionalInterface
    interface RowReader {
        void read(CsvRecord row) throws DataFormatException;
    }

    /** Reads to the end. */
    @SuppressWarnings("resource") // Whoever opened the input closes it.
    static void forEach(Input input, RowReader reader) throws IOException {
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
        try {
            readAll(records, input, reader);
        } catch (CsvParseException e) {
            throw input.refuse("not in CSV format: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The finite number in a field, counted from 0. */
    static double number(Input input, CsvRecord row, int field) throws DataFormatException {
        try {
            return Decimal.parse(row.getField(field).strip());
        } catch (NumberFormatException e) {
            throw input.refuse(
                    String.format(
                            "line %d, field %d: %s",
                            row.getStartingLineNumber(), field + 1, e.getMessage()));
        }
    }

    private static void readAll(Iterator<CsvRecord> records, Input input, RowReader reader)
            throws DataFormatException {
        long emptyLine = 0;
        while (records.hasNext()) {
            CsvRecord row = records.next();
            if (isEmpty(row)) {
                emptyLine = emptyLine == 0 ? row.getStartingLineNumber() : emptyLine;
            } else if (emptyLine > 0) {
                throw input.refuse("line " + emptyLine + ": empty, with more rows after it");
            } else {
                reader.read(row);
            }
        }
    }

    private static boolean isEmpty(CsvRecord row) {
        return row.getFieldCount() == 1 && row.getField(0).isBlank();
    }
}
