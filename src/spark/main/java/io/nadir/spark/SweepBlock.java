package io.nadir.spark;

import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

/** What the rows of a block contribute to a {@link RowSweeps sweep}. */
final class SweepBlock {
    private SweepBlock() {}

    /** The numbers for each column: GᵀU, and the lower triangle of its normal matrix. */
    static int width(int rank) {
        return rank + length(rank);
    }

    /** The elements of a lower triangle. */
    static int length(int rank) {
        return rank * (rank + 1) / 2;
    }

    /** {@link BlockWork#evaluate}, with the normal matrices of the columns behind GᵀU. */
    static Partial evaluate(BlockWork work, Point point) {
        Partial value = work.evaluate(point);
        MatrixMap map = work.map();
        Factors w = work.at(point);
        int r = point.rank();
        int length = length(r);
        int width = width(r);
        double[] matrices = new double[Math.multiplyExact(map.columns(), length)];
        map.normalMatrices(w.block(0), matrices);
        double[] panel = new double[Math.multiplyExact(map.columns(), width)];
        for (int j = 0; j < map.columns(); j++) {
            System.arraycopy(value.panel(), j * r, panel, j * width, r);
            System.arraycopy(matrices, j * length, panel, j * width + r, length);
        }
        return new Partial(value.sums(), value.small(), value.columns(), width, panel);
    }
}
