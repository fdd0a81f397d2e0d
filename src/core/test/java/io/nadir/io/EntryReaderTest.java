package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.EntrySource;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.solver.Solution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Mapped files of entries: those that are read, or refused; and files that change meanwhile. */
class EntryReaderTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 30;

    @TempDir private Path folder;

    private final long[] starts = new long[ROWS + 1];
    private long[] indices = new long[0];
    private double[] values = new double[0];
    private double[] weights = new double[0];

    EntryReaderTest() {
        Random random = new Random(3);
        indices = new long[ROWS * COLUMNS];
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                if (random.nextInt(3) > 0) {
                    indices[count++] = j;
                }
            }
            starts[i + 1] = count;
        }
        indices = Arrays.copyOf(indices, count);
        values = random.doubles(count).map(y -> (float) (y * 4 + 1)).toArray();
        weights = random.ints(count, 0, 4).mapToDouble(w -> w * 0.5).toArray();
    }

    private SparseFile file(String integers, String numbers) {
        return new SparseFile(
                new int[] {ROWS, COLUMNS}, starts, indices, values, integers, numbers);
    }

    private Path write(SparseFile file, boolean stored) throws IOException {
        return Files.write(folder.resolve("y.npz"), file.bytes(stored));
    }

    private static ReadResult<MatrixData> map(Path file) throws IOException {
        return EntryReader.map(file, UnaryOperator.identity());
    }

    @ParameterizedTest
    @CsvSource({"<i4,<f8,false", "<i8,<f4,true", ">i4,>f4,true", ">i8,>f8,false"})
    void mappedEntriesAreThoseThatAreRead(String integers, String numbers, boolean weighted)
            throws IOException {
        SparseFile content = file(integers, numbers);
        if (weighted) {
            byte[] bytes = SparseFile.numbers(numbers, weights);
            content.set("weights", numbers, weights.length, bytes);
        }
        Path file = write(content, true);
        ObservedEntries read = SparseReader.readListed(file);
        ReadResult<MatrixData> mapped = map(file);
        String type = numbers.endsWith("8") ? "float64" : "float32";
        assertThat(mapped.description().toString())
                .isEqualTo(
                        "%s: 40×30, %d entries known, %s, %s, mapped"
                                .formatted(
                                        file,
                                        read.observed(),
                                        weighted ? "weighted" : "not weighted",
                                        type));
        assertThat(mapped.data().largestWeight()).isEqualTo(weighted ? 1.5 : 1);
        requireSame(mapped.data(), read);
        ReadResult<MatrixData> compact = EntryReader.readCompact(file, TextFormat.defaults());
        assertThat(compact.description().storage()).isEqualTo("float32, by rows");
        assertThat(compact.data().fingerprint()).isEqualTo(mapped.data().fingerprint());
        Solution expected = Nadir.solve(Problem.lowRank(read, 3));
        Solution actual = Nadir.solve(Problem.lowRank(mapped.data(), 3));
        assertThat(actual.certificate().isGlobal()).isTrue();
        assertThat(actual.objective())
                .isCloseTo(expected.objective(), within(1e-5 * expected.objective()));
    }

    private static void requireSame(MatrixData actual, MatrixData expected) {
        assertThat(actual.observed()).isEqualTo(expected.observed());
        double[] found = new double[COLUMNS];
        double[] wanted = new double[COLUMNS];
        for (int i = 0; i < ROWS; i++) {
            Arrays.fill(found, Double.NaN);
            Arrays.fill(wanted, Double.NaN);
            actual.copyKnown(i, 0, COLUMNS, found);
            expected.copyKnown(i, 0, COLUMNS, wanted);
            assertThat(found).containsExactly(wanted);
        }
    }

    /** Others are read as they are otherwise, and kept by rows. */
    @Test
    void filesThatCannotBeMappedMayBeCompact() throws IOException {
        Path packed = write(file("<i4", "<f8"), false);
        MatrixData compact = EntryReader.readCompact(packed, TextFormat.defaults()).data();
        requireSame(compact, SparseReader.readListed(packed));
        Path text = Files.writeString(folder.resolve("y.csv"), "1,1,0.1,2\n2,1,3,0\n");
        TextFormat format =
                TextFormat.defaults().withColumns(List.of("row", "column", "value", "weight"));
        ReadResult<MatrixData> read = EntryReader.readCompact(text, format);
        assertThat(read.data().largestWeight()).isEqualTo(2);
        assertThat(read.data().observed()).isEqualTo(1);
        assertThat(read.description().toString()).contains("float64, by rows");
    }

    /** SciPy does not sort the entries of a row on its own. */
    @Test
    void compactEntriesMayBeInAnyOrderInTheFile() throws IOException {
        MatrixData sorted = SparseReader.readListed(write(file("<i4", "<f8"), true));
        swap(indices);
        double first = values[0];
        values[0] = values[1];
        values[1] = first;
        Path file = write(file("<i4", "<f8"), true);
        requireSame(EntryReader.readCompact(file, TextFormat.defaults()).data(), sorted);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> EntryReader.map(file, EntrySource::copyOf))
                .withMessageContaining("allowed are columns that ascend: Y.sum_duplicates()");
        indices[1] = indices[0];
        Path twins = write(file("<i4", "<f8"), true);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> EntryReader.readCompact(twins, TextFormat.defaults()))
                .withMessageContaining("is listed twice");
    }

    private static void swap(long[] indices) {
        long first = indices[0];
        indices[0] = indices[1];
        indices[1] = first;
    }

    @Test
    void dimensionsAreWholeNumbers() throws IOException {
        SparseFile half = file("<i4", "<f8");
        half.set("shape", "<f8", 2, SparseFile.numbers("<f8", ROWS + 0.5, COLUMNS));
        refused(half, true, "dimension 1 is 40.5, allowed are whole numbers from 1 to 2^31 - 2");
    }

    @Test
    void whatCannotBeMappedIsRefusedWithWhatToDo() throws IOException {
        String scipy = "scipy.sparse.save_npz(FILE, Y.tocsr(), compressed=False)";
        String read =
                "; or leave out --map (in Java: SparseReader.readListed), which reads it into"
                        + " memory";
        refused(
                file("<i4", "<f8"),
                false,
                "the array 'data' is compressed, allowed in a mapped file are arrays that are not: "
                        + scipy
                        + read);
        SparseFile csc = file("<i4", "<f8");
        csc.set("format", "|S3", 1, "csc".getBytes(StandardCharsets.US_ASCII));
        refused(
                csc,
                true,
                "is in the format 'csc', allowed in a mapped file is csr: " + scipy + read);
        csc.set("format", "|S3", 1, "bsr".getBytes(StandardCharsets.US_ASCII));
        refused(csc, true, "is in the format 'bsr', allowed in a mapped file is csr: " + scipy);
        SparseFile integers = file("<i4", "<f8");
        long[] whole = Arrays.stream(values).mapToLong(y -> (long) y).toArray();
        integers.set("data", "<i4", whole.length, SparseFile.integers("<i4", whole));
        refused(
                integers,
                true,
                "data has elements of int32, allowed in a mapped file are float64 and float32:"
                        + " Y.astype('float32')"
                        + read);
        SparseFile few = file("<i4", "<f8");
        few.set("weights", "<f4", 2, SparseFile.numbers("<f4", 1, 2));
        refused(few, true, "weights has 2 elements, must have " + values.length);
        SparseFile first = file("<i4", "<f8");
        starts[ROWS]++;
        first.set("indptr", "<i8", ROWS + 1, SparseFile.integers("<i8", starts));
        refused(
                first,
                true,
                "indptr goes from 0 to %d, must go from 0 to the %d entries"
                        .formatted(values.length + 1, values.length));
        starts[ROWS]--;
        Path text = Files.writeString(folder.resolve("y.csv"), "1,2\n");
        refused(text, "is no sparse .npz file, allowed in a mapped file of entries: " + scipy);
    }

    @Test
    void entriesThatAreNotAllowedAreNamed() throws IOException {
        String advice = ": Y.sum_duplicates() sorts entries and adds up twins";
        indices[1] = indices[0];
        refused(
                file("<i8", "<f8"),
                true,
                "row 1, column %d comes twice".formatted(indices[0] + 1) + advice);
        long first = indices[0];
        indices[0] = indices[2] - 1;
        indices[1] = first;
        refused(
                file("<i8", "<f8"),
                true,
                "row 1, column %d comes after column %d, allowed are columns that ascend"
                                .formatted(first + 1, indices[0] + 1)
                        + advice);
        indices[0] = first;
        indices[1] = 1L << 32;
        refused(file("<i8", "<f8"), true, "row 1 has the column index -1, allowed are 0 to 29");
        indices[1] = indices[2] - 1;
        values[0] = Double.NaN;
        refused(
                file("<i8", "<f8"),
                true,
                "row 1, column %d = NaN, allowed are finite numbers".formatted(indices[0] + 1));
        values[0] = 1;
        weights[0] = -1;
        SparseFile negative = file("<i4", "<f4");
        negative.set("weights", "<f8", weights.length, SparseFile.numbers("<f8", weights));
        refused(
                negative,
                true,
                "weight of row 1, column %d = -1.0, allowed are finite numbers from 0"
                        .formatted(indices[0] + 1));
    }

    private void refused(SparseFile file, boolean stored, String problem) throws IOException {
        refused(write(file, stored), problem);
    }

    private static void refused(Path file, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> map(file))
                .withMessage(file + ": " + problem);
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        byte[] bytes = file("<i4", "<f8").bytes(true);
        Random random = new Random(5);
        for (int k = 0; k < 120; k++) {
            byte[] damaged = Arrays.copyOf(bytes, bytes.length);
            int at = k < 60 ? bytes.length - 1 - k : random.nextInt(bytes.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(folder.resolve("damaged.npz"), damaged);
            try {
                assertThat(map(file).data().rows()).isPositive();
            } catch (DataFormatException e) {
                assertThat(e.getMessage()).startsWith(file.toString());
            }
        }
    }

    @Test
    void aFileThatBecomesShorterEndsTheSolve() throws IOException {
        Path file = write(file("<i4", "<f8"), true);
        MatrixData data = map(file).data();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Nadir.solve(Problem.lowRank(data, 1)))
                .withMessageContaining("has become shorter than");
    }

    @Test
    void sourcesAroundSeeEveryPass() throws IOException {
        Path file = write(file("<i4", "<f4"), true);
        EntrySource[] seen = new EntrySource[1];
        MatrixData data =
                EntryReader.map(
                                file,
                                entries -> {
                                    seen[0] = entries;
                                    return EntrySource.copyOf(entries);
                                })
                        .data();
        assertThat(seen[0].start(ROWS)).isEqualTo(data.observed());
        assertThat(seen[0].description()).isEqualTo(file.toString());
    }
}
