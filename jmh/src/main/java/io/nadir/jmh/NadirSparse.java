package io.nadir.jmh;

import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.loss.SquaredLoss;

/** The kernels. */
final class NadirSparse extends SparseOperations {
    private final SparseKernels kernels = Kernels.sparse();
    private final SquaredLoss loss = new SquaredLoss();

    NadirSparse(CompressedRows places, int r) {
        super(places, r);
    }

    @Override
    void multiply() {
        kernels.multiply(s, y, 0, s.rows(), v, t);
    }

    @Override
    void sampledProduct() {
        kernels.sampledProduct(s, 0, s.rows(), u, v, x);
    }

    @Override
    double residualGradient() {
        return kernels.residualGradient(loss, s, y, 0, s.rows(), u, v, v, x, t);
    }
}
