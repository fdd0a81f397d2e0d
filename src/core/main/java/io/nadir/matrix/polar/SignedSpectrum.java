package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

import java.util.random.RandomGenerator;

/**
 * An upper bound of max { uᵀRv : u, v ≥ 0, ‖u‖ = ‖v‖ = 1 }: with x = (u, v)/√2 and S = [0 R; Rᵀ 0]
 * it is max xᵀSx, and at most λ_max(H) for every symmetric H ≥ S. The best H solves the dual of the
 * semidefinite relaxation over matrices X ⪰ 0, X ≥ 0 of trace 1. It bounds no worse than min over N
 * ≥ 0 of σ_max(R + N), which is H = [0 R+N; (R+N)ᵀ 0], nor, by the Schur complement, than min over
 * N ≥ 0 of √λ_max(RRᵀ + N).
 *
 * <p>min over H ≥ S of max over X of ⟨H, X⟩ is a bilinear saddle point, solved by the primal-dual
 * method of Chambolle and Pock (2011, Algorithm 1) with the relaxation of Condat (2013): X is
 * projected on the matrices X ⪰ 0 of trace 1, of which few eigenvalues are left, and H on H ≥ S.
 * Cost of an iteration: four products of an (m+n)×(m+n) matrix with as many vectors as X has rank,
 * and a few more; memory five such matrices.
 */
final class SignedSpectrum {
    /** Flops that a search may take. */
    private static final double BUDGET = 2e11;

    private static final int MOST_ITERATIONS = 600;

    /** Rank of X and spare columns, for the cost. */
    private static final int USUAL_RANK = 24;

    /** Fewer iterations than this do not pay. */
    private static final int FEWEST_ITERATIONS = 100;

    /** Iterations between two looks at the bound itself. */
    private static final int PERIOD = 10;

    /** Periods without progress after which a search ends. */
    private static final int PATIENCE = 3;

    /** What progress is, as a share of the distance to what is wanted. */
    private static final double PROGRESS = 0.02;

    /** First step of X, and its limits, in units of 1/λ_max; the step of H is the inverse. */
    private static final double STEP = 1;

    private static final double SMALLEST_STEP = 0.2;
    private static final double LARGEST_STEP = 5;

    /** The relaxation parameter, which must be below 2. */
    private static final double RELAXATION = 1.8;

    /** Eigenvalues below this share of the last level are not looked for. */
    private static final double LEVEL_SHARE = 0.9;

    /** Rise of an estimate of λ_max, as a share of it, below which it has converged. */
    private static final double SETTLED = 1e-8;

    private static final int MOST_ROUNDS = 10;

    private static final DenseKernels KERNELS = Kernels.get();

    private final int side;
    private final Runnable checkpoint;
    private final TopSingular top;
    private final Scratch scratch;
    private final double[] s;
    private final double[] h;
    private final double[] x;
    private final double[] best;
    private final Panel matrix;
    private double bestValue = Double.POSITIVE_INFINITY;

    /**
     * Takes a problem.
     *
     * @param r R, m×n without padding; not changed
     * @param start R + N with N ≥ 0, the same layout, to start from
     */
    SignedSpectrum(
            Panel r,
            Panel start,
            Runnable checkpoint,
            RandomGenerator random,
            PanelProducts products) {
        this.side = r.rows() + r.columns();
        this.checkpoint = checkpoint;
        this.top = new TopSingular(side, random, products);
        this.scratch = products.scratch();
        this.s = joined(r);
        this.h = joined(start);
        for (int at = 0; at < h.length; at++) {
            h[at] = Math.max(s[at], h[at]);
        }
        this.x = new double[s.length];
        this.best = h.clone();
        this.matrix = Panel.wrap(new double[s.length], side, side, 0);
    }

    /** Returns whether the bound is worth its cost. */
    static boolean applies(int m, int n) {
        double side = (double) m + n;
        return side * side <= DenseResidual.LARGEST && flops(side) * FEWEST_ITERATIONS <= BUDGET;
    }

    private static double flops(double side) {
        return side * side * (8 * Math.min(side, USUAL_RANK) + 20);
    }

    private double[] joined(Panel r) {
        int m = r.rows();
        int n = r.columns();
        double[] out = new double[Math.multiplyExact(side, side)];
        for (int i = 0; i < m; i++) {
            System.arraycopy(r.data(), i * n, out, i * side + m, n);
            for (int j = 0; j < n; j++) {
                out[(m + j) * side + i] = r.data()[i * n + j];
            }
        }
        return out;
    }

