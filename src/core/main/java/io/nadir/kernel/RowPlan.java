package io.nadir.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A fixed partition of a matrix into chunks of whole rows, each within one row block. It depends on
 * the shape alone, so that results do not depend on the number of threads.
 */
public final class RowPlan {
    /**
     * The number of elements of a chunk, large enough to make the chunk's own accumulator cheap in
     * comparison.
     */
    private static final int CHUNK_ELEMENTS = 1 << 20;

    /** More chunks would only cost more accumulators. */
    private static final int MOST_CHUNKS = 64;

    /** The number of elements between two checks of the interrupt flag; takes some milliseconds. */
    private static final int SLICE_ELEMENTS = 1 << 19;

    /** Row counts are multiples of this where possible, so that kernels work on whole tiles. */
    private static final int ROW_TILE = 8;

    private final List<Chunk> chunks = new ArrayList<>();

    /**
     * Plans the rows of a matrix.
     *
     * @param blocks its row blocks
     */
    public RowPlan(List<? extends RowBlock> blocks) {
        Objects.requireNonNull(blocks, "blocks");

        RowBlock last = blocks.getLast();
        int columns = last.columns();
        long elements = (last.firstRow() + last.rows()) * columns;
        long perChunk = Math.max(CHUNK_ELEMENTS, Math.ceilDiv(elements, MOST_CHUNKS));
        int mostRows = tiles(perChunk, columns);
        int sliceRows = tiles(SLICE_ELEMENTS, columns);
        for (int k = 0; k < blocks.size(); k++) {
            RowBlock block = blocks.get(k);
            int chunkRows = evenly(block.rows(), mostRows);
            for (int row = 0; row < block.rows(); row += chunkRows) {
                int end = Math.min(block.rows(), row + chunkRows);
                chunks.add(
                        new Chunk(
                                block,
                                k,
                                block.firstRow() + row,
                                block.firstRow() + end,
                                sliceRows));
            }
        }
    }

    /** Returns the number of chunks. */
    public int size() {
        return chunks.size();
    }

    /**
     * Returns the largest number of additions that a term of a sum over all rows goes through, if
     * each chunk is summed up in any order, and the sums of the chunks are added one by one.
     */
    public long sumDepth() {
        long rows = 0;
        for (Chunk chunk : chunks) {
            rows = Math.max(rows, chunk.to() - chunk.from());
        }
        return rows + size();
    }

    /** Returns a chunk; their rows ascend. */
    public Chunk chunk(int index) {
        return chunks.get(index);
    }

    /**
     * The rows of each chunk of a block, at most {@code most}: one chunk, or an even number of them
     * of nearly the same size, so that two threads end together.
     */
    private static int evenly(int rows, int most) {
        if (rows <= most) {
            return most;
        }
        int pairs = (int) Math.ceilDiv(rows, 2L * most);
        return Math.ceilDiv(Math.ceilDiv(rows, 2 * pairs), ROW_TILE) * ROW_TILE;
    }

    private static int tiles(long elements, int columns) {
        long rows = Math.ceilDiv(elements, columns);
        return (int) Math.min(1 << 30, Math.ceilDiv(rows, ROW_TILE) * ROW_TILE);
    }

    /**
     * The rows from {@code from} (inclusive) to {@code to} (exclusive) of one row block, which are
     * processed {@code sliceRows} at a time.
     */
    public record Chunk(RowBlock block, int blockIndex, long from, long to, int sliceRows) {
        /** Refuses null. */
        public Chunk {
            Objects.requireNonNull(block, "block");
        }
    }
}
