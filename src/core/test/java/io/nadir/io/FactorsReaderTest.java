package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

class FactorsReaderTest {

    private static final DenseMatrix DATA = DenseMatrix.wrap(2, 3, new double[6]);

    @TempDir private Path directory;

    @Test
    void readsWhatTheWriterWrites() throws IOException {
        double[] u = {1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE};
        double[] v = {1e-3, 2, 3, 4, 5, 6};
        write("U.npy", 2, 2, u);
        write("V.npy", 3, 2, v);
        Factors factors = FactorsReader.read(directory, DATA);
        assertThat(factors.rank()).isEqualTo(2);
        assertThat(factors.toArray(0)).isEqualTo(u);
        assertThat(factors.toArray(1)).isEqualTo(v);
    }

    @Test
    void readsRankZero() throws IOException {
        write("U.npy", 2, 0, new double[0]);
        write("V.npy", 3, 0, new double[0]);
        assertThat(FactorsReader.read(directory, DATA).rank()).isZero();
    }

    @Test
    void refusesShapesThatDoNotFit() throws IOException {
        write("U.npy", 3, 1, new double[3]);
        write("V.npy", 3, 2, new double[6]);
        assertRefused("U.npy: has 3 rows, must have as many as the data have rows: 2");
        write("U.npy", 2, 1, new double[2]);
        assertRefused("V.npy: has 2 columns, must have as many as U.npy: 1");
        write("V.npy", 2, 1, new double[2]);
        assertRefused("V.npy: has 2 rows, must have as many as the data have columns: 3");
        write("V.npy", 3, 1, new double[] {1, Double.NaN, 1});
        assertRefusedAs(
                "V.npy: row 2, column 1 (counted from 1) = NaN, allowed are finite numbers");
    }

    @Test
    void refusesAnEmptyFactorThatIsNotEmpty() throws IOException {
        write("U.npy", 2, 0, new double[0]);
        Files.write(
                directory.resolve("U.npy"), new byte[8], java.nio.file.StandardOpenOption.APPEND);
        assertRefused("U.npy: trailing bytes");
    }

    @Test
    void passesOnThatAFileIsMissing() throws IOException {
        write("U.npy", 2, 0, new double[0]);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> FactorsReader.read(directory, DATA))
                .withMessageContaining("V.npy");
    }

    /** Nothing more is said: no option lets an element of a factor be missing. */
    private void assertRefusedAs(String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> FactorsReader.read(directory, DATA))
                .withMessage(directory.resolve(problem).toString());
    }

    private void assertRefused(String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> FactorsReader.read(directory, DATA))
                .withMessageContaining(problem);
    }

    private void write(String name, int rows, int columns, double[] values) throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
            NpyWriter.write(out, List.of(rows, columns), values);
        }
    }
}
