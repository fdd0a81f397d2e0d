package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

/** Panels from and to row-major arrays without padding. */
final class PanelArrays {
    private PanelArrays() {}

    /** A padded copy. */
    static Panel padded(int rows, int columns, double[] rowMajor) {
        return Factors.copyOfPair(rows, 1, columns, rowMajor, new double[columns]).block(0);
    }

    /** The elements without the padding, a new array. */
    static double[] toRowMajor(Panel panel) {
        int columns = panel.columns();
        double[] out = new double[panel.rows() * columns];
        for (int i = 0; i < panel.rows(); i++) {
            System.arraycopy(panel.data(), i * panel.stride(), out, i * columns, columns);
        }
        return out;
    }
}
