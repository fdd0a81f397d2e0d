package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What writers of Matrix Market files make of the rules, dense, sparse and observed. */
class MatrixMarketFieldsTest {

    /** Random files of every field and symmetry, with comments and blank lines anywhere. */
    @ParameterizedTest
    @CsvSource({
        "real, general",
        "double, symmetric",
        "real, skew-symmetric",
        "integer, general",
        "unsigned-integer, symmetric",
        "integer, skew-symmetric",
        "pattern, general",
        "pattern, symmetric",
    })
    void everyDoorReadsCoordinates(String field, String symmetry) throws IOException {
        Random random = new Random((field + symmetry).hashCode());
        for (int trial = 0; trial < 50; trial++) {
            int rows = 1 + random.nextInt(8);
            int columns = symmetry.equals("general") ? 1 + random.nextInt(8) : rows;
            double[][] matrix = new double[rows][columns];
            boolean[][] listed = new boolean[rows][columns];
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    if (!listed[i][j] && random.nextInt(3) == 0) {
                        entries.add(entry(field, symmetry, i, j, matrix, listed, random));
                    }
                }
            }
            Collections.shuffle(entries, random);
            String size = rows + " " + columns + " " + entries.size();
            entries.addFirst(size);
            String text =
                    banner("coordinate", field, symmetry, random) + decorated(entries, random);
            assertEqual(matrix, listed, text);
        }
    }

    /** Random arrays of every field and symmetry; their zeros are not listed. */
    @ParameterizedTest
    @CsvSource({
        "real, general",
        "double, symmetric",
        "real, skew-symmetric",
        "integer, general",
        "unsigned-integer, symmetric",
        "integer, skew-symmetric",
    })
    void arraysAreReadAsSparse(String field, String symmetry) throws IOException {
        Random random = new Random((field + symmetry).hashCode());
        for (int trial = 0; trial < 50; trial++) {
            int rows = 1 + random.nextInt(8);
            int columns = symmetry.equals("general") ? 1 + random.nextInt(8) : rows;
            double[][] matrix = new double[rows][columns];
            boolean[][] listed = new boolean[rows][columns];
            List<String> lines = new ArrayList<>(List.of(rows + " " + columns));
            for (int j = 0; j < columns; j++) {
                int first = symmetry.equals("general") ? 0 : j;
                for (int i = symmetry.equals("skew-symmetric") ? j + 1 : first; i < rows; i++) {
                    boolean zero = random.nextInt(3) == 0;
                    lines.add(
                            zero
                                    ? List.of("0", "-0", "00").get(random.nextInt(3))
                                    : entry(field, symmetry, i, j, matrix, listed, random)
                                            .split("\\s+", 3)[2]);
                }
            }
            String text = banner("array", field, symmetry, random) + decorated(lines, random);
            SparseMatrix sparse = SparseReader.read(stream(text), "y.mtx");
            assertThat(sparse.listed()).as(text).isEqualTo(nonZeros(matrix));
            assertEqual(matrix, sparse, text);
        }
    }

    private static long nonZeros(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).filter(x -> x != 0).count();
    }

    private static void assertEqual(double[][] matrix, SparseMatrix sparse, String text) {
        assertThat(List.of(sparse.rows(), sparse.columns()))
                .isEqualTo(List.of(matrix.length, matrix[0].length));
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                assertThat(sparse.get(i, j) + 0.0).as(text).isEqualTo(matrix[i][j] + 0.0);
            }
        }
    }

    @Test
    void arraysAreReadAsSparseUpToTheirEnd() {
        String text = "%%MatrixMarket matrix array real general\n2 2\n1\n0\n0\n";
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> SparseReader.read(stream(text), "y.mtx"))
                .withMessageContaining("truncated: has 3 of 4 entries");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> SparseReader.read(stream(text + "1\n2\n"), "y.mtx"))
                .withMessageContaining("line 7: more than the 4 entries that the size calls for");
    }

    /** One of the two mirror images, of which the other follows. */
    private static String entry(
            String field,
            String symmetry,
            int i,
            int j,
            double[][] matrix,
            boolean[][] listed,
            Random random) {
        boolean skew = symmetry.equals("skew-symmetric");
        double value =
                switch (field) {
                    case "pattern" -> 1;
                    case "real", "double" ->
                            random.nextGaussian() * Math.scalb(1.0, random.nextInt(99));
                    case "integer" -> random.nextLong(-(1L << 53), (1L << 53) + 1);
                    default -> random.nextInt(100);
                };
        value = skew && i == j ? 0 : value;
        matrix[i][j] = value;
        listed[i][j] = true;
        if (!symmetry.equals("general")) {
            matrix[j][i] = skew && i != j ? -value : value;
            listed[j][i] = true;
        }
        String place = (i + 1) + " " + (j + 1);
        return switch (field) {
            case "pattern" -> place;
            case "real", "double" -> place + "\t" + exponent(Double.toString(value), random);
            default -> place + "  " + (long) value;
        };
    }

    /** The number as C, or as Fortran, writes it. */
    private static String exponent(String number, Random random) {
        return number.replace(
                "E",
                List.of("E", "e", "D", "d", "E+", "D+", "d+")
                        .get(number.contains("E-") ? random.nextInt(4) : random.nextInt(7)));
    }

    private static String banner(String format, String field, String symmetry, Random random) {
        String banner = "%%MatrixMarket matrix " + format + " " + field + " " + symmetry;
        return switch (random.nextInt(3)) {
                    case 0 -> banner.toLowerCase(Locale.ROOT);
                    case 1 -> banner.toUpperCase(Locale.ROOT);
                    default -> banner;
                }
                + "\n";
    }

    private static String decorated(List<String> lines, Random random) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(
                    List.of("", "", "\n", "% a comment\n", "  %\n \t\n").get(random.nextInt(5)));
            text.append(line).append(random.nextBoolean() ? "\n" : " \r\n");
        }
        return text + (random.nextBoolean() ? "\n% the end" : "");
    }

    private static void assertEqual(double[][] matrix, boolean[][] listed, String text)
            throws IOException {
        DenseMatrix dense = MatrixReader.read(stream(text), "y");
        SparseMatrix sparse = SparseReader.read(stream(text), "y.mtx");
        ObservedEntries observed = SparseReader.readListed(stream(text), "y");
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                double expected = matrix[i][j] + 0.0;
                assertThat(dense.get(i, j) + 0.0).as(text).isEqualTo(expected);
                assertThat(sparse.get(i, j) + 0.0).isEqualTo(expected);
                assertThat(observed.weight(i, j)).isEqualTo(listed[i][j] ? 1 : 0);
                if (listed[i][j]) {
                    assertThat(observed.get(i, j) + 0.0).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0D+01, 10",
        "2.5d-1, 0.25",
        "1d3, 1000",
        "-.5D0, -0.5",
        "+1.5Q2, 150",
        "0.1000000+101, 1e100",
        "-1.25-100, -1.25e-100",
        "1., 1",
        "1e3, 1000",
    })
    void exponentsOfFortranAreRead(String number, double value) throws IOException {
        String array = "%%MatrixMarket matrix array real general\n1 1\n" + number + "\n";
        assertThat(MatrixReader.read(stream(array), "y").get(0, 0)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0D", "D1", "1D+", "1d1d1", "1e1d1", "1.0D1.5", "1-", "1-2-3", "1.5f", "--1"
            })
    void whatIsNoNumberIsNotMadeOne(String text) {
        assertRefused(
                "%%MatrixMarket matrix array real general\n1 1\n" + text,
                "line 3: '" + text + "' is no number");
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740993",
        "-9007199254740993",
        "99999999999999999999",
        "1.5",
        "1e3",
        "1.0",
        "x"
    })
    void integersAreExactOrRefused(String number) throws IOException {
        String array = "%%MatrixMarket matrix array integer general\n1 1\n";
        assertRefused(
                array + number,
                "line 3: '"
                        + number
                        + "', allowed are whole numbers from -9007199254740992 to"
                        + " 9007199254740992");
        assertThat(MatrixReader.read(stream(array + "-9007199254740992"), "y").get(0, 0))
                .isEqualTo(-9007199254740992.0);
    }

    @Test
    void twoMirrorImagesAreRefused() {
        String note =
                "is listed twice, first in line 3; in a file that is not general, one entry stands"
                        + " for both triangles";
        for (String symmetry : List.of("real symmetric", "real skew-symmetric")) {
            String start = "%%MatrixMarket matrix coordinate " + symmetry + "\n2 2 2\n";
            assertRefused(start + "1 2 3\n2 1 3\n", note);
            assertRefused(start + "2 1 3\n2 1 3\n", note);
            assertRefused(start + "2 1 3\n1 2 -3\n", note);
        }
        assertRefused(
                "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 3\n1 1\n2 1\n1 2\n",
                "is listed twice, first in line 4; in a file that is not general");
        assertRefused(
                "%%MatrixMarket matrix coordinate real general\n2 2 2\n% c\n1 2 5\n1 2 6\n",
                "line 5: row 1, column 2 is listed twice, first in line 4");
    }

    @Test
    void theDiagonalOfSkewSymmetryIsZero() throws IOException {
        String start = "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 2\n1 2 3\n";
        assertRefused(
                start + "2 2 1e-300\n",
                "line 4: '2 2 1e-300', allowed on the diagonal of a skew-symmetric matrix is 0");
        assertThat(SparseReader.readListed(stream(start + "2 2 -0.0\n"), "y").observed())
                .isEqualTo(3);
    }

    @Test
    void patternsHaveNoValues() {
        assertRefused(
                "%%MatrixMarket matrix coordinate pattern general\n1 1 1\n1 1 1\n",
                "line 3: '1 1 1', must be: row column");
    }

    private static void assertRefused(String text, String problem) {
        List<InputReader> doors = new ArrayList<>(List.of(MatrixReader::read));
        if (text.contains("coordinate")) {
            doors.addAll(List.of(SparseReader::read, SparseReader::readListed));
        }
        for (InputReader door : doors) {
            assertThatExceptionOfType(DataFormatException.class)
                    .isThrownBy(() -> door.read(stream(text), "y"))
                    .withMessageStartingWith("y: line ")
                    .withMessageContaining(problem);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A public reader of streams. */
    @FunctionalInterface
    private interface InputReader {
        Object read(InputStream stream, String name) throws IOException;
    }
}
