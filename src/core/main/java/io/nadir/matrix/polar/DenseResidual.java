package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;

/** R = −∇ℓ(Y, X) with all its entries, 8·m·n bytes, for polars that need them. */
final class DenseResidual {
    /** Entries beyond which R is not formed. */
    static final long LARGEST = 1L << 27;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Objective<MatrixMap> objective;
    private final Factors w;
    private final Panel entries;

    /** Forms R: one pass. */
    DenseResidual(Objective<MatrixMap> objective, Factors w) {
        this.objective = objective;
        this.w = w;
        this.entries = objective.map().gradient(w);
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
    ProvedGap proved(PointValue point) {
        GradientDistance distance = new GradientDistance(entries);
        EntrySums sums = new EntrySums(objective.map(), w, false, distance::add);
        return ProvedGap.of(objective, point, w, sums, distance.up());
    }
}
