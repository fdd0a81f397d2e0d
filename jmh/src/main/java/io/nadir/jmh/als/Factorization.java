package io.nadir.jmh.als;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * U and V in the coordinates in which the penalty of alternating least squares is ½(‖U‖² + ‖V‖²).
 *
 * @param u m×k
 * @param v n×k
 */
record Factorization(DMatrixRMaj u, DMatrixRMaj v) {
    int rank() {
        return v.getNumCols();
    }

    double penalty() {
        return 0.5 * (square(u) + square(v));
    }

    private static double square(DMatrixRMaj a) {
        double norm = org.ejml.dense.row.NormOps_DDRM.normF(a);
        return norm * norm;
    }

    /** The same product from factors whose columns are orthogonal and have equal norms. */
    Factorization balanced() {
        DMatrixRMaj[] left = orthonormal(u);
        DMatrixRMaj[] right = orthonormal(v);
        int k = rank();
        DMatrixRMaj middle = new DMatrixRMaj(k, k);
        CommonOps_DDRM.multTransB(left[1], right[1], middle);
        var svd = DecompositionFactory_DDRM.svd(k, k, true, true, true);
        if (!svd.decompose(middle)) {
            throw new IllegalStateException("no singular values of the factors");
        }
        DMatrixRMaj roots = svd.getW(null);
        CommonOps_DDRM.elementPower(roots.copy(), 0.5, roots);
        return new Factorization(
                scaled(left[0], svd.getU(null, false), roots),
                scaled(right[0], svd.getV(null, false), roots));
    }

    private static DMatrixRMaj scaled(DMatrixRMaj q, DMatrixRMaj vectors, DMatrixRMaj roots) {
        DMatrixRMaj turned = new DMatrixRMaj(q.getNumRows(), vectors.getNumCols());
        CommonOps_DDRM.mult(q, vectors, turned);
        DMatrixRMaj out = new DMatrixRMaj(turned.getNumRows(), roots.getNumCols());
        CommonOps_DDRM.mult(turned, roots, out);
        return out;
    }

    /** Q and R of a thin decomposition. */
    private static DMatrixRMaj[] orthonormal(DMatrixRMaj a) {
        var qr = DecompositionFactory_DDRM.qr(a.getNumRows(), a.getNumCols());
        if (!qr.decompose(a.copy())) {
            throw new IllegalStateException("no orthonormal basis of the factors");
        }
        return new DMatrixRMaj[] {qr.getQ(null, true), qr.getR(null, true)};
    }
}
