package io.nadir.cli.page;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a table with a header, each as an object with texts; empty cells are missing. */
final class JobsFile {
    private JobsFile() {}

    /**
     * Reads the table of a batch.
     *
     * @throws IOException if it cannot be read, or has no column of jobs; the message names it
     */
    static List<JsonValue> read(Path file) throws IOException {
        List<JsonValue> jobs = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                if (row.findField("job").isEmpty() || row.findField("exitCode").isEmpty()) {
                    throw notABatch(file, null);
                }
                jobs.add(job(row));
            }
        } catch (CsvParseException e) {
            throw notABatch(file, e);
        }
        return jobs;
    }

    private static IOException notABatch(Path file, @Nullable Throwable cause) {
        return new IOException(
                file + ": is not a table of batch: it has no columns job and exitCode", cause);
    }

    private static JsonValue job(NamedCsvRecord row) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        row.getFieldsAsMap()
                .forEach((name, text) -> {
                    if (!text.isEmpty()) {
                        fields.put(name, new JsonValue(text, Map.of(), List.of()));
                    }
                });
        return new JsonValue(null, fields, List.of());
    }
}
