package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Svd;
import io.nadir.kernel.SymmetricEigen;

import org.ejml.EjmlVersion;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.DecompositionInterface;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Pure Java, by EJML: for machines where JBLAS does not load, and to test JBLAS against. */
final class EjmlLinearAlgebra extends CheckedLinearAlgebra {

    EjmlLinearAlgebra(String why) {
        super("ejml", "EJML " + EjmlVersion.VERSION + " pure Java: " + why);
    }

    @Override
    Svd factorSvd(int m, int n, double[] a) {
        int k = Math.min(m, n);
        var svd = DecompositionFactory_DDRM.svd(m, n, true, true, true);
        requireConvergence(svd, "the singular value decomposition", m, n, a);
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj vt = svd.getV(null, true);
        double[] values = svd.getSingularValues();
        SingularOps_DDRM.descendingOrder(u, false, values, k, vt, true);
        return new Svd(
                MatrixView.wrap(m, k, u.data),
                Arrays.copyOf(values, k),
                MatrixView.wrap(k, n, vt.data));
    }

    @Override
    double[] factorSingularValues(int m, int n, double[] a) {
        var svd = DecompositionFactory_DDRM.svd(m, n, false, false, true);
        requireConvergence(svd, "the singular value decomposition", m, n, a);
        return Arrays.stream(svd.getSingularValues(), 0, Math.min(m, n))
                .boxed()
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @Override
    SymmetricEigen factorSymmetricEigen(int n, double[] a) {
        var eigen = DecompositionFactory_DDRM.eig(n, true, true);
        requireConvergence(eigen, "the eigendecomposition", n, n, a);
        int[] ascending =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> eigen.getEigenvalue(i).real))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[n];
        MatrixView vectors = MatrixView.zeros(n, n);
        for (int i = 0; i < n; i++) {
            values[i] = eigen.getEigenvalue(ascending[i]).real;
            double[] vector = eigen.getEigenVector(ascending[i]).data;
            System.arraycopy(vector, 0, vectors.array(), i * n, n);
        }
        return new SymmetricEigen(values, vectors);
    }

    private void requireConvergence(
            DecompositionInterface<DMatrixRMaj> decomposition,
            String operation,
            int m,
            int n,
            double[] a) {
        if (!decomposition.decompose(DMatrixRMaj.wrap(m, n, a))) {
            throw noConvergence(operation, m, n);
        }
    }
}
