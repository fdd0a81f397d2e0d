package io.nadir.matrix;

import io.nadir.array.Panel;

import java.util.ArrayList;
import java.util.List;

/**
 * The fixed cut of a matrix into chunks of whole rows, each within one row block. It depends on the
 * shape alone, so that results do not depend on the number of threads.
 */
public final class RowPlan {
    /** Elements in a chunk: large enough to make a chunk's own accumulator cheap beside it. */
    private static final int CHUNK_ELEMENTS = 1 << 20;

    /** More would only cost accumulators. */
    private static final int MOST_CHUNKS = 64;

    /** Elements between two looks at the interrupt flag: some milliseconds of work. */
    private static final int SLICE_ELEMENTS = 1 << 19;

    /** Row counts are multiples of this where possible, to keep whole kernel tiles. */
    private static final int ROW_TILE = 8;

    private final List<Chunk> chunks = new ArrayList<>();

    public RowPlan(DenseMatrix matrix) {
        long elements = (long) matrix.rows() * matrix.columns();
        long perChunk = Math.max(CHUNK_ELEMENTS, Math.ceilDiv(elements, MOST_CHUNKS));
        int chunkRows = tiles(perChunk, matrix.columns());
        int sliceRows = tiles(SLICE_ELEMENTS, matrix.columns());
        for (int k = 0; k < matrix.blocks().size(); k++) {
            Panel block = matrix.blocks().get(k);
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

    public int size() {
        return chunks.size();
    }

    public Chunk chunk(int index) {
        return chunks.get(index);
    }

    private static int tiles(long elements, int columns) {
        long rows = Math.ceilDiv(elements, columns);
        return (int) Math.min(1 << 30, Math.ceilDiv(rows, ROW_TILE) * ROW_TILE);
    }

    /** Rows from:to of block number {@code blockIndex}, worked on {@code sliceRows} at a time. */
    public record Chunk(Panel block, int blockIndex, long from, long to, int sliceRows) {}
}
