package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.ContentHash;
import io.nadir.kernel.Fingerprint;
import io.nadir.kernel.PanelRows;
import io.nadir.kernel.RowBlock;
import io.nadir.kernel.RowWindow;
import io.nadir.kernel.Workers;

import org.jspecify.annotations.Nullable;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The row blocks of a dense matrix. All but the last have the same number of rows. */
final class DenseRows {
    /** Numbers in a window: some milliseconds of work, as between two looks at an interrupt. */
    private static final int WINDOW = 1 << 19;

    private final int rows;
    private final int columns;
    private final List<RowBlock> blocks;
    private final boolean shared;

    DenseRows(int rows, int columns, List<? extends RowBlock> blocks) {
        this.rows = rows;
        this.columns = columns;
        this.blocks = List.copyOf(blocks);
        this.shared = blocks.stream().allMatch(block -> block.shared() != null);
    }

    /** Rows in panels. */
    static DenseRows of(int rows, int columns, List<Panel> panels) {
        return new DenseRows(rows, columns, panels.stream().map(PanelRows::new).toList());
    }

    /** Rows of a source, in blocks of the size that they have in memory. */
    static DenseRows of(RowSource source) {
        int columns = Checks.positive("columns", source.columns());
        return of(source, DenseMatrixBuilder.rowsPerBlock(columns));
    }

    /** Rows of a source, in blocks of a given size. */
    static DenseRows of(RowSource source, int perBlock) {
        int rows = Checks.positive("rows", source.rows());
        int columns = Checks.positive("columns", source.columns());
        return inBlocks(
                rows,
                columns,
                perBlock,
                (row, count) -> new SourceRows(source, row, count, columns));
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    List<RowBlock> blocks() {
        return blocks;
    }

    /** Whether all elements are in panels, where kernels read them. */
    boolean isShared() {
        return shared;
    }

    /** Whether all elements are in memory, so that reading some of them costs little. */
    boolean isInMemory() {
        return blocks.stream().allMatch(RowBlock::isInMemory);
    }

    /** The panels of all blocks. */
    List<Panel> panels() {
        List<Panel> panels = new ArrayList<>(blocks.size());
        for (RowBlock block : blocks) {
            Panel panel = block.shared();
            if (panel == null) {
                throw new UnsupportedOperationException(
                        "blocks() shares arrays of float64, but this matrix has "
                                + block.storage()
                                + ": use copyRows, or whole() for a copy");
            }
            panels.add(panel);
        }
        return List.copyOf(panels);
    }

    String storage() {
        return blocks.getFirst().storage();
    }

    RowBlock blockOf(int row) {
        Checks.index("row", row, rows);
        return blocks.get(blocks.size() == 1 ? 0 : row / blocks.getFirst().rows());
    }

    /** Copies rows, row-major. */
    void read(int row, int count, double[] target, int offset) {
        int done = 0;
        while (done < count) {
            RowBlock block = blockOf(row + done);
            int end = (int) Math.min(block.firstRow() + block.rows(), (long) row + count);
            int part = end - row - done;
            block.read(row + done, part, target, offset + done * columns);
            done += part;
        }
    }

    /** Receives rows in ascending order. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes some rows.
         *
         * @param panel has them from the start of its array, without padding; valid until the
         *     visitor returns
         * @param count the number of rows, of which the first is {@code panel.firstRow()}
         */
        void accept(Panel panel, int count);
    }

    /** Shows all elements: whole blocks where they are shared, a window at a time elsewhere. */
    void forEach(Visitor visitor) {
        RowWindow window = new RowWindow();
        for (RowBlock block : blocks) {
            forEach(block, window, visitor);
        }
    }

    /** Shows the elements of a block. */
    static void forEach(RowBlock block, RowWindow window, Visitor visitor) {
        Panel panel = block.shared();
        if (panel != null) {
            visitor.accept(panel, block.rows());
        } else {
            forEachWindow(block, window, visitor);
        }
    }

