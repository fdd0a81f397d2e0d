package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.model.EntryRow;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;

/** R = −∇ℓ(Y, X) with all its entries, 8·m·n bytes, for polars that need them. */
final class DenseResidual {
    /** Entries beyond which R is not formed. */
    static final long LARGEST = 1L << 27;

    private static final DenseKernels KERNELS = Kernels.get();

    private final MatrixMap map;
    private final Panel entries;

    /** Forms R: one pass. */
    DenseResidual(MatrixMap map, Factors w) {
        this.map = map;
        this.entries = map.gradient(w);
        KERNELS.scale(-1, entries.data(), 0, entries.data().length);
    }

    /** Whether R is small enough to be formed. */
    static boolean fits(MatrixMap map) {
        return (long) map.rows() * map.columns() <= LARGEST;
    }

    /** R, m×n without padding; not to be changed. */
    Panel entries() {
        return entries;
    }

    /** The gap from bounds of the polar of R as it is here; one pass. */
    ProvedGap proved(Regularizer theta, PointValue point, Factors w) {
        Distance distance = new Distance();
        EntrySums sums = new EntrySums(map, w, false, distance::add);
        return ProvedGap.of(map, theta, point, w, sums, distance.up());
    }

    /** ‖A + R‖_F with A the gradient as {@link EntrySums} has it. */
    private final class Distance {
        private final double[] difference = new double[entries.columns()];
        private double squares;

        void add(EntryRow row, double[] gradient) {
            int n = difference.length;
            row.scatter(gradient, difference, 0, n);
            KERNELS.axpy(1, entries.data(), row.index() * n, difference, 0, n);
            squares += KERNELS.dot(difference, 0, difference, 0, n);
        }

        /** From above: a difference, its square, and n + m additions are rounded. */
        double up() {
            double rounding = Rounding.gamma((double) entries.rows() + entries.columns() + 4);
            return Rounding.up(Math.sqrt(Rounding.up(squares * (1 + 2 * rounding))));
        }
    }
}
