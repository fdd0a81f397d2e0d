package io.nadir.network.map;

import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides inputs and targets into batches of samples that fit into the second-level cache while a
 * network processes them, and the batches into chunks. Both divisions depend on the shapes alone,
 * so that results do not depend on the number of threads.
 *
 * <p>Copies inputs and targets.
 */
public final class SampleBatches {
    /** The number of input elements of a batch: half of a second-level cache. */
    private static final int BATCH_ELEMENTS = 1 << 16;

    /** With fewer rows, a pass over the weights would cost too much per sample. */
    private static final int LEAST_ROWS = 32;

    private static final int MOST_ROWS = 1024;

    /** Row counts are multiples of this, so that kernels work on whole tiles. */
    private static final int ROW_TILE = 8;

    /**
     * The number of elements of a chunk, large enough to make the chunk's own accumulator cheap in
     * comparison.
     */
    private static final int CHUNK_ELEMENTS = 1 << 18;

    /** More chunks would only cost more accumulators. */
    private static final int MOST_CHUNKS = 64;

    /** The largest number of chunks if each accumulator has the size of all weights. */
    private static final int MOST_WORK_CHUNKS = 16;

    /**
     * The smallest number of batches to aim for, as long as they have at least as many rows as the
     * next constant says.
     */
    private static final int LEAST_SHARES = 8;

    private static final int SHARED_ROWS = 64;

    private final List<Panel> inputs;
    private final List<Panel> targets;
    private final int batchRows;
    private final int perChunk;

    /** Creates batches for work that is cheap compared with reading the samples. */
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
     * Creates batches for work that computes many numbers from each sample. They are smaller, so
     * that several threads find work even if there are few samples.
     *
     * @param width the number of numbers computed from a sample
     */
    public static SampleBatches ofWork(DenseMatrix inputs, DenseMatrix targets, long width) {
        int shared = Math.ceilDiv(inputs.rows(), LEAST_SHARES);
        int rows = Math.min(rows(width), Math.max(SHARED_ROWS, shared));
        return new SampleBatches(inputs, targets, rows, 1, MOST_WORK_CHUNKS);
    }

    /**
     * Returns the number of samples of a batch, if {@code width} numbers are computed from each.
     */
    private static int rows(long width) {
        return Math.clamp(BATCH_ELEMENTS / width, LEAST_ROWS, MOST_ROWS);
    }

    /** Returns the number of batches. */
    public int size() {
        return inputs.size();
    }

    /** Returns the number of chunks. */
    public int chunks() {
        return Math.ceilDiv(size(), perChunk);
    }

    /** Returns the first batch of a chunk; for the chunk after the last one, {@link #size}. */
    public int firstOf(int chunk) {
        return Math.min(size(), chunk * perChunk);
    }

    /** Returns the number of samples of a batch; the last one may have fewer. */
    public int batchRows() {
        return batchRows;
    }

    /** Returns the inputs of a batch, without padding. */
    public Panel inputs(int batch) {
        return inputs.get(batch);
    }

    /** Returns the targets of a batch, without padding. */
    public Panel targets(int batch) {
        return targets.get(batch);
    }

    private static List<Panel> cut(DenseMatrix matrix, int rows) {
        DenseMatrixBuilder builder =
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
