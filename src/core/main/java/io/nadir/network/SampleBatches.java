package io.nadir.network;

import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs and targets cut into batches of samples that stay in the second-level cache while a
 * network works on them, and these into chunks. Both depend on the shapes alone, so that results do
 * not depend on the number of threads.
 *
 * <p>Copies inputs and targets.
 */
public final class SampleBatches {
    /** Input elements in a batch: half of a second-level cache. */
    private static final int BATCH_ELEMENTS = 1 << 16;

    /** Fewer rows than this waste what a pass over the weights costs. */
    private static final int LEAST_ROWS = 32;

    private static final int MOST_ROWS = 1024;

    /** Row counts are multiples of this, to keep whole kernel tiles. */
    private static final int ROW_TILE = 8;

    /** Elements in a chunk: large enough to make a chunk's own accumulator cheap beside it. */
    private static final int CHUNK_ELEMENTS = 1 << 18;

    /** More would only cost accumulators. */
    private static final int MOST_CHUNKS = 64;

    /** The same for work with accumulators of the size of all weights. */
    private static final int MOST_WORK_CHUNKS = 16;

    /** Batches that there should be, if they have as many rows as the next constant says. */
    private static final int LEAST_SHARES = 8;

    private static final int SHARED_ROWS = 64;

    private final List<Panel> inputs;
    private final List<Panel> targets;
    private final int batchRows;
    private final int perChunk;

    /** For work that is little beside reading the samples. */
    public SampleBatches(DenseMatrix inputs, DenseMatrix targets) {
        this(
                inputs,
                targets,
                rows((long) inputs.columns() + targets.columns()),
                Math.ceilDiv(CHUNK_ELEMENTS, inputs.columns() + targets.columns()),
                MOST_CHUNKS);
    }

    private SampleBatches(
            DenseMatrix inputs, DenseMatrix targets, int rows, long chunkRows, int mostChunks) {
        this.batchRows = rows / ROW_TILE * ROW_TILE;
        this.inputs = cut(inputs, batchRows);
        this.targets = cut(targets, batchRows);
        long fewest = Math.ceilDiv(inputs.rows(), mostChunks);
        this.perChunk = (int) Math.ceilDiv(Math.max(chunkRows, fewest), batchRows);
    }

    /**
     * For work that makes that many numbers of each sample, many times: smaller batches, so that
     * there is something to share for few samples too.
     */
    public static SampleBatches ofWork(DenseMatrix inputs, DenseMatrix targets, long width) {
        int shared = Math.ceilDiv(inputs.rows(), LEAST_SHARES);
        int rows = Math.min(rows(width), Math.max(SHARED_ROWS, shared));
        return new SampleBatches(inputs, targets, rows, 1, MOST_WORK_CHUNKS);
    }

    /** Samples in a batch with {@code width} numbers each. */
    private static int rows(long width) {
        return Math.clamp(BATCH_ELEMENTS / width, LEAST_ROWS, MOST_ROWS);
    }

    /** Number of batches. */
    public int size() {
        return inputs.size();
    }

    /** Number of chunks. */
    public int chunks() {
        return Math.ceilDiv(size(), perChunk);
    }

    /** First batch of a chunk; that of the chunk after the last one is {@link #size}. */
    public int firstOf(int chunk) {
        return Math.min(size(), chunk * perChunk);
    }

    /** Samples in a batch, but for the last one. */
    public int batchRows() {
        return batchRows;
    }

    /** Inputs of a batch, without padding. */
    public Panel inputs(int batch) {
        return inputs.get(batch);
    }

    /** Targets of a batch, without padding. */
    public Panel targets(int batch) {
        return targets.get(batch);
    }

    private static List<Panel> cut(DenseMatrix matrix, int rows) {
        DenseMatrix.Builder builder =
                DenseMatrix.builder(matrix.columns(), rows).expectRows(matrix.rows());
        for (Panel block : matrix.blocks()) {
            int length = block.rows() * matrix.columns();
            builder.add(DoubleBuffer.wrap(block.data(), 0, length));
        }
        List<Panel> batches = new ArrayList<>();
        for (Panel block : builder.build().blocks()) {
            batches.add(Panel.wrap(block.data(), block.rows(), matrix.columns(), 0));
        }
        return List.copyOf(batches);
    }
}