    /** Shows copies of all elements, a window at a time. */
    void forEachWindow(Visitor visitor) {
        RowWindow window = new RowWindow();
        for (RowBlock block : blocks) {
            forEachWindow(block, window, visitor);
        }
    }

    private static void forEachWindow(RowBlock block, RowWindow window, Visitor visitor) {
        int atOnce = Math.max(1, WINDOW / block.columns());
        long end = block.firstRow() + block.rows();
        for (long from = block.firstRow(); from < end; from += atOnce) {
            long to = Math.min(end, from + atOnce);
            visitor.accept(window.copy(block, from, to), (int) (to - from));
        }
    }

    /** Columns {@code from} to {@code from + count}, one after the other; one pass. */
    double[] columns(int from, int count) {
        double[] out = new double[Math.multiplyExact(rows, count)];
        forEach((panel, height) -> {
            for (int i = 0; i < height; i++) {
                int source = i * columns + from;
                int sink = (int) panel.firstRow() + i;
                for (int j = 0; j < count; j++) {
                    out[sink + j * rows] = panel.data()[source + j];
                }
            }
        });
        return out;
    }

    /**
     * A hash of all elements, by which a change is noticed.
     *
     * @param workers as {@link ContentHash#of}
     */
    long contents(@Nullable Workers workers) {
        long[] hash = {0};
        forEach((panel, count) ->
                hash[0] = ContentHash.of(hash[0], panel.data(), count * columns, workers));
        return hash[0];
    }

    /** What {@link io.nadir.model.ModelData#fingerprint} returns: that of the float64 copy. */
    long fingerprint() {
        Fingerprint hash = new Fingerprint().add(rows).add(columns);
        RowWindow window = new RowWindow();
        for (RowBlock block : blocks) {
            Fingerprint.Parts parts = hash.parts(block.rows() * columns);
            forEach(block, window, (panel, count) -> parts.add(panel.data(), count * columns));
            parts.end();
        }
        return hash.value();
    }

    boolean isKnownUnchanged() {
        return blocks.stream().allMatch(RowBlock::isKnownUnchanged);
    }

    /** A copy of all rows in arrays of float64, in the same blocks. */
    DenseRows copy() {
        int perBlock = blocks.getFirst().rows();
        DenseMatrixBuilder copy = DenseMatrix.builder(columns, perBlock).expectRows(rows);
        forEach((panel, count) -> copy.add(DoubleBuffer.wrap(panel.data(), 0, count * columns)));
        return copy.rows();
    }

    /** All rows, changed each time that they are read, in blocks of a given size. */
    DenseRows derived(int perBlock, DerivedRows.Change change) {
        return inBlocks(
                rows, columns, perBlock, (row, count) -> new DerivedRows(this, row, count, change));
    }

    private static DenseRows inBlocks(
            int rows, int columns, int perBlock, BiFunction<Integer, Integer, RowBlock> block) {
        List<RowBlock> blocks = new ArrayList<>();
        for (int row = 0; row < rows; row += perBlock) {
            blocks.add(block.apply(row, Math.min(perBlock, rows - row)));
        }
        return new DenseRows(rows, columns, blocks);
    }

    /** Rows multiplied by a power of two. */
    DenseRows timesPowerOfTwo(int exponent) {
        return derived(
                blocks.getFirst().rows(),
                (row, values, offset) -> {
                    for (int i = offset; i < offset + columns; i++) {
                        values[i] = Math.scalb(values[i], exponent);
                    }
                });
    }

    /**
     * Throws if float64 copies of all elements need more memory than there is.
     *
     * @param what needs them
     * @param bytes the memory that it takes for each element
     */
    void requireMemory(String what, int bytes) {
        double needed = (double) rows * columns * bytes;
        long limit = Runtime.getRuntime().maxMemory();
        if (needed > limit) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s of %d x %d elements takes %.0f MB, allowed is the heap of %d MB:"
                                    + " make it larger (-Xmx), or take fewer rows",
                            what, rows, columns, needed / (1 << 20), limit >> 20));
        }
    }
}
