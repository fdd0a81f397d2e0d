package io.nadir.io;

import static io.nadir.io.MatFileTest.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lists of the entries of a tensor, as FROSTT and others write them. */
class TensorTextTest {
    private static final TextFormat DEFAULTS = TextFormat.defaults();

    @TempDir private Path directory;

    private static DenseTensor read(String text) throws IOException {
        return TensorReader.read(stream(text), text.startsWith("i,") ? "y.csv" : "y.tns");
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 2 1.5\n2 3 1 -2\n",
                "# a comment\n2 3 1 -2\n1\t1 2 1.5",
                "i,j,k,value\n1,1,2,1.5\n2,3,1,-2\n",
            })
    void whatIsNotListedIsZero(String text) throws IOException {
        DenseTensor tensor = read(text);
        assertThat(tensor.shape()).containsExactly(2, 3, 2);
        assertThat(tensor.values()).containsExactly(0, 1.5, 0, 0, 0, 0, 0, 0, 0, 0, -2, 0);
    }

    @Test
    void orMissing() throws IOException {
        Path file = directory.resolve("y.tns.gz");
        Files.write(file, Packed.gzip("0 0 1 1.5\n1 2 0 0\n".getBytes(StandardCharsets.US_ASCII)));
        ReadResult<ObservedTensor> read = TensorReader.readListed(file, DEFAULTS.withBase(0));
        assertThat(read.data().observed()).isEqualTo(2);
        assertThat(read.data().shape()).containsExactly(2, 3, 2);
        assertThat(read.description().toString())
                .endsWith(
                        "y.tns.gz: 2×3×2, 2 entries known, not weighted, rows and columns counted"
                                + " from 0, separated by blanks, no header line, 0 missing tokens");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0 1 1 2          | line 1: field 1: '0', allowed are whole numbers from 1",
                "0 1 1 2          | if they count from 0 say --base 0",
                "1 1.5 1 2        | line 1: field 2: '1.5', allowed are whole numbers",
                "1 2              | has 2 fields",
                "1 1 1 x          | line 1, field 4: 'x'",
                "1 1 1 2;1 1 2    | line 2: has 3 fields, must have 4",
                "1 1 1 2;1 1 1 3  | entries 1 and 2 are both at [0, 0, 0]",
                "9999 9999 9999 1 | allowed are shapes of up to 2^31 - 9 elements",
                "# nothing        | has no line of indices and value",
            })
    void whatIsWrongIsSaid(String lines, String problem) {
        assertRefused(() -> read(lines.replace(';', '\n') + "\n"), "y.tns: ", problem);
    }

    @Test
    void otherMeaningsAreRefused() {
        assertRefused(
                () -> TensorReader.readObserved(stream("1 1 1 2\n"), "y.tns"),
                "lists entries, allowed for NaN are .npy, .npz and .mat",
                "--missing unlisted");
        assertRefused(
                () -> TensorReader.read(stream("%%MatrixMarket matrix array real general\n"), "y"),
                "is a Matrix Market file, which holds matrices");
    }
}
