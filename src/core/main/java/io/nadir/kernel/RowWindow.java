package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.jspecify.annotations.Nullable;

/**
 * Memory for one slice of the data after another, as float64. Grows to the largest slice and is
 * then reused. Not thread-safe: one for each thread.
 */
public final class RowWindow {
    private Panel panel = Panel.zeros(0, 0);
    private @Nullable RowWindow beside;

    /** Creates a window without memory. */
    public RowWindow() {}

    /** Returns the window of a thread. */
    public static RowWindow of(Scratch scratch) {
        return scratch.workspace(RowWindow.class, RowWindow::new);
    }

    /** Returns a second window, for what belongs to the same rows. */
    public RowWindow beside() {
        if (beside == null) {
            beside = new RowWindow();
        }
        return beside;
    }

    /**
     * Returns a panel without padding and with room for the rows {@code from} to {@code to}, from
     * the start of its array; its contents are arbitrary. There may be room for more rows.
     */
    public Panel rows(long from, long to, int columns) {
        int rows = (int) (to - from);
        if (panel.columns() != columns || panel.rows() < rows) {
            panel = Panel.wrap(new double[Math.multiplyExact(rows, columns)], rows, columns, from);
        }
        return panel.moveTo(from);
    }

    /** Copies rows of a block; returns them under their indices in the matrix. */
    public Panel copy(RowBlock block, long from, long to) {
        Panel copied = rows(from, to, block.columns());
        block.read(from, (int) (to - from), copied.data(), 0);
        return copied;
    }
}
