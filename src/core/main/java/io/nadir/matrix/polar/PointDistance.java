package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

/**
 * A bound of the distance ‖∇ℓ(Y, X) − ∇ℓ(Y, X')‖_F between the gradients at two points, every
 * rounding error included: for a loss of curvature L, that of the matrix L·weight·(x − x').
 */
final class PointDistance {
    private static final DenseKernels KERNELS = Kernels.get();

    private double squares;

    private PointDistance() {}

    /** Goes over the entries once, with the factors of X − X'. */
    static double up(MatrixMap map, Factors w, Factors other) {
        Panel minus = Panels.copy(other.block(0));
        KERNELS.scale(-1, minus.data(), 0, minus.data().length);
        Panel u = Panels.concatenate(w.block(0), minus);
        Panel v = Panels.concatenate(w.block(1), other.block(1));
        PointDistance distance = new PointDistance();
        map.visitEntries(Factors.wrap(u.columns(), u, v), false, distance::add);
        double chain = (double) map.rows() + map.columns() + 4;
        double entries =
                Rounding.up(Math.sqrt(distance.squares * (1 + 2 * Rounding.gamma(chain + 2))));
        double forming =
                Rounding.gamma(u.columns()) * SpectralNorm.frobenius(u) * SpectralNorm.frobenius(v);
        double lost = Math.sqrt((double) map.entries()) * 0x1p-500;
        return Rounding.up(map.loss().curvature() * entries + map.curvature() * forming + lost);
    }

    private void add(EntryRow row) {
        double sum = 0;
        for (int k = 0; k < row.count(); k++) {
            double term = row.weight(k) * row.output(k);
            sum += term * term;
        }
        squares += sum;
    }
}
