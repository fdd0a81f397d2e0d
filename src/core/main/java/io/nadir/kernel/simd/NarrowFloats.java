package io.nadir.kernel.simd;

import io.nadir.kernel.FloatRows;

/** Data in an array of float32. */
final class NarrowFloats extends NarrowData {
    private static final int LINE = Tuning.LINE_BYTES / Float.BYTES;

    private float[] data = new float[0];
    private long firstRow;

    /** One row as float64. */
    private double[] row = new double[0];

    /** Takes data. */
    NarrowFloats of(FloatRows rows) {
        data = rows.data();
        firstRow = rows.firstRow();
        shape(rows.columns(), rows.columns());
        if (row.length < columns()) {
            row = new double[columns()];
        }
        return this;
    }

    @Override
    int index(long of) {
        return (int) (of - firstRow) * stride();
    }

    @Override
    int bytes() {
        return Float.BYTES;
    }

    @Override
    double get(int at) {
        return data[at];
    }

    @Override
    double sumOfLines(int from, int to) {
        double sum = 0;
        for (int i = 0; i < to - from; i += LINE) {
            sum += data[from + i];
        }
        return sum;
    }

    @Override
    void dotRows(boolean one, int a, int vectors, double[] bs, int b, double[] out, int at) {
        if (one) {
            NarrowFloatTile.dotRow(data, a, vectors, bs, b, out, at);
        } else {
            NarrowFloatTile.dotRows(data, a, stride(), vectors, bs, b, out, at);
        }
    }

    @Override
    void addColumns(boolean one, int a, int rows, double[] ts, int t, double[] ws, int w) {
        if (one) {
            NarrowFloatTile.addVector(data, a, stride(), rows, ts, t, ws, w);
        } else {
            NarrowFloatTile.addColumns(data, a, stride(), rows, ts, t, ws, w);
        }
    }

    @Override
    void dotColumn(int a, double[] bs, double[] out) {
        NarrowFloatTile.dotColumn(data, a, stride(), columns() / Width.COUNT, bs, out);
    }

    @Override
    void addRows(int a, double[] factors, int f, double[] ws) {
        NarrowFloatTile.addRows(data, a, stride(), columns() / Width.COUNT, factors, f, ws);
    }

    @Override
    double dot(int at, double[] x, int offset) {
        return Loops.dot(widened(at), 0, x, offset, columns());
    }

    @Override
    void addTo(double factor, int at, double[] y, int offset) {
        Loops.axpy(factor, widened(at), 0, y, offset, columns());
    }

    private double[] widened(int at) {
        Loops.widen(data, at, row, 0, columns());
        return row;
    }
}
