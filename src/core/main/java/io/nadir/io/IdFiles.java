package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;

import io.nadir.io.output.OutputDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Files of the ids of rows and columns: a header, then one id per line, in order. */
final class IdFiles {
    /** The names of the two files: the ids of the rows, and the ids of the columns. */
    static final List<String> NAMES = List.of("rows.csv", "columns.csv");

    private static final String HEADER = "id";

    private IdFiles() {}

    /** The names of the files of ids of rows and columns that have ids. */
    static List<String> names(Indexing indexing) {
        List<String> names = new ArrayList<>();
        for (int mode = 0; mode < NAMES.size(); mode++) {
            if (indexing.hasIds(mode)) {
                names.add(NAMES.get(mode));
            }
        }
        return names;
    }

    /**
     * Writes the ids, if there are any.
     *
     * @throws IOException if a file cannot be written
     */
    static void write(OutputDirectory output, Indexing indexing) throws IOException {
        for (int mode = 0; mode < NAMES.size(); mode++) {
            if (indexing.hasIds(mode)) {
                List<String> ids = indexing.ids(mode);
                output.write(NAMES.get(mode), out -> TableWriter.writeIds(out, HEADER, ids));
            }
        }
    }

    /** Returns a short text that represents an indexing in a checksum. */
    static String describe(Indexing indexing) {
        if (!indexing.hasIds()) {
            return " base=" + indexing.base();
        }
        CRC32C sum = new CRC32C();
        for (int mode = 0; mode < NAMES.size(); mode++) {
            for (String id : indexing.ids(mode)) {
                sum.update(id.getBytes(StandardCharsets.UTF_8));
                sum.update(0);
            }
            sum.update(1);
        }
        boolean all = indexing.hasIds(0) && indexing.hasIds(1);
        return String.format(" ids=%08x", sum.getValue()) + (all ? "" : " base=" + indexing.base());
    }

    /** Throws if the ids cannot belong to factors of these dimensions. */
    static void requireFit(Indexing indexing, List<Integer> dimensions) {
        for (int mode = 0; mode < NAMES.size(); mode++) {
            int count = indexing.ids(mode).size();
            boolean fits = dimensions.size() == NAMES.size() && count == dimensions.get(mode);
            if (indexing.hasIds(mode) && !fits) {
                throw new IllegalArgumentException(
                        String.format(
                                "ids of %s = %d, must be as many as the factors have rows: %s",
                                mode == 0 ? "rows" : "columns", count, dimensions));
            }
        }
    }

    /** Throws if factors belong to other rows or columns than the data, or in another order. */
    static void requireSame(Path directory, Indexing indexing, int mode) throws IOException {
        Path file = directory.resolve(NAMES.get(mode));
        List<String> found = read(file);
        List<String> none = List.of();
        String difference;
        try {
            Indexing factors =
                    mode == 0 ? Indexing.byIds(found, none) : Indexing.byIds(none, found);
            difference = indexing.differenceFrom(factors);
        } catch (IllegalArgumentException e) {
            throw new DataFormatException(file.toString(), e.getMessage());
        }
        if (difference != null) {
            throw new DataFormatException(
                    file.toString(), "the factors are of other data: " + difference);
        }
    }

    /**
     * Reads the ids of the rows of factors of these dimensions.
     *
     * @param modes those that have ids: 0 for rows, 1 for columns
     */
    static Indexing read(Path directory, List<Integer> dimensions, List<Integer> modes)
            throws IOException {
        List<List<String>> ids = new ArrayList<>(List.of(List.of(), List.of()));
        for (int mode : modes) {
            Path file = directory.resolve(NAMES.get(mode));
            List<String> read = read(file);
            if (mode >= dimensions.size() || read.size() != dimensions.get(mode)) {
                throw new DataFormatException(
                        file.toString(),
                        String.format(
                                "has %d ids, must have one for each of %s",
                                read.size(), dimensions));
            }
            ids.set(mode, read);
        }
        try {
            return Indexing.byIds(ids.get(0), ids.get(1));
        } catch (IllegalArgumentException e) {
            throw new DataFormatException(directory.toString(), e.getMessage());
        }
    }

    private static List<String> read(Path file) throws IOException {
        return Input.decode(file, IdFiles::read);
    }

    @SuppressWarnings("resource") // Whoever opened the input closes it.
    private static List<String> read(Input input) throws IOException {
        List<String> ids = new ArrayList<>();
        try {
            CsvReader.builder()
                    .skipEmptyLines(false)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(input.stream(), StandardCharsets.UTF_8)
                    .forEach(line -> ids.add(line.getField(0)));
        } catch (CsvParseException e) {
            throw input.refuse("not in CSV format: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (ids.isEmpty() || !ids.removeFirst().equals(HEADER)) {
            throw input.refuse("does not begin with the line " + HEADER);
        }
        return ids;
    }
}
