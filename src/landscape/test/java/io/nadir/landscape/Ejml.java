package io.nadir.landscape;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

import java.util.Arrays;

/** Matrices of another library, for what tests compare with. Immutable. */
record Ejml(DMatrixRMaj matrix) {
    static Ejml of(int rows, int columns, double[] values) {
        return new Ejml(new DMatrixRMaj(rows, columns, true, values));
    }

    double[] toArray() {
        return Arrays.copyOf(matrix.data, matrix.numRows * matrix.numCols);
    }

    int rows() {
        return matrix.numRows;
    }

    Ejml times(Ejml other) {
        DMatrixRMaj out = new DMatrixRMaj(matrix.numRows, other.matrix.numCols);
        CommonOps_DDRM.mult(matrix, other.matrix, out);
        return new Ejml(out);
    }

    Ejml times(double factor) {
        DMatrixRMaj out = matrix.copy();
        CommonOps_DDRM.scale(factor, out);
        return new Ejml(out);
    }

    Ejml minus(Ejml other) {
        DMatrixRMaj out = new DMatrixRMaj(matrix.numRows, matrix.numCols);
        CommonOps_DDRM.subtract(matrix, other.matrix, out);
        return new Ejml(out);
    }

    Ejml transposed() {
        return new Ejml(CommonOps_DDRM.transpose(matrix, null));
    }

    Ejml inverse() {
        DMatrixRMaj out = new DMatrixRMaj(matrix.numRows, matrix.numCols);
        if (!CommonOps_DDRM.invert(matrix, out)) {
            throw new AssertionError("singular");
        }
        return new Ejml(out);
    }

    Ejml pseudoInverse() {
        DMatrixRMaj out = new DMatrixRMaj(matrix.numCols, matrix.numRows);
        CommonOps_DDRM.pinv(matrix, out);
        return new Ejml(out);
    }

    double norm() {
        return NormOps_DDRM.normF(matrix);
    }

    /** Of a matrix whose kernel has dimension 1: a unit vector in it. */
    double[] kernel() {
        return SingularOps_DDRM.nullVector(svd(), true, null).getData();
    }

    /** Of a matrix whose kernel has dimension 2: an orthonormal basis, one vector a row. */
    double[] kernelBasis() {
        SingularValueDecomposition_F64<DMatrixRMaj> svd = svd();
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj w = svd.getW(null);
        DMatrixRMaj v = svd.getV(null, true);
        SingularOps_DDRM.descendingOrder(u, false, w, v, true);
        return Arrays.copyOfRange(v.data, (v.numRows - 2) * v.numCols, v.numRows * v.numCols);
    }

    /** The nearest matrix of rank k. */
    Ejml truncated(int k) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd = svd();
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj w = svd.getW(null);
        DMatrixRMaj v = svd.getV(null, true);
        SingularOps_DDRM.descendingOrder(u, false, w, v, true);
        for (int i = k; i < Math.min(w.numRows, w.numCols); i++) {
            w.set(i, i, 0);
        }
        return new Ejml(u).times(new Ejml(w)).times(new Ejml(v));
    }

    private SingularValueDecomposition_F64<DMatrixRMaj> svd() {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, true, false);
        if (!svd.decompose(matrix.copy())) {
            throw new AssertionError("no decomposition");
        }
        return svd;
    }

    /** Of a symmetric matrix, ascending. */
    double[] eigenvalues() {
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(matrix.numRows, false, true);
        if (!eigen.decompose(matrix.copy())) {
            throw new AssertionError("no decomposition");
        }
        double[] values = new double[matrix.numRows];
        Arrays.setAll(values, i -> eigen.getEigenvalue(i).getReal());
        Arrays.sort(values);
        return values;
    }
}
