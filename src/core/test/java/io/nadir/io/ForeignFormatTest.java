package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Files that are not read are named, by their first bytes as their formats define them. */
class ForeignFormatTest {
    @ParameterizedTest
    @CsvSource({
        "50415231 1504, a Parquet file",
        "4152524f5731 0000, an Arrow (Feather) file",
        "46454131 00000000, a Feather file",
        "4f626a01, an Avro file",
        "894844460d0a1a0a, an HDF5 file",
        "43444601, a NetCDF file",
        "4d41544c414220372e33204d41542d66696c65, a MATLAB .mat file of version 7.3",
        "80049563, a Python pickle",
        "80035d71, a Python pickle",
        "524458330a580a, an R data file",
        "580a00000003, an R .rds file",
        "53514c69746520666f726d6174203300, an SQLite database",
        "d0cf11e0a1b11ae1, 'an old Microsoft Office document, such as .xls'",
        "255044462d312e37, a PDF document",
        "89504e470d0a1a0a, a PNG image",
        "ffd8ffe0, a JPEG image",
        "474946383961, a GIF image",
        "49492a00, a TIFF image",
        "fd377a585a00, an xz file",
        "28b52ffd, a Zstandard file",
        "425a6839314159265359, a bzip2 file",
        "377abcaf271c, a 7-Zip archive",
        "fffe0000, text in UTF-32",
        "0000feff, text in UTF-32",
    })
    void isNamedByEveryDoor(String hex, String name) throws IOException {
        byte[] start = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] file = Arrays.copyOf(start, 600);
        for (byte[] bytes : List.of(start, file, Packed.gzip(file))) {
            for (String ending : List.of("", ".npy", ".csv", ".mtx")) {
                String problem = "y" + ending + ": is " + name;
                assertRefused(() -> MatrixReader.read(stream(bytes), "y" + ending), problem);
                assertRefused(() -> SparseReader.read(stream(bytes), "y" + ending), problem);
                assertRefused(() -> SparseReader.readListed(stream(bytes), "y" + ending), problem);
                assertRefused(
                        () -> SparseReader.readObserved(stream(bytes), "y" + ending), problem);
                assertRefused(() -> TensorReader.read(stream(bytes), "y" + ending), problem);
            }
        }
    }

    @Test
    void tarArchivesAreNamed() {
        byte[] file = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, file, 257, 5);
        assertRefused(() -> MatrixReader.read(stream(file), "y"), "is a tar archive");
    }

    @Test
    void otherBinaryFilesAreNoText() {
        byte[] zeros = "1,2\n3,\0\n".getBytes(StandardCharsets.US_ASCII);
        String problem = "is binary, byte 6 being 0, and of no known format, allowed are .npy,";
        assertRefused(() -> MatrixReader.read(stream(zeros), "y"), problem);
        assertRefused(() -> SparseReader.read(stream(zeros), "y.csv"), problem);
        byte[] unmarked = "1,2\n".getBytes(Charset.forName("UTF-16LE"));
        assertRefused(
                () -> MatrixReader.read(stream(unmarked), "y.csv"), "save it as UTF-8 if it is");
    }

    /** What a text may well begin with. */
    @Test
    void textsThatBeginAlikeAreRead() throws IOException {
        for (String name :
                List.of("PAR1", "FEA1", "ARROW1", "BZh9", "GIF", "MM", "II", "X", "Obj")) {
            byte[] text = (name + ",b\n1,2\n").getBytes(StandardCharsets.US_ASCII);
            assertThat(MatrixReader.read(stream(text), "y.csv").get(0, 1)).isEqualTo(2);
        }
    }

    @Test
    void aMarkOfUtf8IsSkipped() throws IOException {
        String banner = "\ufeff%%MatrixMarket matrix array real general\n1 1\n7\n";
        for (String name : List.of("y", "y.mtx")) {
            assertThat(MatrixReader.read(stream(banner.getBytes(StandardCharsets.UTF_8)), name))
                    .extracting(matrix -> matrix.get(0, 0))
                    .isEqualTo(7.0);
        }
        byte[] csv = "\ufeff1,2\n".getBytes(StandardCharsets.UTF_8);
        assertThat(MatrixReader.read(stream(csv), "y.csv").get(0, 0)).isEqualTo(1);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(reading)
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
