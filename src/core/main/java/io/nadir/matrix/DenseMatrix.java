package io.nadir.matrix;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.ContentHash;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A dense real matrix of finite numbers, row-major, kept in blocks of whole rows so that it may
 * have more elements than one array.
 *
 * <p>{@link #copyOf} makes an immutable value. {@link #wrap} shares the array of the caller, and
 * {@link #blocks} and {@link #whole} give out what is inside: whoever keeps an array must not
 * change it while the matrix is in use. Thread-safe for reading.
 */
public final class DenseMatrix implements MatrixData {
    /** Elements in a row block, at most, unless a single row has more. */
    private static final int BLOCK_ELEMENTS = 1 << 27;

    /** Columns that a transposition gathers at once: four cache lines of each row. */
    private static final int TRANSPOSED_AT_ONCE = 32;

    private final int rows;
    private final int columns;
    private final List<Panel> blocks;
    private final double maxAbs;
    private final double frobenius;
    private final long contents;

    private DenseMatrix(int rows, int columns, List<Panel> blocks) {
        this.rows = rows;
        this.columns = columns;
        this.blocks = blocks;
        double max = 0;
        double squares = 0;
        for (Panel block : blocks) {
            for (int i = 0, at = 0; i < block.rows(); i++, at += columns) {
                double rowMax = maxAbs(block.data(), at, columns);
                if (!(rowMax < Double.POSITIVE_INFINITY)) {
                    throw notFinite(block, i);
                }
                max = Math.max(max, rowMax);
                squares += sumOfSquares(block.data(), at, columns);
            }
        }
        this.maxAbs = max;
        this.frobenius = Math.sqrt(squares);
        this.contents = contents();
    }

    /**
     * Copies {@code values}, element (i, j) at index {@code i * columns + j}. The array may change
     * afterwards.
     *
     * @throws IllegalArgumentException as {@link #wrap}
     */
    public static DenseMatrix copyOf(int rows, int columns, double[] values) {
        Objects.requireNonNull(values, "values");

        return wrap(rows, columns, values.clone());
    }

    /**
     * Wraps {@code values}, element (i, j) at index {@code i * columns + j}, without copying: for
     * arrays that nobody changes any more, and too large to be kept twice. A change is noticed by
     * {@link #requireUnchanged}, which every solve and every certificate call.
     *
     * @throws IllegalArgumentException if a dimension is less than 1, the array does not have
     *     exactly {@code rows * columns} elements, or an element is NaN or infinite
     */
    public static DenseMatrix wrap(int rows, int columns, double[] values) {
        Objects.requireNonNull(values, "values");

        Checks.positive("rows", rows);
        Checks.positive("columns", columns);
        if ((long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "values has %d elements, must have rows * columns = %d * %d = %d",
                            values.length, rows, columns, (long) rows * columns));
        }
        return new DenseMatrix(rows, columns, List.of(Panel.wrap(values, rows, columns, 0)));
    }

    /**
     * Starts a matrix that grows row by row, for readers that do not trust a stated number of rows.
     *
     * @throws IllegalArgumentException if {@code columns} is less than 1
     */
    public static Builder builder(int columns) {
        Checks.positive("columns", columns);
        return builder(columns, Math.max(1, BLOCK_ELEMENTS / columns));
    }

    /** A builder with row blocks of a given size, to test matrices of several blocks. */
    public static Builder builder(int columns, int rowsPerBlock) {
        return new Builder(columns, rowsPerBlock);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /**
     * Element (i, j).
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int i, int j) {
        Panel block = blockOf(i);
        return block.get((int) (i - block.firstRow()), j);
    }

    /**
     * Copies row i to the first elements of {@code target}.
     *
     * @throws IndexOutOfBoundsException if there is no such row, or {@code target} is too short
     */
    public void copyRow(int i, double[] target) {
        Objects.requireNonNull(target, "target");

        Panel block = blockOf(i);
        System.arraycopy(block.data(), block.index(i), target, 0, columns);
    }

    private Panel blockOf(int i) {
        Checks.index("row", i, rows);
        return blocks.get(blocks.size() == 1 ? 0 : i / blocks.get(0).rows());
    }

    /**
     * All elements, row-major, in a new array.
     *
     * @throws IllegalArgumentException if there are more than an array can have
     */
    public double[] toArray() {
        double[] all = new double[Checks.arrayLength("rows * columns", rows, columns)];
        double[] row = new double[columns];
        for (int i = 0; i < rows; i++) {
            copyRow(i, row);
            System.arraycopy(row, 0, all, i * columns, columns);
        }
        return all;
    }

    /** {@inheritDoc} Weight 0 is a missing entry. */
    @Override
    public WeightedMatrix withWeights(DenseMatrix weights) {
        Objects.requireNonNull(weights, "weights");

        return new WeightedMatrix(this, weights);
    }

    @Override
    public List<ObservedEntries> split(double fraction, long seed) {
        return ObservedEntries.copyOf(this).split(fraction, seed);
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public double entry(int... indices) {
        Objects.requireNonNull(indices, "indices");

        Checks.equal("indices.length", indices.length, "modes", 2);
        return get(indices[0], indices[1]);
    }

    @Override
    public double @Nullable [] sparsePart(ConvexLoss loss, Factors factors) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(factors, "factors");

        return loss.hasSparsePart() ? SparsePart.of(Loss.ofEntries(loss), this, factors) : null;
    }

    @Override
    public double maxAbs() {
        return maxAbs;
    }

    /**
     * ‖Y‖_F, by plain summation of squares: accurate where {@link #maxAbs} is far from the limits
     * of float64 when squared.
     */
    @Override
    public double frobenius() {
        return frobenius;
    }

    /**
     * All rows in one panel: shared if there is one block, else a copy.
     *
     * @throws IllegalArgumentException if they exceed the largest array
     */
    public Panel whole() {
        if (blocks.size() == 1) {
            return blocks.getFirst();
        }
        double[] all = new double[Checks.arrayLength("rows * columns", rows, columns)];
        for (Panel block : blocks) {
            int first = (int) block.firstRow() * columns;
            System.arraycopy(block.data(), 0, all, first, block.rows() * columns);
        }
        return Panel.wrap(all, rows, columns, 0);
    }

    /**
     * The row blocks in order; all but the last have the same number of rows. Shared, not copied.
     */
    public List<Panel> blocks() {
        return blocks;
    }

    /** The transpose, copied. */
    public DenseMatrix transposed() {
        return transpose(blocks, rows, columns);
    }

    @Override
    public long observed() {
        return (long) rows * columns;
    }

    /**
     * Throws if an element is not what it was when the matrix was made. One pass, as fast as
     * memory.
     *
     * @throws IllegalStateException saying what to use instead
     */
    @Override
    public void requireUnchanged() {
        if (!isUnchanged()) {
            throw new IllegalStateException(
                    String.format(
                            "an element of a DenseMatrix of %d x %d has changed since the matrix"
                                    + " was made, so that nothing that is known of it holds any"
                                    + " more: give an array that changes to DenseMatrix.copyOf"
                                    + " instead of wrap, and do not write to what blocks() and"
                                    + " whole() share",
                            rows, columns));
        }
    }

    /** Whether every element is what it was. */
    public boolean isUnchanged() {
        return contents == contents();
    }

    private long contents() {
        long hash = 0;
        for (Panel block : blocks) {
            hash = ContentHash.of(hash, block.data(), block.rows() * columns);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "DenseMatrix " + rows + "×" + columns;
    }

    @Override
    public long fingerprint() {
        Fingerprint hash = new Fingerprint().add(rows).add(columns);
        for (Panel block : blocks) {
            hash.add(block.data(), block.rows() * columns);
        }
        return hash.value();
    }

    @Override
    public DenseMatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new DenseMatrixMap(this, Loss.ofEntries(loss), threads, executor);
    }

    @Override
    public DenseMatrix timesPowerOfTwo(int exponent) {
        requireUnchanged();
        List<Panel> scaled = new ArrayList<>(blocks.size());
        for (Panel block : blocks) {
            double[] data = Arrays.copyOf(block.data(), block.rows() * columns);
            for (int i = 0; i < data.length; i++) {
                data[i] = Math.scalb(data[i], exponent);
            }
            scaled.add(Panel.wrap(data, block.rows(), columns, block.firstRow()));
        }
        return new DenseMatrix(rows, columns, List.copyOf(scaled));
    }

    private static DenseMatrix transpose(List<Panel> blocks, int rows, int columns) {
        Builder target = builder(rows).expectRows(columns);
        int atOnce = Math.clamp(BLOCK_ELEMENTS / rows, 1, TRANSPOSED_AT_ONCE);
        for (int j = 0; j < columns; j += atOnce) {
            target.add(columns(blocks, rows, j, Math.min(atOnce, columns - j)));
        }
        return target.build();
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

    // Plain loops: this runs once, mostly cold, where vector kernels would still be interpreted.

    private static double maxAbs(double[] data, int from, int length) {
        double max = 0;
        for (int i = from; i < from + length; i++) {
            max = Math.max(max, Math.abs(data[i]));
        }
        return max;
    }

    private static double sumOfSquares(double[] data, int from, int length) {
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 1 < from + length; i += 2) {
            even += data[i] * data[i];
            odd += data[i + 1] * data[i + 1];
        }
        if (i < from + length) {
            even += data[i] * data[i];
        }
        return even + odd;
    }

    private static IllegalArgumentException notFinite(Panel block, int i) {
        int j = 0;
        while (Double.isFinite(block.get(i, j))) {
            j++;
        }
        return new IllegalArgumentException(
                String.format(
                        "element (%d, %d) = %s, allowed are finite numbers",
                        block.firstRow() + i, j, block.get(i, j)));
    }

    /**
     * Collects elements in row-major order; memory grows with the elements that have come, not with
     * what was announced. Single use.
     */
    public static final class Builder {
        private final int columns;
        private final int blockElements;
        private final List<Panel> full = new ArrayList<>();
        private double[] current = new double[0];
        private int filled;
        private long rowsInFull;
        private long expected;

        private Builder(int columns, int rowsPerBlock) {
            this.columns = columns;
            this.blockElements = rowsPerBlock * columns;
        }

        /**
         * Takes room for the elements of {@code rows} rows at once when the first element comes,
         * for callers that know that they will come. Without it the room doubles as needed.
         */
        public Builder expectRows(int rows) {
            expected = (long) Checks.positive("rows", rows) * columns;
            return this;
        }

        /** Appends one element. */
        public Builder add(double value) {
            if (filled == current.length) {
                makeRoom(1);
            }
            current[filled++] = value;
            return this;
        }

        /** Appends all remaining elements, copying them; a row may be split over several calls. */
        public Builder add(DoubleBuffer values) {
            Objects.requireNonNull(values, "values");

            while (values.hasRemaining()) {
                makeRoom(values.remaining());
                int count = Math.min(values.remaining(), current.length - filled);
                values.get(current, filled, count);
                filled += count;
            }
            return this;
        }

        /**
         * Appends a row, copying {@code columns} elements from {@code offset}.
         *
         * @throws IndexOutOfBoundsException if {@code values} has too few elements
         */
        public Builder addRow(double[] values, int offset) {
            Objects.requireNonNull(values, "values");

            return add(DoubleBuffer.wrap(values, offset, columns));
        }

        /**
         * The matrix of the rows so far.
         *
         * @throws IllegalArgumentException if there is no row, the last row is incomplete, or an
         *     element is NaN or infinite
         */
        public DenseMatrix build() {
            List<Panel> blocks = finish();
            return new DenseMatrix(rowCount(), columns, blocks);
        }

        /**
         * The transpose of the matrix of the rows so far, for sources in column-major order.
         *
         * @throws IllegalArgumentException as {@link #build}; positions are those in the transpose
         */
        public DenseMatrix buildTransposed() {
            List<Panel> blocks = finish();
            return transpose(blocks, rowCount(), columns);
        }

        /**
         * The elements so far that are not NaN: NaN marks what is missing.
         *
         * @throws IllegalArgumentException if there is no row, the last row is incomplete, or an
         *     element is infinite
         */
        public ObservedEntries buildObserved() {
            List<Panel> blocks = finish();
            return ObservedEntries.copyOfNonNaN(rowCount(), columns, blocks, false);
        }

        /**
         * The same in the transpose, for sources in column-major order.
         *
         * @throws IllegalArgumentException as {@link #buildObserved}
         */
        public ObservedEntries buildObservedTransposed() {
            List<Panel> blocks = finish();
            return ObservedEntries.copyOfNonNaN(rowCount(), columns, blocks, true);
        }

        private List<Panel> finish() {
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

        private int rowCount() {
            return Checks.positive("rows", Math.toIntExact(rowsInFull));
        }

        /**
         * Makes room for at least one element, and for {@code count} if the block may hold them.
         */
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
    }
}
