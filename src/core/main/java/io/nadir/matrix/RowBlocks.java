package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.check.Checks;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the elements of a dense matrix, row-major, in blocks of whole rows. */
final class RowBlocks {
    /** Elements in a row block, at most, unless a single row has more. */
    private static final int BLOCK_ELEMENTS = 1 << 27;

    /** Columns that a transposition gathers at once: four cache lines of each row. */
    private static final int TRANSPOSED_AT_ONCE = 32;

    private final int columns;
    private final int blockElements;
    private final List<Panel> full = new ArrayList<>();
    private double[] current = new double[0];
    private int filled;
    private long rowsInFull;
    private long expected;

    RowBlocks(int columns, int rowsPerBlock) {
        this.columns = columns;
        this.blockElements = rowsPerBlock * columns;
    }

    static int rowsPerBlock(int columns) {
        return Math.max(1, BLOCK_ELEMENTS / columns);
    }

    /** Room for that many rows is taken at once; without it the room doubles as needed. */
    void expectRows(int rows) {
        expected = (long) Checks.positive("rows", rows) * columns;
    }

    void add(double value) {
        if (filled == current.length) {
            makeRoom(1);
        }
        current[filled++] = value;
    }

    void add(DoubleBuffer values) {
        while (values.hasRemaining()) {
            makeRoom(values.remaining());
            int count = Math.min(values.remaining(), current.length - filled);
            values.get(current, filled, count);
            filled += count;
        }
    }

    /** The blocks; nothing can be added any more. */
    List<Panel> finish() {
        if (filled % columns != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "the last row has %d elements, must have columns = %d",
                            filled % columns, columns));
        }
        if (filled > 0) {
            closeBlock();
        }
        return List.copyOf(full);
    }

    /** Rows so far, after {@link #finish}. */
    int count() {
        return Checks.positive("rows", Math.toIntExact(rowsInFull));
    }

    /** Makes room for at least one element, and for {@code count} if the block may hold them. */
    private void makeRoom(int count) {
        if (filled == blockElements) {
            closeBlock();
        }
        if (filled + (long) count > current.length && current.length < blockElements) {
            long still = expected - rowsInFull * columns;
            long wanted = Math.max(Math.max(still, filled + (long) count), 2L * filled);
            current = Arrays.copyOf(current, (int) Math.min(wanted, blockElements));
        }
    }

    private void closeBlock() {
        int rows = filled / columns;
        full.add(Panel.wrap(current, rows, columns, rowsInFull));
        rowsInFull += rows;
        current = new double[0];
        filled = 0;
    }

    /**
     * Blocks of the transpose.
     *
     * @param rows of all blocks together, as {@code columns} is
     */
    static List<Panel> transposed(List<Panel> blocks, int rows, int columns) {
        RowBlocks target = new RowBlocks(rows, rowsPerBlock(rows));
        target.expectRows(columns);
        int atOnce = Math.clamp(BLOCK_ELEMENTS / rows, 1, TRANSPOSED_AT_ONCE);
        for (int j = 0; j < columns; j += atOnce) {
            target.add(columns(blocks, rows, j, Math.min(atOnce, columns - j)));
        }
        return target.finish();
    }

    /** Columns {@code from} to {@code from + count} of the blocks, one after the other. */
    private static DoubleBuffer columns(List<Panel> blocks, int rows, int from, int count) {
        double[] out = new double[rows * count];
        for (Panel block : blocks) {
            for (int i = 0; i < block.rows(); i++) {
                int source = i * block.stride() + from;
                int sink = (int) block.firstRow() + i;
                for (int j = 0; j < count; j++) {
                    out[sink + j * rows] = block.data()[source + j];
                }
            }
        }
        return DoubleBuffer.wrap(out);
    }
}
