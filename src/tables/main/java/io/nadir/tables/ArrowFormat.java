package io.nadir.tables;

import io.nadir.io.TableFormat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Files and streams of Apache Arrow's IPC format, which is also that of Feather, version 2. */
public final class ArrowFormat implements TableFormat {
    /** What files begin and end with. */
    static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    /** What a message of a stream begins with. */
    private static final byte[] CONTINUATION = {-1, -1, -1, -1};

    @Override
    public String name() {
        return "an Arrow file";
    }

    @Override
    public List<String> endings() {
        return List.of(".arrow", ".feather", ".ipc");
    }

    @Override
    public boolean recognizes(byte[] head) {
        Objects.requireNonNull(head, "head");

        return startsWith(head, MAGIC) || startsWith(head, CONTINUATION);
    }

    /** Whether bytes begin with others. */
    static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    @Override
    public Source open(Path file) throws IOException {
        Objects.requireNonNull(file, "file");

        return ArrowSource.open(file);
    }

    @Override
    public void write(List<Column> columns, int rows, OutputStream out) throws IOException {
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(out, "out");

        new ArrowWriter(columns, rows, out).write();
    }
}
