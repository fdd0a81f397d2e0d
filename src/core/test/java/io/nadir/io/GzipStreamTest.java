package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.kernel.Allocation;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Files that gzip packed, whole, damaged and lying. */
class GzipStreamTest {
    private static final byte[] NPY = NpyFile.doubles(2, 2, 5, 2, 3, 4);
    private static final byte[] CSV = "5,2\n3,4\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MTX =
            "%%MatrixMarket matrix array real general\n2 2\n5\n3\n2\n4\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"y.csv.gz, csv", "Y.NPY.GZ, npy", "y.mtx.gz, mtx", "y.csv, csv", "y.mtx, mtx"})
    void theNameBelowTheEndingTells(String name, String format) throws IOException {
        assertRead(name, format.equals("npy") ? NPY : format.equals("csv") ? CSV : MTX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "y.gz", "y.csv", "y.csv.gz", "y.dat", "standard input"})
    void theBytesTellWhateverTheName(String name) throws IOException {
        for (byte[] plain : new byte[][] {NPY, CSV, MTX}) {
            assertRead(name, plain);
        }
    }

    @Test
    void everyDoorUnpacks() throws IOException {
        byte[] listed = "1,1,5\n2,3,6\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(SparseReader.read(stream(Packed.gzip(listed)), "y").get(1, 2)).isEqualTo(6);
        assertThat(SparseReader.readListed(stream(Packed.gzip(listed)), "y").observed())
                .isEqualTo(2);
        byte[] observed = NpyFile.doubles(1, 2, Double.NaN, 7);
        assertThat(SparseReader.readObserved(stream(Packed.gzip(observed)), "y").observed())
                .isEqualTo(1);
        assertThat(TensorReader.read(stream(Packed.gzip(NPY)), "y").values())
                .containsExactly(5, 2, 3, 4);
    }

    @Test
    void severalPartsAreOneText() throws IOException {
        byte[] first = Arrays.copyOf(CSV, 3);
        byte[] rest = Arrays.copyOfRange(CSV, 3, CSV.length);
        byte[] packed = Packed.join(Packed.gzip(first), Packed.gzip(rest));
        assertSame(MatrixReader.read(stream(packed), "y.csv.gz"));
        assertSame(MatrixReader.read(byteByByte(packed), "y.csv.gz"));
    }

    /** The second part may be lost from its first byte on; only then nothing tells. */
    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] one = Packed.gzip(CSV);
        byte[] packed = Packed.join(one, Packed.gzip(CSV));
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            if (length == one.length) {
                assertSame(MatrixReader.read(stream(cut), "y.csv"));
            } else {
                assertRefused(stream(cut), "");
                assertRefused(byteByByte(cut), "");
            }
        }
        assertRefused(stream(Arrays.copyOf(one, one.length - 1)), "truncated: ends within the com");
        assertRefused(stream(Arrays.copyOf(one, 5)), "truncated: ends within the compressed data");
    }

    @Test
    void damageIsRefused() throws IOException {
        byte[] packed = Packed.gzip(CSV);
        for (int at = 10; at < packed.length; at++) {
            byte[] damaged = packed.clone();
            damaged[at] = (byte) (damaged[at] ^ 0x10);
            if (!isUnusedBit(at, packed)) {
                assertRefused(stream(damaged), "");
            }
        }
        byte[] sum = packed.clone();
        sum[packed.length - 8] = (byte) (sum[packed.length - 8] ^ 1);
        assertRefused(stream(sum), "the compressed data are damaged");
        byte[] trailing = Packed.join(packed, new byte[] {'x'});
        assertRefused(stream(trailing), "trailing bytes: more follows after the compressed data");
        assertRefused(
                stream(Packed.join(packed, new byte[10_000])),
                "trailing bytes: more follows after the compressed data");
    }

    @Test
    void gzipWithinGzipIsNamed() throws IOException {
        assertRefused(stream(Packed.gzip(Packed.gzip(CSV))), "is a gzip file within a gzip file");
    }

    /** A header that claims more than all memory, packed into less than 2 kB. */
    @Test
    void memoryGrowsWithWhatIsReadOnly() throws IOException {
        byte[] header = NpyFile.matrix("<f8", 1 << 30, 1 << 30, new byte[1 << 20]).bytes();
        byte[] packed = Packed.gzip(header);
        assertThat(packed).hasSizeLessThan(2_000);
        long allocated =
                Allocation.of(() ->
                        assertRefused(stream(packed), "truncated: ends after element 131072 of"));
        assertThat(allocated).isLessThan(16L << 20);
    }

    /** A line of 64 MiB, packed into little, is refused when it is too long, not kept. */
    @Test
    void endlessLinesAreNotKept() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip =
                new GZIPOutputStream(out) {
                    {
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                }) {
            gzip.write(
                    "%%MatrixMarket matrix array real general\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] ones = "1".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int k = 0; k < 64; k++) {
                gzip.write(ones);
            }
        }
        long allocated =
                Allocation.of(() ->
                        assertRefused(
                                stream(out.toByteArray()),
                                "line 2: has more than 8192 characters"));
        assertThat(allocated).isLessThan(4L << 20);
    }

    /** The compressed data end within a byte, whose other bits say nothing. */
    private static boolean isUnusedBit(int at, byte[] packed) {
        return at == packed.length - 9;
    }

    private void assertRead(String name, byte[] plain) throws IOException {
        byte[] packed = Packed.gzip(plain);
        assertSame(MatrixReader.read(stream(packed), name));
        assertSame(MatrixReader.read(Files.write(folder.resolve(name), packed)));
    }

    private static void assertSame(DenseMatrix matrix) {
        assertThat(new double[] {matrix.get(0, 0), matrix.get(0, 1), matrix.get(1, 0)})
                .containsExactly(5, 2, 3);
        assertThat(matrix.rows() * matrix.columns()).isEqualTo(4);
    }

    private static void assertRefused(InputStream stream, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(stream, "y"))
                .withMessageStartingWith("y: ")
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** Like a pipe that is slow: never says that more is there. */
    private static InputStream byteByByte(byte[] bytes) {
        return new FilterInputStream(stream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 1));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }
}
