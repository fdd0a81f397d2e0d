package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The {@link SpectralSplit}s that bound the polar of a matrix R for gauges a·‖·‖₂ + b·‖·‖₁: of R
 * or, where u ≥ 0 alone and both norms are Euclidean, of RRᵀ.
 */
final class NormSumSplits {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel r;
    private final BlockPenalty left;
    private final BlockPenalty right;
    private final RandomGenerator random;
    private final PanelProducts products;
    private final Runnable checkpoint;

    /**
     * Takes a matrix.
     *
     * @param r R without padding; not changed
     * @param random of the splits
     * @param products working memory
     */
    NormSumSplits(
            Panel r,
            BlockPenalty left,
            BlockPenalty right,
            RandomGenerator random,
            PanelProducts products,
            Runnable checkpoint) {
        this.r = r;
        this.left = left;
        this.right = right;
        this.random = random;
        this.products = products;
        this.checkpoint = checkpoint;
    }

    /** A split, without any search yet. */
    SpectralSplit newSplit() {
        return isOneSided() ? squaredSplit() : plainSplit();
    }

    /** The product of the weights of the Euclidean norms. */
    double scale() {
        return left.euclidean() * right.euclidean();
    }

    /** Whether both sides have signs, and Euclidean norms alone. */
    boolean isTwoSided() {
        return isSigned(0) && isSigned(1) && left.one() == 0 && right.one() == 0;
    }

    /** The bound of the polar of R from that of the matrix that was split. */
    double polar(double bound) {
        if (!isOneSided()) {
            return bound;
        }
        // |fl(RRᵀ) − RRᵀ| ≤ γ|R||R|ᵀ.
        double norm = Panels.frobenius(r);
        double depth = Rounding.gamma(2.0 * (r.rows() + r.columns()) + 8);
        double error = Rounding.up(depth * norm * norm / scale() / scale());
        return Rounding.up(Math.sqrt(Rounding.up(bound + error)));
    }

    private SpectralSplit plainSplit() {
        boolean wide = r.rows() < r.columns();
        BlockPenalty first = wide ? right : left;
        BlockPenalty second = wide ? left : right;
        List<SplitPart> parts = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        add(SplitPart.COLUMNS, first.euclidean() * second.one(), parts, weights);
        add(SplitPart.ROWS, first.one() * second.euclidean(), parts, weights);
        add(SplitPart.ENTRIES, first.one() * second.one(), parts, weights);
        if (isSigned(0) && isSigned(1)) {
            parts.add(SplitPart.NEGATIVE);
            weights.add(0.0);
        }
        return new SpectralSplit(
                wide ? transposed(r) : r,
                scale(),
                parts,
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                checkpoint,
                random,
                products);
    }

    /** RRᵀ or RᵀR, on the side that has signs. */
    private SpectralSplit squaredSplit() {
        Panel z = isSigned(0) ? transposed(r) : r;
        int n = z.columns();
        Panel gram = Panel.wrap(new double[n * n], n, n, 0);
        KERNELS.gramLower(z, 0, z.rows(), gram, products.scratch());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                gram.set(j, i, gram.get(i, j));
            }
        }
        return new SpectralSplit(
                gram,
                scale() * scale(),
                List.of(SplitPart.NEGATIVE),
                new double[] {0},
                checkpoint,
                random,
                products);
    }

    private static void add(
            SplitPart part, double weight, List<SplitPart> parts, List<Double> weights) {
        if (weight > 0) {
            parts.add(part);
            weights.add(weight);
        }
    }

    /** Whether the square of a matrix is split. */
    boolean isOneSided() {
        return isSigned(0) != isSigned(1) && left.one() == 0 && right.one() == 0;
    }

    /** Whether that may be formed. */
    boolean squareFits() {
        long side = isSigned(0) ? r.rows() : r.columns();
        return side * side <= DenseResidual.LARGEST;
    }

    boolean isSigned(int k) {
        return (k == 0 ? left : right).nonNegative();
    }

    /** Without padding, as R is. */
    static Panel transposed(Panel r) {
        int elements = r.rows() * r.columns();
        Panel out = Panel.wrap(new double[elements], r.columns(), r.rows(), 0);
        Panels.transposeInto(r, out);
        return out;
    }
}
