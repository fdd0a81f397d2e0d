package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.RowBlock;

import org.jspecify.annotations.Nullable;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Collects the elements of a dense matrix in row-major order, in blocks of whole rows. Memory grows
 * with the elements that have been added, whatever has been announced. A builder makes one matrix,
 * see {@link DenseMatrix#builder}.
 */
public final class DenseMatrixBuilder {
    /** Elements in a row block, at most, unless a single row has more. */
    private static final int BLOCK_ELEMENTS = 1 << 27;

    /** Columns that a transposition gathers at once: four cache lines of each row. */
    private static final int TRANSPOSED_AT_ONCE = 32;

    /** Elements that it gathers at once where each time costs reading all rows. */
    private static final int TRANSPOSED_ELEMENTS = 1 << 24;

    private final int columns;
    private final int blockElements;
    private final List<RowBlock> full = new ArrayList<>();
    private BlockStore current = new BlockStore.Doubles();
    private boolean floats;
    private int filled;
    private long rowsInFull;
    private long expected;

    /** The matrix that was built last; the next one has the same blocks, and others. */
    private @Nullable DenseMatrix built;

    DenseMatrixBuilder(int columns, int rowsPerBlock) {
        this.columns = columns;
        this.blockElements = rowsPerBlock * columns;
    }

    static int rowsPerBlock(int columns) {
        return Math.max(1, BLOCK_ELEMENTS / columns);
    }

    /**
     * Keeps the elements as float32, in half the memory; see {@link DenseMatrix#copyOf(int, int,
     * float[])}. To be called before the first element is added. Returns this.
     *
     * <p>Elements that are then added have to be numbers of float32; others are refused with an
     * {@link IllegalArgumentException}.
     */
    public DenseMatrixBuilder asFloats() {
        if (filled > 0 || rowsInFull > 0) {
            throw new IllegalStateException("asFloats() is to be called before the first element");
        }
        current = new BlockStore.Floats();
        floats = true;
        return this;
    }

    /**
     * Reserves room for {@code rows} rows, to be allocated when the first element is added. For
     * callers that know the number of rows; otherwise the room doubles as needed. Returns this.
     */
    public DenseMatrixBuilder expectRows(int rows) {
        expected = (long) Checks.positive("rows", rows) * columns;
        return this;
    }

    /** Adds one element and returns this. */
    public DenseMatrixBuilder add(double value) {
        if (filled == current.capacity()) {
            makeRoom(1);
        }
        current.set(filled++, value);
        return this;
    }

    /**
     * Adds copies of all remaining elements of a buffer and returns this. A row may be split over
     * several calls.
     */
    public DenseMatrixBuilder add(DoubleBuffer values) {
        Objects.requireNonNull(values, "values");

        while (values.hasRemaining()) {
            makeRoom(values.remaining());
            int count = Math.min(values.remaining(), current.capacity() - filled);
            current.take(values, filled, count);
            filled += count;
        }
        return this;
    }

    /**
     * Adds a copy of a row, {@code columns} elements from {@code offset}, and returns this.
     *
     * @throws IndexOutOfBoundsException if {@code values} has too few elements
     */
    public DenseMatrixBuilder addRow(double[] values, int offset) {
        Objects.requireNonNull(values, "values");

        return add(DoubleBuffer.wrap(values, offset, columns));
    }

    /**
     * Returns the matrix of the rows added so far.
     *
     * @throws IllegalArgumentException if there is no row, if the last row is incomplete, or if an
     *     element is NaN or infinite
     */
    public DenseMatrix build() {
        DenseMatrix matrix = new DenseMatrix(rows());
        if (built != null) {
            built.givenOut();
            matrix.givenOut();
        }
        built = matrix;
        return matrix;
    }

    /**
     * Returns the transpose of the matrix of the rows added so far, for sources in column-major
     * order.
     *
     * @throws IllegalArgumentException as {@link #build}; positions in the message are those in the
     *     transpose
     */
    public DenseMatrix buildTransposed() {
        return transposed(rows(), floats);
    }

    /**
     * Returns the elements added so far that are not NaN; NaN marks missing elements.
     *
     * @throws IllegalArgumentException if there is no row, if the last row is incomplete, or if an
     *     element is infinite
     */
    public ObservedEntries buildObserved() {
        List<Panel> blocks = rows().panels();
        return ObservedEntries.copyOfNonNaN(count(), columns, blocks, false);
    }

    /**
     * Returns the same as {@link #buildObserved}, transposed, for sources in column-major order.
     *
     * @throws IllegalArgumentException as {@link #buildObserved}
     */
    public ObservedEntries buildObservedTransposed() {
        List<Panel> blocks = rows().panels();
        return ObservedEntries.copyOfNonNaN(count(), columns, blocks, true);
    }

    /** The rows so far; nothing can be added any more. */
    DenseRows rows() {
        if (filled % columns != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "the last row has %d elements, must have columns = %d",
                            filled % columns, columns));
        }
        if (filled > 0) {
            closeBlock();
        }
        return new DenseRows(count(), columns, full);
    }

    /** Rows so far, after {@link #rows}. */
    private int count() {
        return Checks.positive("rows", Math.toIntExact(rowsInFull));
    }

    /** Makes room for at least one element, and for {@code count} if the block may hold them. */
    private void makeRoom(int count) {
        if (filled == blockElements) {
            closeBlock();
        }
        int room = current.capacity();
        if (filled + (long) count > room && room < blockElements) {
            long still = expected - rowsInFull * columns;
            long wanted = Math.max(Math.max(still, filled + (long) count), 2L * filled);
            current.grow((int) Math.min(wanted, blockElements));
        }
    }

    private void closeBlock() {
        int rows = filled / columns;
        full.add(current.close(rows, columns, rowsInFull));
        rowsInFull += rows;
        filled = 0;
    }

    /** The transpose of a matrix, of float32 or of float64. */
    static DenseMatrix transposed(DenseRows source, boolean asFloats) {
        int rows = source.rows();
        DenseMatrixBuilder target = new DenseMatrixBuilder(rows, rowsPerBlock(rows));
        if (asFloats) {
            target.asFloats();
        }
        target.expectRows(source.columns());
        int most = source.isInMemory() ? TRANSPOSED_AT_ONCE : TRANSPOSED_ELEMENTS / rows;
        int atOnce = Math.clamp(BLOCK_ELEMENTS / rows, 1, Math.max(TRANSPOSED_AT_ONCE, most));
        for (int j = 0; j < source.columns(); j += atOnce) {
            int count = Math.min(atOnce, source.columns() - j);
            target.add(DoubleBuffer.wrap(source.columns(j, count)));
        }
        return target.build();
    }
}
