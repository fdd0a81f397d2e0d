package io.nadir.io;

import static io.nadir.io.MatFileTest.assertRefused;
import static io.nadir.io.MatFileTest.assertRows;
import static io.nadir.io.MatFileTest.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.matrix.SparseMatrix;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Sparse matrices as SciPy saves them, and tensors as PyData's sparse does. */
class SparseArchiveTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"csr.npz", "csc.npz", "coo.npz"})
    void matricesOfSciPy(String name) throws IOException {
        Path file = foreign(name);
        ReadResult<SparseMatrix> read = SparseReader.read(file, TextFormat.defaults());
        assertThat(read.data().listed()).isEqualTo(4);
        assertThat(read.data().get(2, 1)).isEqualTo(-2);
        assertThat(read.description().toString())
                .endsWith(name + ": 4×3, 4 entries listed, 0 elsewhere, not weighted");
        assertThat(SparseReader.readListed(file).observed()).isEqualTo(4);
        assertRows(
                MatrixReader.read(file),
                new double[][] {{1.5, 0, 0.25}, {0, 0, 0}, {0, -2, 0}, {0, 0, 7}});
    }

    @Test
    void whatIsNotReadIsNamed() throws IOException {
        assertRefused(
                () -> SparseReader.read(foreign("bsr.npz")),
                "bsr.npz: is a sparse matrix in the format 'bsr', allowed are csr, csc and coo");
        assertRefused(
                () -> SparseReader.read(foreign("int64.npz")),
                "int64.npz:data",
                "9007199254740993, allowed are integers of magnitude");
        assertRefused(
                () -> SparseReader.read(foreign("twice.npz")),
                "entry 2: row 2, column 1 is listed twice, first in entry 1: sum_duplicates()");
        assertRefused(() -> SparseReader.readObserved(foreign("csr.npz")), "says nothing of NaN");
        byte[] bytes = Files.readAllBytes(foreign("csr.npz"));
        assertRefused(
                () -> SparseReader.read(new ByteArrayInputStream(bytes), "standard input"),
                "is a sparse matrix of SciPy or PyData, allowed from a file only");
    }

    @Test
    void tensorsOfPyData() throws IOException {
        Path file = foreign("pydata.npz");
        DenseTensor tensor = TensorReader.read(file);
        double[] expected = new double[24];
        expected[2 * 4 + 3] = 1.5;
        expected[12] = -2;
        expected[12 + 4 + 2] = 7;
        assertThat(tensor.shape()).containsExactly(2, 3, 4);
        assertThat(tensor.values()).containsExactly(expected);
        assertThat(TensorReader.readListed(file, TextFormat.defaults()).data().observed())
                .isEqualTo(3);
        assertRefused(
                () -> SparseReader.read(file), "is a sparse array of 3 dimensions, allowed are 2");
    }

    /** Each array in turn is that of another file. */
    @Test
    void arraysThatDoNotFitEachOther() throws IOException {
        for (String member : new String[] {"indices", "indptr", "data", "shape"}) {
            Path mixed = directory.resolve(member + ".npz");
            try (ZipFile csr = new ZipFile(foreign("csr.npz").toFile());
                    ZipFile other = new ZipFile(foreign("int64.npz").toFile());
                    OutputStream out = Files.newOutputStream(mixed);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (ZipEntry entry : csr.stream().toList()) {
                    ZipFile from = entry.getName().equals(member + ".npy") ? other : csr;
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(from.getEntry(entry.getName())).transferTo(zip);
                }
            }
            assertRefused(() -> SparseReader.read(mixed), member + ".npz");
        }
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(foreign("csr.npz"));
        Path file = directory.resolve("y.npz");
        for (int at = 0; at < whole.length; at += 5) {
            Files.write(file, Arrays.copyOf(whole, at));
            assertThat(isRefused(file)).as("first %d bytes", at).isTrue();
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) 0xA5;
            Files.write(file, bytes);
            isRefused(file);
        }
    }

    private static boolean isRefused(Path file) {
        try {
            SparseReader.read(file);
            return false;
        } catch (IOException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return true;
        }
    }
}
