package io.nadir.jmh.peers;

import org.ejml.EjmlVersion;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** EJML: {@code CommonOps_DDRM}, which picks the algorithm by the shapes; row-major. */
final class EjmlPeer implements Peer<DMatrixRMaj> {
    @Override
    public String describe() {
        return "EJML " + EjmlVersion.VERSION + ", CommonOps_DDRM";
    }

    @Override
    public DMatrixRMaj zeros(int rows, int columns) {
        return new DMatrixRMaj(rows, columns);
    }

    @Override
    public DMatrixRMaj copyOf(int rows, int columns, double[] rowMajor) {
        return DMatrixRMaj.wrap(rows, columns, rowMajor.clone());
    }

    @Override
    public double[] toRowMajor(DMatrixRMaj a) {
        return a.data.clone();
    }

    @Override
    public double[] elements(DMatrixRMaj a) {
        return a.data;
    }

    @Override
    public void multiply(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
        CommonOps_DDRM.mult(a, b, c);
    }

    @Override
    public void transposeMultiply(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
        CommonOps_DDRM.multTransA(a, b, c);
    }

    @Override
    public void multiplyTranspose(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
        CommonOps_DDRM.multTransB(a, b, c);
    }
}
