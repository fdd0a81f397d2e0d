package io.nadir.tables;

import io.nadir.io.TableFormat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Apache Parquet. */
public final class ParquetFormat implements TableFormat {
    /** What files begin with, and the first byte of the structure that follows. */
    private static final byte[] MAGIC = "PAR1\u0015".getBytes(StandardCharsets.ISO_8859_1);

    @Override
    public String name() {
        return "a Parquet file";
    }

    @Override
    public List<String> endings() {
        return List.of(".parquet", ".pq");
    }

    @Override
    public boolean recognizes(byte[] head) {
        Objects.requireNonNull(head, "head");

        return head.length >= MAGIC.length
                && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    @Override
    public Source open(Path file) throws IOException {
        Objects.requireNonNull(file, "file");

        return ParquetSource.open(file);
    }

    @Override
    public void write(List<Column> columns, int rows, OutputStream out) throws IOException {
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(out, "out");

        new ParquetWriter(columns, rows, out).write();
    }
}
