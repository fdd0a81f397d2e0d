package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.RowSource;
import io.nadir.solver.Solution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Mapped files: the same as those that are read, or refused; and files that change meanwhile. */
class NpyMapTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 30;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"<f8", ">f8", "<f4", ">f4"})
    void aMappedFileIsTheFileThatIsRead(String descr) throws IOException {
        Path file = write("y.npy", descr);
        DenseMatrix read = MatrixReader.read(file);
        ReadResult<DenseMatrix> mapped = MatrixReader.map(file, UnaryOperator.identity());
        String type = descr.endsWith("8") ? "float64" : "float32";
        assertThat(mapped.data().storage()).isEqualTo(type + ", mapped");
        assertThat(mapped.description().toString())
                .isEqualTo(
                        file + ": 40×30, 1200 entries known, not weighted, " + type + ", mapped");
        assertThat(read.storage()).isEqualTo(type);
        assertThat(mapped.data().toArray()).containsExactly(read.toArray());
        assertThat(mapped.data().fingerprint()).isEqualTo(read.fingerprint());
        Solution expected = Nadir.solve(Problem.lowRank(read, 3));
        Solution actual = Nadir.solve(Problem.lowRank(mapped.data(), 3));
        assertThat(actual.u()).isEqualTo(expected.u());
        assertThat(actual.certificate().gap()).isEqualTo(expected.certificate().gap());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<f2|has elements of float16, allowed in a mapped file are float64 and float32:"
                        + " numpy.save(FILE, A.astype('float32'))",
                "<i4|has elements of int32, allowed in a mapped file are float64 and float32:"
                        + " numpy.save(FILE, A.astype('float32'))"
            })
    void otherTypesAreRefused(String descr, String problem) throws IOException {
        int width = descr.charAt(2) - '0';
        byte[] elements = new byte[ROWS * COLUMNS * width];
        Path file = write("y.npy", NpyFile.matrix(descr, ROWS, COLUMNS, elements).bytes());
        assertRefused(file, problem);
    }

    @Test
    void fortranOrderIsRefusedWithWhatToDo() throws IOException {
        byte[] bytes = new NpyFile("<f8", true, 1, List.of(2, 3), new byte[48]).bytes();
        assertRefused(
                write("y.npy", bytes),
                "is in Fortran order, allowed in a mapped file is C order:"
                        + " numpy.save(FILE, numpy.ascontiguousarray(A)), or let the transpose be"
                        + " in C order and factorize that");
    }

    @Test
    void packedFilesAndTextsAreRefused() throws IOException {
        String problem = "only a .npy file that is not packed can be mapped: unpack it";
        byte[] npy = NpyFile.doubles(1, 2, 3, 4);
        assertRefused(write("y.npy.gz", Packed.gzip(npy)), problem);
        assertRefused(write("y.csv", "1,2\n3,4\n".getBytes(StandardCharsets.UTF_8)), problem);
    }

    @Test
    void filesOfAnotherLengthAreRefused() throws IOException {
        byte[] bytes = NpyFile.doubles(2, 3, 1, 2, 3, 4, 5, 6);
        assertRefused(
                write("short.npy", Arrays.copyOf(bytes, bytes.length - 9)),
                "truncated: 39 bytes follow the header, must be rows * columns * 8 = 2 * 3 * 8");
        assertRefused(
                write("long.npy", Arrays.copyOf(bytes, bytes.length + 8)),
                "trailing bytes: 56 bytes follow the header, must be rows * columns * 8 = 2 * 3 *"
                        + " 8");
    }

    @Test
    void elementsThatAreNotFiniteAreNamed() throws IOException {
        assertRefused(
                write("y.npy", NpyFile.doubles(2, 3, 1, 2, 3, 4, 5, Double.NaN)),
                "row 2, column 3 (counted from 1) = NaN, allowed are finite numbers; NaN stands for"
                    + " a missing entry with --missing nan (in Java: SparseReader.readObserved) and"
                    + " without --map");
    }

    @Test
    void aFileThatBecomesShorterEndsTheSolve() throws IOException {
        Path file = write("y.npy", "<f8");
        boolean[] cut = {false};
        DenseMatrix y = MatrixReader.map(file, rows -> new Cutting(rows, file, cut)).data();
        cut[0] = true;
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Nadir.solve(Problem.lowRank(y, 3)))
                .withMessageContaining("y.npy: has become shorter than")
                .withCauseInstanceOf(DataFormatException.class);
    }

    @Test
    void aFileThatChangesIsNoticedAndOneThatIsReplacedIsNot() throws IOException {
        Path file = write("y.npy", "<f8");
        settle(file);
        DenseMatrix y = MatrixReader.map(file, UnaryOperator.identity()).data();
        y.requireUnchanged();
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        y.requireUnchanged();
        Path other = Files.copy(file, folder.resolve("other.npy"));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        y.requireUnchanged();
        DenseMatrix again = MatrixReader.map(file, UnaryOperator.identity()).data();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(open.length() - 8);
            open.writeDouble(17);
        }
        y.requireUnchanged();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(again::requireUnchanged)
                .withMessageContaining("are not what they were when it was made");
    }

    /** Makes the time of the last change one that no other change shares. */
    private static void settle(Path file) throws IOException {
        Instant past = Instant.now().minus(Duration.ofMinutes(1));
        Files.setLastModifiedTime(file, FileTime.from(past));
    }

    private void assertRefused(Path file, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.map(file, UnaryOperator.identity()))
                .withMessage(file + ": " + problem);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path write(String name, String descr) throws IOException {
        Random random = new Random(3);
        int width = descr.charAt(2) - '0';
        ByteBuffer elements =
                ByteBuffer.allocate(ROWS * COLUMNS * width)
                        .order(
                                descr.startsWith(">")
                                        ? ByteOrder.BIG_ENDIAN
                                        : ByteOrder.LITTLE_ENDIAN);
        while (elements.hasRemaining()) {
            double number = random.nextGaussian();
            if (width == 8) {
                elements.putDouble(number);
            } else {
                elements.putFloat((float) number);
            }
        }
        return write(name, NpyFile.matrix(descr, ROWS, COLUMNS, elements.array()).bytes());
    }

    /** Rows of a file that loses all but its first bytes before they are read. */
    private record Cutting(RowSource source, Path file, boolean[] cut) implements RowSource {
        @Override
        public int rows() {
            return source.rows();
        }

        @Override
        public int columns() {
            return source.columns();
        }

        @Override
        public void read(int row, int count, double[] target, int offset) {
            if (cut[0]) {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(100);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            source.read(row, count, target, offset);
        }
    }
}
