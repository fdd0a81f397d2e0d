package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

/**
 * max v̂ᵀMv̂ over unit vectors with ‖Hv̂‖₁ = μ, M = ZᵀZ: the elements of Hv̂(Hv̂)ᵀ have magnitudes
 * that sum up to μ², so for every symmetric T it is at most λ_max(M + HᵀTH)₊ + μ²·max|T_kl|. Where
 * v̂ ≥ 0, the products of terms without negative weights are not negative, and T_kl need only be
 * bounded from below there. If there are not such terms for all elements, v̂_i·v̂_j ≥ 0 gives
 * another part of the multiplier, at least 0 and without a cost.
 *
 * <p>For H = I it is {@link SquareRelaxation}.
 */
final class AnalysisRelaxation implements RatioRelaxation {
    /** Ranks of K up to which products of its factors cost less than those of K. */
    private static final int SMALL_RANK = 16;

    /** Rows and columns of a tile that is transposed. */
    private static final int TILE = 32;

    private static final DenseKernels KERNELS = Kernels.get();

    private final GramMatrix gram;
    private final AnalysisTerms terms;
    private final double root;
    private final int n;
    private final int q;
    private final RatioBlock block;
    private final RatioBlock signs;
    private final double[] wide;
    private final double[] tall;
    private final double[] square;
    private final Scratch scratch = new Scratch();
    private Panel factor = Panel.zeros(0, 0);

    /**
     * Takes M.
     *
     * @param euclidean weight of the norm of the vector that was eliminated
     * @param weight of ‖v‖₂
     * @param mu the ratio to look at
     */
    AnalysisRelaxation(
            GramMatrix gram, AnalysisTerms terms, double euclidean, double weight, double mu) {
        this.gram = gram;
        this.terms = terms;
        this.n = gram.order();
        this.q = terms.count();
        this.root = euclidean * (weight + mu);
        double radius = mu / terms.unit();
        this.block = new RatioBlock(0, q, q, q, radius * radius, terms.nonNegative());
        this.signs = new RatioBlock(q * q, n, n, n, 0, true);
        this.wide = new double[Math.multiplyExact(q, n)];
        this.tall = new double[wide.length];
        this.square = new double[n * n];
    }

    /** Whether the multipliers fit into an array. */
    static boolean fits(AnalysisTerms terms) {
        double q = terms.count();
        double n = terms.length();
        return q > 0 && q * q + n * n < Integer.MAX_VALUE - Panel.LANES;
    }

    @Override
    public int order() {
        return n;
    }

    @Override
    public double[] objective() {
        return gram.matrix();
    }

    /** T, and the part for v̂ ≥ 0 if there is one. */
    @Override
    public int multiplierLength() {
        return q * q + (terms.hasSigns() ? n * n : 0);
    }

    @Override
    public void lift(double[] k, double[] y) {
        terms.multiply(k, n, wide);
        transpose(wide, q, n, tall);
        terms.multiply(tall, q, y);
        mirror(y, q);
        liftSigns(k, y);
    }

    @Override
    public void lift(double[] k, Panel directions, double[] weights, double[] y) {
        int rank = directions.columns();
        if (rank > SMALL_RANK) {
            lift(k, y);
            return;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < rank; j++) {
                square[i * rank + j] = Math.sqrt(weights[j]) * directions.get(i, j);
            }
        }
        terms.multiply(square, rank, wide);
        factor = Panels.fit(factor, q, rank);
        for (int i = 0; i < q; i++) {
            System.arraycopy(wide, i * rank, factor.data(), i * factor.stride(), rank);
        }
        KERNELS.product(factor, factor, 0, q, Panel.wrap(y, q, q, 0), scratch);
        mirror(y, q);
        liftSigns(k, y);
    }

    private void liftSigns(double[] k, double[] y) {
        if (terms.hasSigns()) {
            System.arraycopy(k, 0, y, q * q, n * n);
        }
    }

    @Override
    public void addAdjoint(double[] t, double[] h) {
        terms.multiplyTransposed(t, q, tall);
        transpose(tall, n, q, wide);
        terms.multiplyTransposed(wide, n, square);
        mirror(square, n);
        KERNELS.axpy(1, square, 0, h, 0, h.length);
        if (terms.hasSigns()) {
            KERNELS.axpy(1, t, q * q, h, 0, h.length);
        }
    }

    /** Two sums over the entries of a column of H, and two additions to elements of H. */
    @Override
    public double adjointError(double[] t, double size) {
        double sizes = size + (1 + terms.squaredNorm()) * GramMatrix.norm(t);
        return Rounding.up(Rounding.gamma(2.0 * terms.longestColumn() + 6) * sizes);
    }

    @Override
    public double norm() {
        double square = terms.squaredNorm();
        return terms.hasSigns() ? Rounding.up(Math.sqrt(1 + square * square)) : square;
    }

    @Override
    public void proximal(double[] t, double step) {
        block.proximal(t, step);
        if (terms.hasSigns()) {
            signs.proximal(t, step);
        }
    }

    @Override
    public double cost(double[] t) {
        return Rounding.up(block.radius() * block.size(t));
    }

    @Override
    public double operations() {
        return 6.0 * q * q + 12.0 * q * n + 4.0 * multiplierLength();
    }

    @Override
    public double goal(double polar) {
        return polar * root * polar * root;
    }

    @Override
    public double polar(double value) {
        return Math.sqrt(Math.max(0, value)) / root;
    }

    @Override
    public RatioLine line(double[] t, double estimate, Scratch memory, Runnable checkpoint) {
        if (terms.hasSigns() && signs.size(t) > 0) {
            return RatioLine.ofSquare(Double.POSITIVE_INFINITY, 0);
        }
        // The proof is for a symmetric T in every bit.
        mirror(t, q);
        double[] h = gram.matrix().clone();
        double error = adjointError(t, GramMatrix.norm(h));
        addAdjoint(t, h);
        double largest = RatioRelaxation.largest(h, n, estimate, memory, checkpoint);
        double ratio = Rounding.up(block.size(t) / terms.unit() / terms.unit());
        return RatioLine.ofSquare(Rounding.up(largest + gram.error() + error), ratio);
    }

    @Override
    public Panel starts(Panel directions, int most) {
        return Panels.leadingColumns(directions, Math.min(most, directions.columns()));
    }

    /** Makes a square matrix symmetric in every bit. */
    private static void mirror(double[] a, int size) {
        for (int top = 0; top < size; top += TILE) {
            for (int left = 0; left <= top; left += TILE) {
                for (int i = top; i < Math.min(top + TILE, size); i++) {
                    for (int j = left; j < Math.min(left + TILE, i); j++) {
                        a[j * size + i] = a[i * size + j];
                    }
                }
            }
        }
    }

    /** b ← aᵀ, for a of rows×columns. */
    private static void transpose(double[] a, int rows, int columns, double[] b) {
        for (int top = 0; top < rows; top += TILE) {
            for (int left = 0; left < columns; left += TILE) {
                for (int i = top; i < Math.min(top + TILE, rows); i++) {
                    for (int j = left; j < Math.min(left + TILE, columns); j++) {
                        b[j * rows + i] = a[i * columns + j];
                    }
                }
            }
        }
    }
}
