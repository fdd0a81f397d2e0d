package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvRecord;

import io.nadir.model.ObservedEntries;
import io.nadir.model.SparseMatrix;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Reads lines of row, column and value separated by commas. Rows and columns count from 1, as in
 * Matrix Market files, unless the first line is the header {@code row0,column0,value}; the header
 * {@code row,column,value} says nothing new. The largest row and column listed are the dimensions.
 * Where weights are allowed, all lines may have one in a fourth field, under the name {@code
 * weight}.
 */
final class CsvTripletReader {
    private static final List<String> FROM_ONE = List.of("row", "column", "value", "weight");
    private static final List<String> FROM_ZERO = List.of("row0", "column0", "value", "weight");
    private static final int UNWEIGHTED = 3;
    private static final int WEIGHTED = 4;

    private final Input input;
    private final boolean weightsAllowed;
    private final Triplets triplets = new Triplets();
    private int base = 1;
    private int rows;
    private int columns;

    /** Fields of each line; 0 before the first. */
    private int fields;

    private CsvTripletReader(Input input, boolean weightsAllowed) {
        this.input = input;
        this.weightsAllowed = weightsAllowed;
    }

    /** Reads a matrix that is zero where nothing is listed. */
    static SparseMatrix read(Input input) throws IOException {
        CsvTripletReader reader = new CsvTripletReader(input, false).readAll();
        return reader.triplets.build(input, reader.rows, reader.columns);
    }

    /** Reads the entries of a matrix that is unknown where nothing is listed. */
    static ObservedEntries readObserved(Input input) throws IOException {
        CsvTripletReader reader = new CsvTripletReader(input, true).readAll();
        return reader.triplets.buildObserved(input, reader.rows, reader.columns);
    }

    private CsvTripletReader readAll() throws IOException {
        CsvRows.forEach(input, this::add);
        if (triplets.size() == 0) {
            throw input.refuse("has no line of row, column and value");
        }
        return this;
    }

    private void add(CsvRecord line) throws DataFormatException {
        boolean first = fields == 0;
        requireFields(line);
        if (first && isHeader(line)) {
            return;
        }
        int i = index(line, 0);
        int j = index(line, 1);
        rows = Math.max(rows, i + 1);
        columns = Math.max(columns, j + 1);
        double value = CsvRows.number(input, line, 2);
        if (fields == WEIGHTED) {
            triplets.add(line.getStartingLineNumber(), i, j, value, weight(line));
        } else {
            triplets.add(line.getStartingLineNumber(), i, j, value);
        }
    }

    /** The first line says whether there are weights. */
    private void requireFields(CsvRecord line) throws DataFormatException {
        int count = line.getFieldCount();
        boolean free = fields == 0;
        boolean plain = count == UNWEIGHTED && (free || fields == UNWEIGHTED);
        boolean weighted = count == WEIGHTED && (free ? weightsAllowed : fields == WEIGHTED);
        if (!plain && !weighted) {
            String allowed = String.join(",", FROM_ONE.subList(0, free ? UNWEIGHTED : fields));
            String also = free && weightsAllowed ? ", and weight or not" : "";
            throw refuse(line, "has " + count + " fields, must be: " + allowed + also);
        }
        fields = count;
    }

    private double weight(CsvRecord line) throws DataFormatException {
        double weight = CsvRows.number(input, line, 3);
        if (weight < 0) {
            throw refuse(
                    line,
                    "field 4: "
                            + Printable.quote(line.getField(3).strip())
                            + ", allowed for a weight are finite numbers from 0");
        }
        return weight;
    }

    /** Whether the line is a header; notes what it says. */
    private boolean isHeader(CsvRecord line) {
        List<String> names =
                line.getFields().stream()
                        .map(field -> field.strip().toLowerCase(Locale.ROOT))
                        .toList();
        if (names.equals(FROM_ZERO.subList(0, fields))) {
            base = 0;
            return true;
        }
        return names.equals(FROM_ONE.subList(0, fields));
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
