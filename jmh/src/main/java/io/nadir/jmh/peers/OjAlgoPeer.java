package io.nadir.jmh.peers;

import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.R064Store;

/**
 * ojAlgo: {@code fillByMultiplying} of a physical store, transposes as views; column-major. Its
 * threads are limited to one before the first product, for the whole process.
 */
final class OjAlgoPeer implements Peer<R064Store> {
    OjAlgoPeer() {
        OjAlgoUtils.limitThreadsTo(1);
    }

    @Override
    public String describe() {
        return OjAlgoUtils.getTitle() + " " + OjAlgoUtils.getVersion() + ", R064Store";
    }

    @Override
    public R064Store zeros(int rows, int columns) {
        return wrap(ColumnMajor.zeros(rows, columns));
    }

    @Override
    public R064Store copyOf(int rows, int columns, double[] rowMajor) {
        return wrap(ColumnMajor.copyOf(rows, columns, rowMajor));
    }

    @Override
    public double[] toRowMajor(R064Store a) {
        return new ColumnMajor(a.getRowDim(), a.getColDim(), a.data).toRowMajor();
    }

    @Override
    public double[] elements(R064Store a) {
        return a.data;
    }

    @Override
    public void multiply(R064Store a, R064Store b, R064Store c) {
        c.fillByMultiplying(a, b);
    }

    @Override
    public void transposeMultiply(R064Store a, R064Store b, R064Store c) {
        c.fillByMultiplying(a.transpose(), b);
    }

    @Override
    public void multiplyTranspose(R064Store a, R064Store b, R064Store c) {
        c.fillByMultiplying(a, b.transpose());
    }

    private static R064Store wrap(ColumnMajor a) {
        return R064Store.wrap(a.data(), a.rows());
    }
}
