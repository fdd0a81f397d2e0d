package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

import java.util.Arrays;

/**
 * max v̂ᵀMv̂ over unit vectors with ‖Hv̂‖₁ = μ, M = ZᵀZ: the elements of Hv̂(Hv̂)ᵀ have magnitudes
 * that sum up to μ², so for every symmetric T it is at most λ_max(M + HᵀTH)₊ + μ²·max|T_kl|. Where
 * v̂ ≥ 0, the products of terms without negative weights are not negative, and T_kl need only be
 * bounded from below there. If there are not such terms for all elements, v̂_i·v̂_j ≥ 0 gives
 * another part of the multiplier, at least 0 and without a cost.
 *
 * <p>For H = I it is {@link SquareRelaxation}. The multiplier has the lower triangles, row by row,
 * so elements below the diagonal stand for two: 𝒜(K) has 2(HKHᵀ)_kl there.
 */
final class AnalysisRelaxation implements RatioRelaxation {
    /** Ranks of K up to which products of its factors cost less than those of K. */
    private static final int SMALL_RANK = 16;

    private static final DenseKernels KERNELS = Kernels.get();

    private final GramMatrix gram;
    private final AnalysisTerms terms;
    private final double root;
    private final int n;
    private final int q;
    private final PackedBlock block;

    /** Of the part for v̂ ≥ 0: where it begins, and its length, which may be 0. */
    private final int signs;

    private final int signsLength;
    private final double[] wide;
    private final double[] square;

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
        this.block = new PackedBlock(q, terms.nonNegative(), radius * radius);
        this.signs = PackedBlock.length(q);
        this.signsLength = terms.hasSigns() ? PackedBlock.length(n) : 0;
        this.wide = new double[Math.multiplyExact(q, n)];
        this.square = new double[n * n];
    }

    /** Whether multipliers fit into an array. */
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
        return signs + signsLength;
    }

    @Override
    public void lift(double[] k, double[] y) {
        terms.multiply(k, n, wide);
        for (int row = 0; row < q; row++) {
            int at = PackedBlock.length(row);
            terms.multiplyRow(wide, row * n, row + 1, y, at);
            endRow(row, at, y);
        }
        liftSigns(k, y);
    }

    @Override
    public void lift(double[] k, Panel directions, double[] weights, double[] y) {
        int rank = directions.columns();
        if (rank > SMALL_RANK || rank > n) {
            lift(k, y);
            return;
        }
        // A row for each direction: HD, scaled by the roots of the weights.
        for (int j = 0; j < rank; j++) {
            double scale = Math.sqrt(weights[j]);
            for (int i = 0; i < n; i++) {
                square[i] = scale * directions.get(i, j);
            }
            terms.multiplyRow(square, 0, q, wide, j * q);
        }
        for (int row = 0; row < q; row++) {
            int at = PackedBlock.length(row);
            Arrays.fill(y, at, at + row + 1, 0);
            for (int j = 0; j < rank; j++) {
                KERNELS.axpy(wide[j * q + row], wide, j * q, y, at, row + 1);
            }
            endRow(row, at, y);
        }
        liftSigns(k, y);
    }

    private static void endRow(int row, int at, double[] y) {
        KERNELS.scale(2, y, at, row);
    }

    private void liftSigns(double[] k, double[] y) {
        for (int i = 0; i < n && signsLength > 0; i++) {
            int at = signs + PackedBlock.length(i);
            System.arraycopy(k, i * n, y, at, i + 1);
            KERNELS.scale(2, y, at, i);
        }
    }

    /** With L the lower triangle of T, and half of its diagonal: HᵀLH and its transpose. */
    @Override
    public void addAdjoint(double[] t, double[] h) {
        Arrays.fill(square, 0);
        double[] row = wide;
        for (int k = 0; k < q; k++) {
            int at = PackedBlock.length(k);
            double diagonal = t[at + k];
            t[at + k] = 0.5 * diagonal;
            Arrays.fill(row, 0, n, 0);
            terms.addTransposedRow(t, at, k + 1, row);
            t[at + k] = diagonal;
            terms.addOuter(k, row, square);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double both = square[i * n + j] + square[j * n + i];
                both += signsLength > 0 ? t[signs + PackedBlock.length(i) + j] : 0;
                h[i * n + j] += both;
                if (i != j) {
                    h[j * n + i] += both;
                }
            }
        }
    }

    /**
     * Sums over the entries of two columns of H, of which one product each is rounded, and three
     * additions.
     */
    @Override
    public double adjointError(double[] t, double size) {
        double sizes = size + 2 * (1 + terms.squaredNorm()) * GramMatrix.norm(t);
        return Rounding.up(Rounding.gamma(4.0 * terms.longestColumn() + 8) * sizes);
    }

    @Override
    public double norm() {
        double square = terms.squaredNorm();
        return Rounding.up(Math.sqrt(2 * (square * square + (signsLength > 0 ? 1 : 0))));
    }

    @Override
    public void proximal(double[] t, double step) {
        block.proximal(t, step);
        for (int k = signs; k < t.length; k++) {
            t[k] = Math.max(0, t[k]);
        }
    }

    @Override
    public double cost(double[] t) {
        return Rounding.up(block.radius() * block.size(t));
    }

    @Override
    public double operations() {
        return 4.0 * q * q + 8.0 * q * n + 4.0 * multiplierLength();
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
    public RatioLine line(double[] t, double estimate, Scratch scratch, Runnable checkpoint) {
        for (int k = signs; k < t.length; k++) {
            if (t[k] < 0) {
                return RatioLine.ofSquare(Double.POSITIVE_INFINITY, 0);
            }
        }
        double[] h = gram.matrix().clone();
        double error = adjointError(t, GramMatrix.norm(h));
        addAdjoint(t, h);
        double largest = RatioRelaxation.largest(h, n, estimate, scratch, checkpoint);
        double ratio = Rounding.up(block.size(t) / terms.unit() / terms.unit());
        return RatioLine.ofSquare(Rounding.up(largest + gram.error() + error), ratio);
    }

    @Override
    public Panel starts(Panel directions, int most) {
        return Panels.leadingColumns(directions, Math.min(most, directions.columns()));
    }
}
