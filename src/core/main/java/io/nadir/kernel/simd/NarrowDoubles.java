package io.nadir.kernel.simd;

import io.nadir.array.Panel;

/** Data in an array of float64. */
final class NarrowDoubles extends NarrowData {
    private static final int LINE = Tuning.LINE_BYTES / Double.BYTES;

    private Panel panel = Panel.zeros(0, 0);

    /** Takes data. */
    NarrowDoubles of(Panel data) {
        panel = data;
        shape(data.columns(), data.stride());
        return this;
    }

    @Override
    int index(long row) {
        return panel.index(row);
    }

    @Override
    int bytes() {
        return Double.BYTES;
    }

    @Override
    double get(int at) {
        return panel.data()[at];
    }

    @Override
    double sumOfLines(int from, int to) {
        double[] data = panel.data();
        double sum = 0;
        for (int i = 0; i < to - from; i += LINE) {
            sum += data[from + i];
        }
        return sum;
    }

    @Override
    void dotRows(boolean one, int a, int vectors, double[] bs, int b, double[] out, int at) {
        if (PlainStart.isOn()) {
            int rows = one ? 1 : Tuning.NARROW_TILE_ROWS;
            PlainTiles.dotRows(panel.data(), a, stride(), rows, vectors, bs, b, out, at);
        } else if (one) {
            NarrowTile.dotRow(panel.data(), a, vectors, bs, b, out, at);
        } else {
            NarrowTile.dotRows(panel.data(), a, stride(), vectors, bs, b, out, at);
        }
    }

    @Override
    void addColumns(boolean one, int a, int rows, double[] ts, int t, double[] ws, int w) {
        if (PlainStart.isOn()) {
            int vectors = one ? 1 : Tuning.NARROW_TILE_VECTORS;
            PlainTiles.addColumns(panel.data(), a, stride(), vectors, rows, ts, t, ws, w);
        } else if (one) {
            NarrowTile.addVector(panel.data(), a, stride(), rows, ts, t, ws, w);
        } else {
            NarrowTile.addColumns(panel.data(), a, stride(), rows, ts, t, ws, w);
        }
    }

    @Override
    void dotColumn(int a, double[] bs, double[] out) {
        int vectors = columns() / Width.COUNT;
        if (PlainStart.isOn()) {
            PlainTiles.dotColumn(panel.data(), a, stride(), vectors, bs, out);
        } else {
            NarrowTile.dotColumn(panel.data(), a, stride(), vectors, bs, out);
        }
    }

    @Override
    void addRows(int a, double[] factors, int f, double[] ws) {
        int vectors = columns() / Width.COUNT;
        if (PlainStart.isOn()) {
            PlainTiles.addRows(panel.data(), a, stride(), vectors, factors, f, ws);
        } else {
            NarrowTile.addRows(panel.data(), a, stride(), vectors, factors, f, ws);
        }
    }

    @Override
    double dot(int at, double[] x, int offset) {
        return Loops.dot(panel.data(), at, x, offset, columns());
    }

    @Override
    void addTo(double factor, int at, double[] y, int offset) {
        Loops.axpy(factor, panel.data(), at, y, offset, columns());
    }
}
