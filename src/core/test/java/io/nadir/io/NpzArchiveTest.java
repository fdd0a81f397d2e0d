package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Members of archives, chosen by name. */
class NpzArchiveTest {
    private static final byte[] A = NpyFile.doubles(1, 2, 3, 4);
    private static final byte[] B = NpyFile.doubles(2, 1, 5, Double.NaN);

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void membersAreChosenByName(boolean stored) throws IOException {
        byte[] zip = Packed.zip(stored, "a.npy", A, "b.npy", B);
        Files.write(folder.resolve("y.npz"), zip);
        for (String member : List.of("a", "a.npy")) {
            assertThat(MatrixReader.read(folder.resolve("y.npz:" + member)).get(0, 1)).isEqualTo(4);
            assertThat(MatrixReader.read(stream(zip), "y.npz:" + member).get(0, 1)).isEqualTo(4);
        }
        Path b = folder.resolve("y.npz:b");
        assertThat(SparseReader.readObserved(b).observed()).isEqualTo(1);
        assertThat(TensorReader.readObserved(b).observed()).isEqualTo(1);
        assertThat(FactorFile.read(folder.resolve("y.npz:a")).values()).containsExactly(3, 4);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(b))
                .withMessageContaining("y.npz:b.npy: row 2, column 1 (counted from 1) = NaN");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOnlyMemberNeedsNoName(boolean stored) throws IOException {
        byte[] zip = Packed.zip(stored, "readme.txt", new byte[9], "a.npy", A);
        Path file = Files.write(folder.resolve("y.npz"), zip);
        assertThat(MatrixReader.read(file).get(0, 1)).isEqualTo(4);
        assertThat(MatrixReader.read(stream(zip), "standard input").get(0, 1)).isEqualTo(4);
        assertThat(MatrixReader.read(stream(Packed.gzip(zip)), "y.npz.gz").get(0, 0)).isEqualTo(3);
    }

    @Test
    void severalMembersAreListed() throws IOException {
        byte[] zip = Packed.zip(false, "a.npy", A, "b.npy", B);
        Path file = Files.write(folder.resolve("y.npz"), zip);
        String members = "has 2 members: 'a', 'b'; choose one by its name, as in ";
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(file))
                .withMessage(file + ": " + members + file + ":a");
        assertRefused(zip, "standard input", members + "FILE.npz:a");
        assertRefused(zip, "y.npz:c", "has no member 'c', allowed are 'a', 'b'");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(folder.resolve("y.npz:c")))
                .withMessage(file + ": has no member 'c', allowed are 'a', 'b'");
    }

    /** NumPy reads the last of two members of one name; a stream has the first one first. */
    @Test
    void membersOfOneNameAreRefused() throws IOException {
        byte[] zip = Packed.zip(true, "a.npy", A, "b.npy", A);
        for (int at = 0; at < zip.length; at++) {
            if (zip[at] == 'b' && zip[at + 1] == '.') {
                zip[at] = 'a';
            }
        }
        assertRefused(zip, "y.npz:a", "has the member 'a' more than once");
        Files.write(folder.resolve("y.npz"), zip);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(folder.resolve("y.npz:a")))
                .withMessageContaining("has the member 'a' more than once");
    }

    @Test
    void aFileWhoseNameHasTheColonIsThatFile() throws IOException {
        Path file = Files.write(folder.resolve("y.npz:a"), A);
        assertThat(MatrixReader.read(file).get(0, 0)).isEqualTo(3);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> MatrixReader.read(folder.resolve("none.npz:a")))
                .withMessageEndingWith("none.npz");
        assertRefused(A, "y.npz:a", "is no .npz archive and no .mat file, so it has no part 'a'");
    }

    @Test
    void otherArchivesAreNamed() throws IOException {
        assertRefused(Packed.zip(false, "x", A), "y", "is a zip archive that holds no .npy file");
        assertRefused(
                Packed.zip(false, "[Content_Types].xml", new byte[3], "xl/a.xml", new byte[3]),
                "y.csv",
                "is an Excel, OpenDocument or other office document, allowed are .npy, .npz,");
        byte[] empty = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertRefused(empty, "y.npz", "is a zip archive that holds no .npy file");
        byte[] scipy = Packed.zip(false, "indices.npy", A, "format.npy", A, "data.npy", A);
        Path file = Files.write(folder.resolve("y.npz"), scipy);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(file))
                .withMessageContaining("is a sparse matrix without its array 'shape'");
    }

    @Test
    void membersThatAreNoMatrixAreRefused() throws IOException {
        byte[] text = "1,2\n".getBytes(StandardCharsets.US_ASCII);
        assertRefused(
                Packed.zip(false, "a.npy", text), "y.npz", "y.npz:a.npy: does not start with");
        assertRefused(Packed.zip(false, "a.npy", Packed.gzip(A)), "y.npz", "is a gzip file within");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void damageIsRefused(boolean stored) throws IOException {
        byte[] zip = Packed.zip(stored, "a.npy", A);
        int content = 30 + "a.npy".length();
        int end = zip.length - 22 - 46 - "a.npy".length() - (stored ? 0 : 16);
        for (int at = content; at < end; at++) {
            byte[] damaged = zip.clone();
            damaged[at] = (byte) (damaged[at] ^ 4);
            assertRefused(damaged, "y.npz", "");
            assertRefused(Arrays.copyOf(zip, at), "y.npz", "");
        }
    }

    private static void assertRefused(byte[] bytes, String name, String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> MatrixReader.read(stream(bytes), name))
                .withMessageContaining(problem)
                .withMessageNotContaining("\n");
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
