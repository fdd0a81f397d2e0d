package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvRecord;

import io.nadir.model.SparseMatrix;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Reads lines of row, column and value separated by commas. Rows and columns count from 1, as in
 * Matrix Market files, unless the first line is the header {@code row0,column0,value}; the header
 * {@code row,column,value} says nothing new. The largest row and column listed are the dimensions.
 */
final class CsvTripletReader {
    private static final List<String> FROM_ONE = List.of("row", "column", "value");
    private static final List<String> FROM_ZERO = List.of("row0", "column0", "value");

    private final Input input;
    private final Triplets triplets = new Triplets();
    private int base = 1;
    private int rows;
    private int columns;
    private boolean first = true;

    private CsvTripletReader(Input input) {
        this.input = input;
    }

    /** Reads a matrix. */
    static SparseMatrix read(Input input) throws IOException {
        CsvTripletReader reader = new CsvTripletReader(input);
        CsvRows.forEach(input, reader::add);
        if (reader.triplets.size() == 0) {
            throw input.refuse("has no line of row, column and value");
        }
        return reader.triplets.build(input, reader.rows, reader.columns);
    }

    private void add(CsvRecord line) throws DataFormatException {
        if (line.getFieldCount() != 3) {
            throw refuse(
                    line, "has " + line.getFieldCount() + " fields, must be: row,column,value");
        }
        boolean header = first && isHeader(line);
        first = false;
        if (header) {
            return;
        }
        int i = index(line, 0);
        int j = index(line, 1);
        rows = Math.max(rows, i + 1);
        columns = Math.max(columns, j + 1);
        triplets.add(line.getStartingLineNumber(), i, j, CsvRows.number(input, line, 2));
    }

    /** Whether the line is a header; notes what it says. */
    private boolean isHeader(CsvRecord line) {
        List<String> names =
                line.getFields().stream()
                        .map(field -> field.strip().toLowerCase(Locale.ROOT))
                        .toList();
        if (names.equals(FROM_ZERO)) {
            base = 0;
            return true;
        }
        return names.equals(FROM_ONE);
    }

    private int index(CsvRecord line, int field) throws DataFormatException {
        String text = line.getField(field).strip();
        try {
            int index = Integer.parseInt(text);
            if (index >= base && index < Integer.MAX_VALUE) {
                return index - base;
            }
        } catch (NumberFormatException e) {
            // Told below, in our own words.
        }
        throw refuse(
                line,
                String.format(
                        "field %d: %s, allowed are whole numbers from %d to %d",
                        field + 1, Printable.quote(text), base, Integer.MAX_VALUE - 1));
    }

    private DataFormatException refuse(CsvRecord line, String problem) {
        return input.refuse("line " + line.getStartingLineNumber() + ": " + problem);
    }
}
