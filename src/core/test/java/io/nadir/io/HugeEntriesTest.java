package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.matrix.KnownMinimum;
import io.nadir.matrix.MatrixData;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A mapped file of more than 2³¹ known entries, whose minimum is known. */
@Tag("long")
class HugeEntriesTest {
    private static final int ROWS = 270_000;
    private static final int COLUMNS = 8_000;
    private static final long ENTRIES = (long) ROWS * COLUMNS;

    /**
     * Every entry is known: 1 in row 5, ±½ in turn in the last row, and 0 elsewhere, which the file
     * system keeps as a hole. The indices take 8.6 GB of the disk.
     */
    @Test
    void haveTheirGradientAndAreCertified(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("y.npz");
        write(file);
        MatrixData y = EntryReader.map(file, UnaryOperator.identity()).data();
        assertThat(y.observed()).isEqualTo(ENTRIES).isGreaterThan(1L << 31);
        double root = Math.sqrt(COLUMNS);
        KnownMinimum known =
                KnownMinimum.of(
                        y,
                        3,
                        (side, k, i) ->
                                side == 0
                                        ? (i == (k == 0 ? 5 : ROWS - 1) ? 1 : 0)
                                        : (k == 1 && i % 2 == 1 ? -1 : 1) / root,
                        root,
                        0.5 * root);
        known.requireGradient();
        known.requireCertificate();
    }

    private static void write(Path file) throws IOException {
        try (StoredArchive archive = new StoredArchive(file)) {
            archive.add("format", "|S3", 0, 3);
            archive.write(0, ByteBuffer.wrap(new byte[] {'c', 's', 'r'}));
            archive.add("shape", "<i8", 2, 2 * Long.BYTES);
            archive.write(0, little(2 * Long.BYTES).putLong(ROWS).putLong(COLUMNS).flip());
            archive.add("indptr", "<i8", ROWS + 1L, (ROWS + 1L) * Long.BYTES);
            ByteBuffer starts = little((ROWS + 1) * Long.BYTES);
            for (int i = 0; i <= ROWS; i++) {
                starts.putLong((long) i * COLUMNS);
            }
            archive.write(0, starts.flip());
            archive.add("indices", "<i4", ENTRIES, ENTRIES * Integer.BYTES);
            writeIndices(archive);
            archive.add("data", "<f4", ENTRIES, ENTRIES * Float.BYTES);
            writeRow(archive, 5, 1, 1);
            writeRow(archive, ROWS - 1, 0.5f, -0.5f);
        }
    }

    /** All columns, for a hundred rows at a time. */
    private static void writeIndices(StoredArchive archive) throws IOException {
        int atOnce = 100;
        ByteBuffer columns = little(atOnce * COLUMNS * Integer.BYTES);
        for (int k = 0; k < atOnce * COLUMNS; k++) {
            columns.putInt(k % COLUMNS);
        }
        columns.flip();
        for (int i = 0; i < ROWS; i += atOnce) {
            archive.write((long) i * COLUMNS * Integer.BYTES, columns.rewind());
        }
    }

    private static void writeRow(StoredArchive archive, int row, float even, float odd)
            throws IOException {
        ByteBuffer numbers = little(COLUMNS * Float.BYTES);
        for (int j = 0; j < COLUMNS; j++) {
            numbers.putFloat(j % 2 == 0 ? even : odd);
        }
        archive.write((long) row * COLUMNS * Float.BYTES, numbers.flip());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
