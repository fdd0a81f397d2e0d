package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;

/**
 * A panel that takes more columns. It has room for several times as many as the first ones, which
 * is all that most bounds need; beyond that, its capacity is doubled when it is full. It makes no
 * room for more columns than are expected.
 */
final class GrowingPanel {
    /** The capacity in relation to the first columns. */
    private static final int BLOCKS = 6;

    /** Elements that are reserved before they are needed, at most: 128 MB. */
    private static final long MOST_AHEAD = 1 << 24;

    private final int expected;
    private Panel panel;

    /**
     * Makes an empty one.
     *
     * @param expected columns for which room is made ahead, at most; more can be appended
     */
    GrowingPanel(int rows, int expected) {
        this.expected = expected;
        panel = Panel.zeros(rows, 0);
    }

    Panel panel() {
        return panel;
    }

    void append(Panel columns) {
        int first = panel.columns();
        reserve(first + columns.columns());
        for (int i = 0; i < panel.rows(); i++) {
            System.arraycopy(
                    columns.data(),
                    i * columns.stride(),
                    panel.data(),
                    i * panel.stride() + first,
                    columns.columns());
        }
    }

    private void reserve(int columns) {
        if (panel.columns() == 0) {
            int ahead = Math.max(columns, Math.min(BLOCKS * columns, expected));
            boolean few = (long) ahead * panel.rows() <= MOST_AHEAD;
            panel = Panel.zeros(panel.rows(), few ? ahead : columns);
        } else if (columns > panel.stride()) {
            int twice = Math.min(2 * panel.stride(), expected);
            panel = Panels.widened(panel, Math.max(columns, twice));
        }
        panel.setColumns(columns);
    }
}
