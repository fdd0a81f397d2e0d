package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;

/** A panel that takes more columns, doubling its capacity when it is full. */
final class GrowingPanel {
    private Panel panel;

    GrowingPanel(int rows) {
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
        if (columns > panel.stride()) {
            panel = Panels.widened(panel, columns);
        }
        panel.setColumns(columns);
    }
}
