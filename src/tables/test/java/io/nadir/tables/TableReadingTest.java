package io.nadir.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.io.DataFormatException;
import io.nadir.io.Indexing;
import io.nadir.io.MatrixReader;
import io.nadir.io.PositionReader;
import io.nadir.io.ReadResult;
import io.nadir.io.SparseReader;
import io.nadir.io.TensorReader;
import io.nadir.io.TextFormat;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of Rust's arrow-rs, of Arrow for JavaScript, of Polars and of DuckDB. */
class TableReadingTest {
    private static final TextFormat DEFAULTS = TextFormat.defaults();
    private static final TextFormat RATINGS =
            DEFAULTS.withColumns(List.of("user", "item", "rating"));

    private static final double[][] NUMBERS = {
        {-1, 255, -300, 4294967295.0, 9007199254740992.0, 0.5, 0.1, 1},
        {2, 0, 2, 2, -2, -0.25, 1e300, 0},
        {3, 3, 3, 3, 3, 3, 3, 1},
    };

    @TempDir private Path directory;

    private static double[][] rows(DenseMatrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = matrix.get(i, j);
            }
        }
        return rows;
    }

    private static void assertRefused(Reading reading, String... parts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(reading::read)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    // Reads something.
    @FunctionalInterface
    private interface Reading {
        Object read() throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers.parquet", "numbers.arrow"})
    void numbersOfAllTypesAreExact(String name) throws IOException {
        ReadResult<DenseMatrix> read = MatrixReader.read(Resource.of(name), DEFAULTS);
        assertThat(rows(read.data())).isDeepEqualTo(NUMBERS);
        assertThat(read.description().toString())
                .endsWith(
                        name
                                + ": 3×8, 24 entries known, not weighted, rows counted from 1,"
                                + " columns by ids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers.parquet", "numbers.arrow"})
    void columnsOfAMatrixAreChosenByName(String name) throws IOException {
        TextFormat format = DEFAULTS.withColumns(List.of("float64", "int8"));
        assertThat(rows(MatrixReader.read(Resource.of(name), format).data()))
                .isDeepEqualTo(new double[][] {{0.1, -1}, {1e300, 2}, {3, 3}});
        assertRefused(
                () ->
                        MatrixReader.read(
                                Resource.of(name), DEFAULTS.withColumns(List.of("float16"))),
                name + ": has no column 'float16', allowed by --columns",
                "int8 (int",
                "bool (bool");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entries-snappy.parquet",
                "entries-zstd.parquet",
                "entries-lz4.parquet",
                "entries-gzip.parquet",
                "entries-plain.parquet",
                "entries.arrow",
                "entries.arrows",
                "polars-zstd.parquet",
                "polars-lz4.arrow",
                "polars-zstd.arrow",
            })
    void idsAreTextsAndNumbersAndNullIsMissing(String name) throws IOException {
        ReadResult<ObservedEntries> read = SparseReader.readListed(Resource.of(name), RATINGS);
        ObservedEntries entries = read.data();
        Indexing indexing = read.description().indexingOrDefault();
        assertThat(indexing.rows()).containsExactly("Ann", "Bob", "Zoë");
        assertThat(indexing.columns()).containsExactly("7", "12", "10000000001");
        assertThat(List.of(entries.rows(), entries.columns())).containsExactly(3, 3);
        assertThat(entries.observed()).isEqualTo(4);
        assertThat(read.description().weighted()).isFalse();
        double[] values = {4.5, 3, 0.1f, 5};
        assertThat(entries.frobenius())
                .isEqualTo(Math.sqrt(Arrays.stream(values).map(v -> v * v).sum()));
    }

    @Test
    void weightsAreTheFourthColumnChosen() throws IOException {
        TextFormat format = DEFAULTS.withColumns(List.of("user", "item", "rating", "weight"));
        ReadResult<ObservedEntries> read =
                SparseReader.readListed(Resource.of("entries.arrow"), format);
        assertThat(read.description().weighted()).isTrue();
        assertRefused(
                () -> SparseReader.read(Resource.of("entries.arrow"), format),
                "has a column of weights, allowed for known entries only");
    }

    @Test
    void whatIsNotSaidIsNotGuessed() {
        Path file = Resource.of("entries-snappy.parquet");
        assertRefused(
                () -> SparseReader.readListed(file, DEFAULTS),
                "has the columns user (string), item (int64), rating (float), weight (int32), note"
                        + " (string): 'note', known names are",
                "--columns");
        assertRefused(
                () -> SparseReader.readListed(file, DEFAULTS.withColumns(List.of("user", "item"))),
                "--columns names 2 columns");
        assertRefused(
                () ->
                        SparseReader.readListed(
                                file, DEFAULTS.withColumns(List.of("rating", "item", "user"))),
                "column 'rating' is of the type float, allowed for rows are whole numbers and");
        assertRefused(
                () -> SparseReader.read(file, RATINGS),
                "row 3, column 'rating': is missing",
                "--missing unlisted");
        assertRefused(() -> MatrixReader.read(file), "looks like a list of entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"words.parquet", "words.arrow"})
    void wordsOfADictionary(String name) throws IOException {
        ReadResult<SparseMatrix> read = SparseReader.read(Resource.of(name), DEFAULTS);
        assertThat(read.description().indexingOrDefault().rows()).containsExactly("u1", "u2", "u3");
        SparseMatrix matrix = read.data();
        double[][] expected = {{1, 3}, {2, 0}, {0, 4}};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(matrix.get(i, j)).isEqualTo(expected[i][j]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.parquet", "missing.arrow"})
    void nullIsMissing(String name) throws IOException {
        Path file = Resource.of(name);
        assertRefused(
                () -> MatrixReader.read(file),
                "row 1, column 'y': is missing, allowed with --missing nan");
        ObservedEntries known = SparseReader.readObserved(file);
        assertThat(known.observed()).isEqualTo(4);
        assertThat(known.frobenius()).isEqualTo(Math.sqrt(1 + 9 + 25 + 36));
    }

    @ParameterizedTest
    @CsvSource({"large.parquet, x, 9007199254740993", "large.arrow, y, 18446744073709551615"})
    void whatNoDoubleHoldsIsRefused(String name, String column, String value) {
        assertRefused(
                () -> MatrixReader.read(Resource.of(name), DEFAULTS.withColumns(List.of(column))),
                "row 1, column '" + column + "': " + value + ", allowed are integers");
    }

    // Of DuckDB: 12.25 and -0.1 with two digits, 18 digits, and texts and numbers beside them.
    @Test
    void decimalsAreReadIfADoubleTellsThemApart() throws IOException {
        Path file = Resource.of("duckdb.parquet");
        assertThat(rows(MatrixReader.read(file, DEFAULTS.withColumns(List.of("price"))).data()))
                .isDeepEqualTo(new double[][] {{12.25}, {-0.1}});
        assertRefused(
                () -> MatrixReader.read(file, DEFAULTS.withColumns(List.of("exact"))),
                "row 1, column 'exact': 0.123456789012345678, allowed are decimals");
    }

    @ParameterizedTest
    @ValueSource(strings = {"day.parquet", "day.arrow"})
    void otherTypesAreNamedAndMayBeLeftOut(String name) throws IOException {
        assertRefused(
                () -> MatrixReader.read(Resource.of(name)),
                "column 'day' is of the type timestamp");
        assertThat(
                        rows(
                                MatrixReader.read(
                                                Resource.of(name),
                                                DEFAULTS.withColumns(List.of("x")))
                                        .data()))
                .isDeepEqualTo(new double[][] {{1}, {2}});
    }

    @ParameterizedTest
    @ValueSource(strings = {"positions.parquet", "positions.arrow"})
    void positionsOfEntriesAndOfPredictions(String name) throws IOException {
        Path file = Resource.of(name);
        int[][] places =
                PositionReader.read(file, DEFAULTS, Indexing.FROM_ONE, List.of(2, 2)).data();
        assertThat(places).isDeepEqualTo(new int[][] {{0, 1, 1}, {0, 0, 1}});
        assertThat(SparseReader.read(file).get(1, 1)).isEqualTo(3.5);
        assertThat(TensorReader.read(file).values()).containsExactly(1.5, 0, 2.5, 3.5);
        assertRefused(
                () -> SparseReader.read(file, DEFAULTS.withBase(0).withColumns(List.of("row"))),
                "--columns names 1 columns");
        Indexing ids = Indexing.byIds(List.of("1", "2"), List.of("2", "1"));
        assertThat(PositionReader.read(file, DEFAULTS, ids, List.of(2, 2)).data())
                .isDeepEqualTo(new int[][] {{0, 1, 1}, {1, 1, 0}});
    }

    @Test
    void packedFilesAndStreams() throws IOException {
        byte[] bytes = Files.readAllBytes(Resource.of("numbers.parquet"));
        Path packed = directory.resolve("numbers.parquet.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(bytes);
        }
        assertThat(rows(MatrixReader.read(packed))).isDeepEqualTo(NUMBERS);
        assertThat(rows(MatrixReader.read(new ByteArrayInputStream(bytes), "standard input")))
                .isDeepEqualTo(NUMBERS);
    }

    // Damage is told in words of our own, or does not matter; nothing else is ever thrown.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "entries-snappy.parquet", "entries-zstd.parquet", "entries.arrow",
                "polars-lz4.arrow", "words.arrow", "words.parquet"
            })
    void damagedFilesAreRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Resource.of(name));
        Path file = directory.resolve(name);
        int refused = 0;
        int step = Math.max(1, whole.length / 40);
        for (int at = 8; at < whole.length; at += step) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) 0xA5;
            Files.write(file, bytes);
            refused += isRefused(file) ? 1 : 0;
            Files.write(file, Arrays.copyOf(whole, at));
            isRefused(file);
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(Path file) {
        try {
            SparseReader.readListed(file, RATINGS);
            return false;
        } catch (IOException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return true;
        }
    }
}
