package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.tensor.DenseTensor;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Variables of MATLAB as SciPy writes them ({@code foreign/write.py}), compressed and not. */
class MatFileTest {
    private static final double[][] DENSE = {{1, -2.5}, {3, 4e300}, {0.1, 0}};

    @TempDir private Path directory;

    static Path foreign(String name) {
        try {
            Path folder = Path.of(MatFileTest.class.getResource("foreign/write.py").toURI());
            return folder.resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static void assertRows(DenseMatrix matrix, double[][] rows) {
        assertThat(matrix.rows()).isEqualTo(rows.length);
        assertThat(matrix.columns()).isEqualTo(rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                assertThat(matrix.get(i, j)).isEqualTo(rows[i][j]);
            }
        }
    }

    static void assertRefused(ThrowingCallable reading, String... parts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(reading)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v6.mat:dense", "v7.mat:dense", "one.mat"})
    void denseVariables(String name) throws IOException {
        assertRows(MatrixReader.read(foreign(name)), DENSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v6.mat", "v7.mat"})
    void numbersOfOtherTypesAreExact(String name) throws IOException {
        assertRows(
                MatrixReader.read(foreign(name + ":single")),
                new double[][] {{1, -2.5}, {3, 0}, {0.1f, 0}});
        assertRows(MatrixReader.read(foreign(name + ":whole")), new double[][] {{1, 2}, {3, 200}});
        assertRows(MatrixReader.read(foreign(name + ":logical")), new double[][] {{1, 0}, {1, 1}});
        assertRefused(
                () -> MatrixReader.read(foreign(name + ":big")),
                "9007199254740993, allowed are integers of magnitude up to 2^53");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v6.mat:sparse", "v7.mat:sparse"})
    void sparseVariables(String name) throws IOException {
        Path file = foreign(name);
        SparseMatrix matrix = SparseReader.read(file);
        assertThat(matrix.rows()).isEqualTo(4);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(matrix.listed()).isEqualTo(4);
        assertThat(matrix.get(3, 2)).isEqualTo(7);
        assertThat(SparseReader.readListed(file).observed()).isEqualTo(4);
        assertRows(
                MatrixReader.read(file),
                new double[][] {{1.5, 0, 0.25}, {0, 0, 0}, {0, -2, 0}, {0, 0, 7}});
        assertRefused(
                () -> SparseReader.readObserved(file), "is sparse, which says nothing of NaN");
    }

    @Test
    void arraysAreTensorsInTheirOrder() throws IOException {
        DenseTensor cube = TensorReader.read(foreign("v7.mat:cube"));
        assertThat(cube.shape()).containsExactly(2, 3, 4);
        assertThat(cube.values()).containsExactly(counting(24));
        assertRefused(
                () -> MatrixReader.read(foreign("v7.mat:cube")),
                "cube (2×3×4 double), allowed are 2 dimensions, or more with --model tensor");
    }

    private static double[] counting(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> i);
        return values;
    }

    @Test
    void nanIsMissing() throws IOException {
        Path file = foreign("v7.mat:missing");
        ObservedEntries known = SparseReader.readObserved(file);
        assertThat(known.observed()).isEqualTo(3);
        // The file goes along columns: exchanged places would be those of the transpose.
        assertThat(known.get(0, 1)).isNaN();
        assertThat(known.get(1, 0)).isEqualTo(2);
        assertRefused(
                () -> MatrixReader.read(file),
                "missing (2×2 double): row 1, column 2 (counted from 1) = NaN, allowed are finite"
                        + " numbers; NaN stands for a missing entry with --missing nan");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v7.mat         | has several variables: single (3×2 single), dense (3×2 double),",
                "v7.mat         | choose one by its name: --variable",
                "v7.mat:other   | has no variable 'other'; it has single (3×2 single), dense",
                "v7.mat:complex | complex (1×1 complex double), allowed are real numbers: sparse,",
                "v7.mat:text    | text (1×5 char), allowed are real numbers",
                "v7.mat:cell    | cell (1×2 cell), allowed are real numbers",
                "v7.mat:record  | record (1×1 struct), allowed are real numbers",
                "v7.mat:empty   | empty (0×3 double), allowed are extents of 1 and more",
                "none.mat       | has no matrix of numbers; it has text (1×5 char)",
            })
    void whatIsNoMatrixOfNumbersIsNamed(String name, String problem) {
        assertRefused(() -> MatrixReader.read(foreign(name)), problem);
    }

    @Test
    void streamsAndPackedFilesAreReadAsWell() throws IOException {
        byte[] bytes = Files.readAllBytes(foreign("one.mat"));
        assertRows(MatrixReader.read(new ByteArrayInputStream(bytes), "standard input"), DENSE);
        Path packed =
                Files.write(
                        directory.resolve("v7.mat.gz"),
                        Packed.gzip(Files.readAllBytes(foreign("v7.mat"))));
        assertRows(MatrixReader.read(Path.of(packed + ":dense")), DENSE);
    }

    @Test
    void filesOfHdf5AreNamed() throws IOException {
        byte[] bytes =
                Arrays.copyOf("MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII), 600);
        Path file = Files.write(directory.resolve("y.mat"), bytes);
        for (String name : new String[] {"", ":x"}) {
            assertRefused(
                    () -> MatrixReader.read(Path.of(file + name)),
                    "y.mat: is a MATLAB .mat file of version 7.3, which is HDF5",
                    "save('FILE.mat', 'NAME', '-v7')");
        }
    }

    /** Damage is told in words of our own, or does not matter; nothing else is ever thrown. */
    @ParameterizedTest
    @ValueSource(strings = {"v6.mat", "v7.mat"})
    void damagedFilesAreRefused(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(foreign(name));
        int refused = 0;
        int whole = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) 0xA5;
            refused += isRefused(changed, name) ? 1 : 0;
            whole += isRefused(Arrays.copyOf(bytes, at), name) ? 0 : 1;
        }
        assertThat(refused).isPositive();
        // A file may end behind any variable: its head does not say how many there are.
        assertThat(whole).isEqualTo(10);
    }

    private static boolean isRefused(byte[] bytes, String name) {
        try {
            SparseReader.read(new ByteArrayInputStream(bytes), name + ":sparse");
            return false;
        } catch (IOException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return true;
        }
    }
}
