package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Damaged checkpoints are refused by name of what is wrong. */
class CheckpointFileTest {
    @TempDir private Path directory;
    private Path file;
    private CheckpointFile<SolveState> checkpoint;
    private byte[] intact;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("state");
        checkpoint = CheckpointFile.ofSolve(file, Duration.ZERO);
        DenseMatrix y = DenseMatrix.wrap(3, 2, new double[] {5, 1, 2, 7, 3, 3});
        Nadir.solve(Problem.lowRank(y, 1), SolverOptions.defaults().withCheckpoints(checkpoint));
        intact = Files.readAllBytes(file);
    }

    @Test
    void anIntactFileIsReadAndNothingElseIsLeft() throws IOException {
        assertThat(checkpoint.load().identity()).startsWith("[3, 2] data ").contains("lambda 1.0");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        for (int at = 0; at < intact.length; at++) {
            byte[] content = intact.clone();
            content[at] ^= (byte) (1 << (at % 8));
            Files.write(file, content);
            String expected =
                    at < 8 ? "is not a checkpoint" : at < 12 ? "has checkpoint version" : "";
            assertThatExceptionOfType(DataFormatException.class)
                    .as("byte " + at)
                    .isThrownBy(checkpoint::load)
                    .withMessageContaining(file.toString())
                    .withMessageContaining(expected);
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        for (int length = 0; length < intact.length; length++) {
            Files.write(file, Arrays.copyOf(intact, length));
            assertThatExceptionOfType(DataFormatException.class)
                    .as(length + " bytes")
                    .isThrownBy(checkpoint::load)
                    .withMessageContaining(length < 12 ? "is not a checkpoint" : "is truncated");
        }
        Files.write(file, Arrays.copyOf(intact, intact.length + 1));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(checkpoint::load)
                .withMessageContaining("appended");
    }

    @Test
    void otherVersionsAndFilesAreNamed() throws IOException {
        Files.write(file, ByteBuffer.wrap(intact.clone()).putInt(8, 7).array());
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(checkpoint::load)
                .withMessageContaining("version 7, this program reads 3");
        Files.delete(file);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(checkpoint::load);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckpointFile.ofSolve(file, Duration.ofSeconds(-1)))
                .withMessageContaining("interval");
    }

    /** The memory of the descent is read in pieces of 1 MiB. */
    @Test
    void longStatesComeBackBitByBit() throws IOException {
        assertComesBack(3_000_001);
    }

    @Tag("long")
    @Test
    void statesBeyondTheLargestArrayComeBackBitByBit() throws IOException {
        assertComesBack((1L << 31) + 12_345);
    }

    private void assertComesBack(long bytes) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        checkpoint.load().writeTo(head);
        InputStream tail = new LimitedStream(new Noise(), bytes);
        SolveState state =
                Nadir.readState(
                        new SequenceInputStream(
                                new ByteArrayInputStream(head.toByteArray()), tail));
        checkpoint.offer(state, true);
        assertThat(Files.size(file)).isEqualTo(12 + head.size() + bytes + 16);
        assertThat(checksum(checkpoint.load())).isEqualTo(checksum(state));
    }

    private static long checksum(SolveState state) throws IOException {
        CheckedOutputStream out =
                new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        state.writeTo(out);
        return out.getChecksum().getValue();
    }

    /** Bytes without end. */
    private static final class Noise extends InputStream {
        private final Random random = new Random(1);

        @Override
        public int read() {
            return random.nextInt(256);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bytes, offset, length);
            return length;
        }
    }
}
