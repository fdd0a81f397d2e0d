package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.kernel.Allocation;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that NumPy wrote, and files that lie. */
class NpyReaderTest {

    private static final double[][] MATRIX = {
        {0.5, -1.25, 3.0}, {(double) 1e-3f, 0x1p-20, 7e4},
    };

    @TempDir private Path directory;

    static Stream<String> numpyFiles() {
        return Stream.of("lef8", "bef8", "lef4", "bef4")
                .flatMap(type -> Stream.of(type + "-C", type + "-F"))
                .flatMap(type -> Stream.of(type + "-v1", type + "-v2", type + "-v3"));
    }

    @ParameterizedTest
    @MethodSource("numpyFiles")
    void readsWhatNumpyWrites(String name) throws IOException {
        assertEqual(MatrixReader.read(Fixtures.npy(name)), MATRIX);
    }

    @ParameterizedTest
    @MethodSource("numpyFiles")
    void readsAStreamLikeAFile(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.npy(name));
        assertEqual(MatrixReader.read(new ByteArrayInputStream(bytes), "-"), MATRIX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "complex          | dtype '<c16', which is complex numbers, allowed are float64,",
                "structured       | dtype structured, which is records of several fields, allowed",
                "object           | dtype '|O', which is Python objects, allowed are",
                "one-dimension    | the array has shape (3,), allowed are 2 dimensions:"
                        + " reshape(-1,",
                "three-dimensions | the array has shape (1, 2, 3), allowed are 2 dimensions",
                "no-dimension     | the array has shape (), allowed are 2 dimensions",
                "no-rows          | the matrix is 0×3, allowed are 1 and more",
                "nan              | row 2, column 1 (counted from 1) = NaN, allowed are finite"
                        + " numbers; NaN stands for a missing entry with --missing nan",
                "infinite-F       | row 1, column 3 (counted from 1) = -Infinity, allowed are"
                        + " finite",
            },
            quoteCharacter = '`')
    void refusesWhatIsNoFiniteMatrix(String name, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(Fixtures.npy(name)))
                .withMessageContaining(name + ".npy: ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    static List<List<String>> malformedHeaders() {
        String good = "'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)";
        return List.of(
                List.of("", "found '', expected '{'"),
                List.of("{}", "lacks one of"),
                List.of("{" + good + "} x", "expected the end of the header"),
                List.of("{" + good, "expected '}'"),
                List.of("{" + good + ", 'shape': (1, 1)}", "each once"),
                List.of("{" + good + ", 'extra': 1}", "each once"),
                List.of("{'descr': '<f8', 'shape': (1, 1)}", "lacks one of"),
                List.of("{'descr': \"<f8', 'shape': (1, 1)}", "expected a quoted string"),
                List.of("{'fortran_order': 0}", "found '0}', expected True or False"),
                List.of("{'shape': (-1, 1)}", "found '-1, 1)}', expected a whole number"),
                List.of("{'shape': (1, 2147483648)}", "from 0 to 2147483647"),
                List.of("{'shape': (1 1)}", "expected ')'"),
                List.of("{'shape': (1e3, 1)}", "expected ')'"),
                List.of("{'shape': __import__('os')}", "expected '('"));
    }

    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void refusesMalformedHeaders(List<String> headerAndProblem) {
        assertRefused(file(headerAndProblem.getFirst(), 8), headerAndProblem.getLast());
    }

    @Test
    void refusesForeignVersionsAndHeaderLengths() {
        byte[] file = file(header(1, 1), 8);
        assertRefused(with(file, 6, 4), "version 4.0, allowed are 1.0, 2.0 and 3.0");
        assertRefused(with(file, 7, 1), "version 1.1, allowed");
        assertRefused(with(file, 0, 'P'), "magic string");
        assertRefused(new byte[0], "magic string");
        byte[] hugeHeader = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1};
        assertRefused(hugeHeader, "claims 4294967295 bytes, allowed are up to 65535");
    }

    @Test
    void refusesFilesShorterOrLongerThanTheHeaderSays() throws IOException {
        Path path = directory.resolve("x.npy");
        Files.write(path, file(header(2, 3), 47));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(path))
                .withMessageEndingWith(
                        "truncated: 47 bytes follow the header, must be rows * columns * 8 = 2 * 3"
                                + " * 8");
        Files.write(path, file(header(2, 3), 49));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(path))
                .withMessageContaining("trailing bytes");
        assertRefused(file(header(2, 3), 47), "truncated: ends after element 5 of 2 * 3");
        assertRefused(file(header(2, 3), 49), "trailing bytes");
    }

    @ParameterizedTest
    @CsvSource({"2147483647, 2147483647", "1, 2147483647", "2147483647, 1", "65536, 65536"})
    void allocatesNothingThatAHeaderMerelyClaims(int rows, int columns) throws IOException {
        byte[] bytes = file(header(rows, columns), 1 << 20);
        Path path = Files.write(directory.resolve("huge.npy"), bytes);
        long allocated =
                Allocation.of(() -> {
                    assertThatExceptionOfType(DataFormatException.class)
                            .isThrownBy(() -> MatrixReader.read(path))
                            .withMessageContaining("truncated");
                    assertRefused(bytes, "truncated");
                });
        assertThat(allocated).isLessThan(16L << 20);
    }

    @Test
    void readsMatricesOfManyChunksInBothOrders() throws IOException {
        int rows = 700;
        int columns = 301;
        for (boolean fortran : new boolean[] {false, true}) {
            String header = header(rows, columns).replace("False", fortran ? "True" : "False");
            byte[] file = file(header, rows * columns * 8);
            ByteBuffer elements = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            elements.position(file.length - rows * columns * 8);
            for (int k = 0; k < rows * columns; k++) {
                elements.putDouble(k);
            }
            DenseMatrix matrix = MatrixReader.read(new ByteArrayInputStream(file), "-");
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertThat(matrix.get(i, j))
                            .isEqualTo(fortran ? i + j * rows : i * columns + j);
                }
            }
        }
    }

    private static void assertRefused(byte[] bytes, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(new ByteArrayInputStream(bytes), "in.npy"))
                .withMessageStartingWith("in.npy: ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    private static void assertEqual(DenseMatrix matrix, double[][] expected) {
        assertThat(matrix.rows()).isEqualTo(expected.length);
        assertThat(matrix.columns()).isEqualTo(expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(matrix.get(i, j)).isEqualTo(expected[i][j]);
            }
        }
    }

    private static String header(int rows, int columns) {
        return String.format(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }\n", rows, columns);
    }

    /** A file of version 1.0 with this header and so many zero bytes after it. */
    private static byte[] file(String header, int dataBytes) {
        return ByteBuffer.allocate(10 + header.length() + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 1)
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
