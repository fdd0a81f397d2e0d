package io.nadir.cli.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import io.nadir.io.output.OutputDirectory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A file of ids: a header, then one id per line. */
final class IdLines {
    private IdLines() {}

    static void write(Path file, List<String> ids) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        String name = String.valueOf(absolute.getFileName());
        try (OutputDirectory output =
                OutputDirectory.open(parent == null ? absolute : parent, List.of(name))) {
            output.write(name, stream -> write(ids, stream));
            output.commit();
        }
    }

    private static void write(List<String> ids, OutputStream stream) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("id");
            for (String id : ids) {
                csv.writeRecord(id);
            }
        }
        stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