    /**
     * Looks for a bound of at most {@code wanted} &gt; 0, or else for as good a one as there is.
     */
    void search(double wanted) {
        double sigma = STEP / wanted;
        double level = wanted;
        double goal = Double.POSITIVE_INFINITY;
        int idle = 0;
        int iterations = (int) Math.min(BUDGET / flops(side), MOST_ITERATIONS);
        for (int i = 1; i <= iterations && idle < PATIENCE && bestValue > wanted; i++) {
            checkpoint.run();
            level = step(sigma, wanted, level);
            if (i % PERIOD == 0) {
                look(wanted);
                idle = bestValue <= goal ? 0 : idle + 1;
                if (idle == 0) {
                    goal = bestValue - PROGRESS * (bestValue - wanted);
                }
                // Ever more rarely, for the method converges under a step that stays.
                if (Integer.bitCount(i / PERIOD) == 1) {
                    sigma = rebalanced(sigma * wanted, wanted) / wanted;
                }
            }
        }
    }

    /**
     * A step between the old one and that under which X and H − S have equally far to go (after
     * Applegate and others, 2021), both without unit.
     */
    private double rebalanced(double step, double unit) {
        double distance = 0;
        for (int at = 0; at < h.length; at++) {
            double n = (h[at] - s[at]) / unit;
            distance += n * n;
        }
        double norm = KERNELS.dot(x, 0, x, 0, x.length);
        double balanced = norm > 0 ? Math.sqrt(step * Math.sqrt(norm / distance)) : step;
        return Math.clamp(balanced, SMALLEST_STEP, LARGEST_STEP);
    }

    /** One iteration; returns the level above which the eigenvalues of H + X/σ go into X. */
    private double step(double sigma, double shift, double lastLevel) {
        System.arraycopy(h, 0, matrix.data(), 0, h.length);
        KERNELS.axpy(1 / sigma, x, 0, matrix.data(), 0, x.length);
        double threshold = LEVEL_SHARE * lastLevel;
        shift(shift);
        TopSingular.Excess excess = top.above(matrix, shift + threshold);
        double[] above = excess.excesses();
        double level = filled(above, 1 / sigma);
        double[] weights = new double[above.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sigma * Math.max(0, above[i] - level);
        }
        Panel left = Panels.copy(excess.right());
        Panels.scaleColumns(left, weights);
        KERNELS.product(left, excess.right(), 0, side, matrix, scratch);
        move(sigma, matrix.data());
        return above.length == 0 ? shift : Math.max(threshold + level, LEVEL_SHARE * shift);
    }

    private void move(double sigma, double[] next) {
        for (int at = 0; at < h.length; at++) {
            double to = Math.max(s[at], h[at] + (x[at] - 2 * next[at]) / sigma);
            h[at] = Math.max(s[at], h[at] + RELAXATION * (to - h[at]));
            x[at] += RELAXATION * (next[at] - x[at]);
        }
    }

    /** The level t with Σ(w_i − t)₊ = total, for w in descending order. */
    private static double filled(double[] w, double total) {
        double sum = 0;
        double level = 0;
        for (int k = 0; k < w.length; k++) {
            sum += w[k];
            double attempt = (sum - total) / (k + 1);
            if (k > 0 && w[k] <= level) {
                break;
            }
            level = attempt;
        }
        return level;
    }

    /** Updates the bound of H; subspace iteration must find all of its large eigenvalues. */
    private void look(double wanted) {
        System.arraycopy(h, 0, matrix.data(), 0, h.length);
        shift(wanted);
        double value = 0;
        double before;
        int rounds = 0;
        do {
            before = value;
            value = top.above(matrix, 2 * wanted).largest() - wanted;
            rounds++;
        } while (value > before + SETTLED * wanted && rounds < MOST_ROUNDS);
        if (value < bestValue) {
            bestValue = value;
            System.arraycopy(h, 0, best, 0, h.length);
        }
    }

    /** matrix ← matrix + shift·I. */
    private void shift(double shift) {
        for (int i = 0; i < side; i++) {
            matrix.data()[i * side + i] += shift;
        }
    }

    /**
     * λ_max of the best H found, every rounding error included; infinite if none was found. No
     * error comes from H: whatever was rounded, H ≥ S.
     */
    double proved() {
        if (bestValue == Double.POSITIVE_INFINITY) {
            return bestValue;
        }
        Panel panel = Panel.wrap(best, side, side, 0);
        CholeskyBound cholesky = new CholeskyBound(panel, 0, 0, scratch, checkpoint);
        for (double slack = 1e-9; slack < 1; slack *= 100) {
            double attempt = cholesky.attempt(Math.sqrt(bestValue * (1 + slack)));
            if (attempt < Double.POSITIVE_INFINITY) {
                return Rounding.up(attempt * attempt);
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
