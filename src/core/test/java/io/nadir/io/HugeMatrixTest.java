package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.KnownMinimum;
import io.nadir.matrix.RowSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Matrices with more than 2³¹ elements, whose minimum is known. */
@Tag("long")
class HugeMatrixTest {
    private static final int ROWS = 300_000;
    private static final int COLUMNS = 8_000;

    /**
     * Rows that alternate between two: σ₁·u₁v₁ᵀ + σ₂·u₂v₂ᵀ, where u₁ and v₁ have equal elements and
     * those of u₂ and v₂ alternate in sign.
     */
    private static final class Alternating implements RowSource {
        private static final double FIRST = 50_000;
        private static final double SECOND = 20_000;

        private final int rows;
        private final int columns;
        private final double[][] kinds;

        Alternating(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            this.kinds = new double[2][columns];
            double norm = Math.sqrt((double) rows * columns);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < columns; j++) {
                    kinds[i][j] = (FIRST + ((i + j) % 2 == 0 ? SECOND : -SECOND)) / norm;
                }
            }
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public void read(int row, int count, double[] target, int offset) {
            for (int i = 0; i < count; i++) {
                int to = offset + i * columns;
                System.arraycopy(kinds[(row + i) % 2], 0, target, to, columns);
            }
        }

        @Override
        public boolean isKnownUnchanged() {
            return true;
        }
    }

    @Test
    void rowsThatAreGenerated() {
        KnownMinimum known = alternating(ROWS, COLUMNS);
        known.requireGradient();
        known.requireCertificate();
    }

    /** The Gram matrix of more than 2³¹ elements is added up from blocks of rows. */
    @Test
    void rowsThatAreGeneratedHaveAProof() {
        alternating(1_360_000, 1_600).requireProof();
    }

    private static KnownMinimum alternating(int rows, int columns) {
        DenseMatrix y = DenseMatrix.of(new Alternating(rows, columns));
        assertThat(y.observed()).isGreaterThan(1L << 31);
        return KnownMinimum.of(
                y,
                1000,
                (side, k, i) ->
                        (k == 1 && i % 2 == 1 ? -1 : 1) / Math.sqrt(side == 0 ? rows : columns),
                Alternating.FIRST,
                Alternating.SECOND);
    }

    /** A file with holes: 9.6 GB, of which the disk holds a few blocks. */
    @Test
    void aMappedFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("y.npy");
        Files.write(
                file, new NpyFile("<f4", false, 1, List.of(ROWS, COLUMNS), new byte[0]).bytes());
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long begin = open.length();
            open.setLength(begin + (long) ROWS * COLUMNS * Float.BYTES);
            write(open, begin, 5, 1, 1);
            write(open, begin, ROWS - 1, 0.5f, -0.5f);
        }
        DenseMatrix y = MatrixReader.map(file, UnaryOperator.identity()).data();
        assertThat(y.observed()).isGreaterThan(1L << 31);
        assertThat(y.get(ROWS - 1, COLUMNS - 1)).isEqualTo(-0.5);
        double root = Math.sqrt(COLUMNS);
        KnownMinimum known =
                KnownMinimum.of(
                        y,
                        3,
                        (side, k, i) ->
                                side == 0
                                        ? (i == (k == 0 ? 5 : ROWS - 1) ? 1 : 0)
                                        : (k == 1 && i % 2 == 1 ? -1 : 1) / root,
                        root,
                        0.5 * root);
        known.requireGradient();
        known.requireCertificate();
    }

    /** A row of two numbers in turn. */
    private static void write(RandomAccessFile file, long begin, int row, float even, float odd)
            throws IOException {
        ByteBuffer numbers =
                ByteBuffer.allocate(COLUMNS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < COLUMNS; j++) {
            numbers.putFloat(j % 2 == 0 ? even : odd);
        }
        file.seek(begin + (long) row * COLUMNS * Float.BYTES);
        file.write(numbers.array());
    }
}
