package io.nadir.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import io.nadir.io.output.OutputDirectory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
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

    /**
     * Writes the ids, if there are any.
     *
     * @throws IOException if a file cannot be written
     */
    static void write(OutputDirectory output, Indexing indexing) throws IOException {
        if (indexing.hasIds()) {
            for (int mode = 0; mode < NAMES.size(); mode++) {
                List<String> ids = indexing.ids(mode);
                output.write(NAMES.get(mode), out -> write(ids, out));
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
        return String.format(" ids=%08x", sum.getValue());
    }

    /** Throws unless the ids can belong to factors of these dimensions. */
    static void requireFit(Indexing indexing, List<Integer> dimensions) {
        if (indexing.hasIds()
                && !dimensions.equals(List.of(indexing.rows().size(), indexing.columns().size()))) {
            throw new IllegalArgumentException(
                    String.format(
                            "ids = %d and %d, must be as many as the factors have rows: %s",
                            indexing.rows().size(), indexing.columns().size(), dimensions));
        }
    }

    /** Throws if factors belong to other rows or columns than the data, or in another order. */
    static void requireSame(Path directory, Indexing indexing) throws IOException {
        for (int mode = 0; mode < NAMES.size(); mode++) {
            Path file = directory.resolve(NAMES.get(mode));
            List<String> found = read(file);
            List<String> wanted = indexing.ids(mode);
            String what = mode == 0 ? "row" : "column";
            if (found.size() != wanted.size()) {
                throw new DataFormatException(
                        file.toString(),
                        String.format(
                                "has %d ids, must have one for each %s of the data: %d",
                                found.size(), what, wanted.size()));
            }
            for (int k = 0; k < found.size(); k++) {
                if (!found.get(k).equals(wanted.get(k))) {
                    throw new DataFormatException(
                            file.toString(),
                            String.format(
                                    "the factors are of other data: %s %d has the id %s here and"
                                            + " %s in the data, they must agree",
                                    what,
                                    k + 1,
                                    Printable.quote(found.get(k)),
                                    Printable.quote(wanted.get(k))));
                }
            }
        }
    }

    /** Reads the ids of the rows of factors of these dimensions. */
    static Indexing read(Path directory, List<Integer> dimensions) throws IOException {
        List<List<String>> ids = new ArrayList<>();
        for (int mode = 0; mode < NAMES.size(); mode++) {
            Path file = directory.resolve(NAMES.get(mode));
            List<String> read = read(file);
            if (mode >= dimensions.size() || read.size() != dimensions.get(mode)) {
                throw new DataFormatException(
                        file.toString(),
                        String.format(
                                "has %d ids, must have one for each of %s",
                                read.size(), dimensions));
            }
            ids.add(read);
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

    static void write(List<String> ids, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        @SuppressWarnings("resource") // The stream is closed elsewhere.
        CsvWriter lines = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        lines.writeRecord(HEADER);
        ids.forEach(lines::writeRecord);
        lines.flush();
    }
}
