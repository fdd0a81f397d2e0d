package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.model.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.SquaredLoss;

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

    /** Whether {@link #proved} applies: dense data under the squared loss. */
    static boolean isProvable(MatrixMap map) {
        return map.data() instanceof DenseMatrix && map.loss() instanceof SquaredLoss;
    }

    /** R, m×n without padding; not to be changed. */
    Panel entries() {
        return entries;
    }

    /** The gap from bounds of the polar of R as it is here; m·n flops. */
    ProvedGap proved(Factors w, double lambda, double theta) {
        DenseMatrix y = (DenseMatrix) map.data();
        int n = map.columns();
        double squares = 0;
        double inner = 0;
        for (Panel block : y.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                int at = Math.toIntExact(block.firstRow() + i) * n;
                squares += KERNELS.dot(entries.data(), at, entries.data(), at, n);
                inner += KERNELS.dot(entries.data(), at, block.data(), i * block.stride(), n);
            }
        }
        return new ProvedGap(map, w, lambda, theta, squares, inner);
    }
}
