package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.DenseMatrix;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.ops.MatrixIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Matrix Market files: against EJML's reader, by hand where that does not read them, and wrong
 * ones.
 */
class MatrixMarketReaderTest {

    private static final String ARRAY = "%%MatrixMarket matrix array real general\n";
    private static final String COORDINATE = "%%MatrixMarket matrix coordinate real general\n";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsArraysLikeEjml(long seed) throws IOException {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(40);
        int columns = 1 + random.nextInt(40);
        StringBuilder text = new StringBuilder(ARRAY + "% a comment\n");
        text.append(rows).append("  ").append(columns).append('\n');
        for (int k = 0; k < rows * columns; k++) {
            text.append(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30)).append('\n');
        }
        DMatrixRMaj expected = MatrixIO.loadMatrixMarketDDRM(new StringReader(text.toString()));
        assertEqual(read(text.toString()), expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsCoordinatesLikeEjml(long seed) throws IOException {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(40);
        int columns = 1 + random.nextInt(40);
        StringBuilder entries = new StringBuilder();
        int count = 0;
        for (int i = 1; i <= rows; i++) {
            for (int j = 1; j <= columns; j++) {
                if (random.nextInt(4) == 0) {
                    entries.append(i + " " + j + " " + random.nextGaussian() + "\n");
                    count++;
                }
            }
        }
        String text = COORDINATE + rows + " " + columns + " " + count + "\n" + entries;
        DMatrixSparseTriplet triplets = MatrixIO.loadMatrixMarketDSTR(new StringReader(text));
        DMatrixRMaj expected = new DMatrixRMaj(rows, columns);
        for (int k = 0; k < triplets.nz_length; k++) {
            expected.set(
                    triplets.nz_rowcol.get(2 * k),
                    triplets.nz_rowcol.get(2 * k + 1),
                    triplets.nz_value.get(k));
        }
        assertEqual(read(text), expected);
    }

    @Test
    void unfoldsSymmetricArrays() throws IOException {
        String rest = " 3 3 \n 1\n2\n\n3\n4\n5\n6\n";
        assertEqual(
                read("%%MatrixMarket matrix array integer symmetric\n" + rest),
                new DMatrixRMaj(new double[][] {{1, 2, 3}, {2, 4, 5}, {3, 5, 6}}));
        assertEqual(
                read("%%MatrixMarket matrix array real skew-symmetric\r\n3 3\r\n1\r\n2\r\n3\r\n"),
                new DMatrixRMaj(new double[][] {{0, -1, -2}, {1, 0, -3}, {2, 3, 0}}));
    }

    @Test
    void unfoldsSymmetricCoordinates() throws IOException {
        String rest = "3 3 2\n3 1 -5\n2 1 7";
        assertEqual(
                read("%%MatrixMarket matrix coordinate real symmetric\n" + rest),
                new DMatrixRMaj(new double[][] {{0, 7, -5}, {7, 0, 0}, {-5, 0, 0}}));
        assertEqual(
                read("%%MatrixMarket matrix coordinate real skew-symmetric\n" + rest),
                new DMatrixRMaj(new double[][] {{0, -7, 5}, {7, 0, 0}, {-5, 0, 0}}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 1;nan        | line 3: 'nan' is not finite, allowed are finite decimal numbers",
                "1 1;-Infinity  | line 3: '-Infinity' is not finite",
                "1 1;1e999      | line 3: '1e999' is not finite",
                "1 1;0x10       | line 3: '0x10' is no number",
                "1 1;1.0f       | line 3: '1.0f' is no number",
                "1 1;1 2        | line 3: '1 2' is no number",
                "2 1;1          | truncated: has 1 of 2 entries",
                "1 1;1;2        | line 4: more than the 1 entries that the size calls for",
                "0 1            | line 2: '0', allowed are whole numbers from 1 to 2147483647",
                "1 x            | line 2: 'x', allowed are whole numbers",
                "3000000000 1   | line 2: '3000000000', allowed are whole numbers",
                "1              | line 2: the size line must be: rows columns",
                "2147483647 2147483647;1 | truncated: has 1 of 4611686014132420609 entries",
                "%              | truncated: there is no size line",
            })
    void refusesMalformedArrays(String body, String problem) {
        assertRefused(ARRAY + body.replace(';', '\n'), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 2 1;3 1 1      | line 3: '3', allowed are whole numbers from 1 to 2",
                "2 2 1;0 1 1      | line 3: '0', allowed are whole numbers from 1 to 2",
                "2 2 1;1 1        | line 3: '1 1', must be: row column value",
                "2 2 1;1 1 1 1    | must be: row column value",
                "2 2 1;1 1 inf    | line 3: 'inf' is not finite",
                "2 2 2;1 2 5;1 2 6| row 1, column 2 is listed twice",
                "2 2 5            | line 2: '5', allowed are whole numbers from 0 to 4",
                "2 2              | the size line must be: rows columns entries",
                "2 2 2;1 1 1      | truncated: has 1 of 2 entries",
                "1000000 1000000 1;1 1 1 | too sparse to be read as dense",
                "2147483647 2147483647 0 | too sparse to be read as dense",
            })
    void refusesMalformedCoordinates(String body, String problem) {
        assertRefused(COORDINATE + body.replace(';', '\n'), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "matrix array complex general   | line 1: field 'complex', allowed: real, double,",
                "matrix array pattern general   | line 1: field 'pattern', allowed: real, double,",
                "matrix coordinate pattern skew-symmetric | 'skew-symmetric', allowed: general,"
                        + " sym",
                "matrix array real hermitian    | line 1: symmetry 'hermitian', allowed: general,",
                "vector array real general      | line 1: object 'vector', allowed: matrix",
                "matrix dense real general      | line 1: format 'dense', allowed: array,",
                "matrix array real              | must start with a line of the form",
            })
    void refusesForeignBanners(String banner, String problem) {
        assertRefused("%%MatrixMarket " + banner + "\n1 1\n1\n", problem);
    }

    @Test
    void refusesWhatIsNoMatrixMarketFile() {
        assertRefused("", "must start with a line of the form %%MatrixMarket matrix");
        assertRefused("1,2\n3,4\n", "must start with a line of the form %%MatrixMarket matrix");
        assertRefused(
                "%%MatrixMarket matrix array real symmetric\n2 3\n",
                "2 rows and 3 columns, a symmetric matrix has as many rows as columns");
        assertRefused(ARRAY + "%" + "x".repeat(1 << 17), "line 2: has more than 8192 characters");
    }

    private static DenseMatrix read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MatrixReader.read(new ByteArrayInputStream(bytes), "in.mtx");
    }

    private static void assertRefused(String text, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith("in.mtx: ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    private static void assertEqual(DenseMatrix matrix, DMatrixRMaj expected) {
        assertThat(matrix.rows()).isEqualTo(expected.numRows);
        assertThat(matrix.columns()).isEqualTo(expected.numCols);
        for (int i = 0; i < expected.numRows; i++) {
            for (int j = 0; j < expected.numCols; j++) {
                assertThat(matrix.get(i, j) + 0.0).isEqualTo(expected.get(i, j));
            }
        }
    }
}
