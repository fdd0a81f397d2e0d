package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An upper bound of max { ⟨R, u·vᵀ⟩ : θ(u, v) ≤ 1 } for θ ≥ a·‖u‖₂‖v‖₂ + Σ_k weight_k·term_k: for
 * every split R = A + Σ E_k it is at most max(σ_max(A)/a, max_k gauge_k(E_k)/weight_k). A weight of
 * 0 is a constraint: E ≤ 0 for u, v ≥ 0.
 *
 * <p>The best split solves a convex problem. For a level τ it has a value of at most τ if and only
 * if min over E_k in τ·weight_k·K_k of ½Σ(σ_i(R − ΣE_k) − aτ)₊² is 0: a smooth function, with
 * gradient −W, W = Σ(σ_i − aτ)₊u_i·v_iᵀ, minimized by accelerated projected gradients with adaptive
 * restart (Beck &amp; Teboulle 2009; O'Donoghue &amp; Candès 2015). If it is not 0, W is a dual
 * point: no split is better than ⟨R, W₊⟩ over the norm of W₊, and τ moves up to there, the root of
 * a convex function found by Newton's method. Cost of an iteration: two products of the number of
 * σ_i above aτ with A, or a Gram matrix of A where it is narrow.
 */
final class SpectralSplit {
    /** Flops that a search may take. */
    private static final double BUDGET = 3e10;

    private static final int MOST_ITERATIONS = 1500;

    /** Iterations between two looks at the bound itself. */
    private static final int PERIOD = 10;

    /**
     * Ends when the bound is within this share of how far the best split is beyond what is wanted.
     */
    private static final double CLOSE = 0.02;

    /** Moves of τ by less than this share are left out. */
    private static final double SMALLEST_MOVE = 1e-9;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel r;
    private final double a;
    private final List<SplitPart> parts;
    private final double[] weights;
    private final Runnable checkpoint;
    private final TopSingular singular;
    private final PanelProducts products;
    private final double[][] x;

    /** Beside x, where steps are extrapolated to; made by the first search that takes a step. */
    private double[][] y = new double[0][];

    private final Panel matrix;
    private double[][] best;
    private double bestValue = Double.POSITIVE_INFINITY;

    /** Lower bound on the value of every split. */
    private double floor;

    /**
     * Takes a problem.
     *
     * @param r R, m×n without padding, m ≥ n; not changed
     * @param a weight of the spectral norm, more than 0
     * @param weights of the parts; 0 for {@link SplitPart#NEGATIVE}
     */
    SpectralSplit(
            Panel r,
            double a,
            List<SplitPart> parts,
            double[] weights,
            Runnable checkpoint,
            RandomGenerator random,
            PanelProducts products) {
        this.r = r;
        this.a = a;
        this.parts = parts;
        this.weights = weights;
        this.checkpoint = checkpoint;
        this.singular = new TopSingular(r.columns(), random, products);
        this.products = products;
        int length = r.rows() * r.columns();
        this.x = new double[parts.size()][length];
        this.best = new double[parts.size()][length];
        this.matrix = Panel.wrap(new double[length], r.rows(), r.columns(), 0);
    }

    /**
     * Looks for a split of value at most {@code wanted}, or else for as good a one as there is.
     *
     * @param aim the first level, below {@code wanted}: a level is approached from above and not
     *     reached
     */
    void search(double aim, double wanted) {
        search(aim, wanted, affordable());
    }

    /** Iterations that a search may take. */
    int affordable() {
        return (int) Math.clamp(BUDGET / flops(), 2 * PERIOD, MOST_ITERATIONS);
    }

    /**
     * Searches with at most the given number of iterations; with none, takes the better of R and
     * R₊.
     */
    void search(double aim, double wanted, int iterations) {
        if (iterations > 0 && y.length == 0) {
            y = new double[parts.size()][r.rows() * r.columns()];
        }
        look(wanted, iterations > 0);
        lookAtSigns(wanted);
        double tau = aim;
        double momentum = 1;
        for (int i = 1; i <= iterations && !isSettled(wanted); i++) {
            checkpoint.run();
            double next = 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
            momentum = step(tau, (momentum - 1) / next) ? next : 1;
            if (i % PERIOD == 0) {
                look(tau, true);
                if (floor > tau * (1 + SMALLEST_MOVE)) {
                    tau = floor;
                }
            }
        }
    }

    /** Estimate of the value of the best split found. */
    double value() {
        return bestValue;
    }

    /** R − ΣE of the best split found, overwritten by the next search. */
    Panel remainder() {
        subtract(best);
        return matrix;
    }

    /** The value of the best split found, every rounding error included. */
    double proved() {
        subtract(best);
        double spectral = provedSigma() / a;
        double depth = Rounding.gamma(r.rows() + 8.0);
        double value = spectral;
        double sizes = 2 * norm(r.data());
        for (int k = 0; k < best.length; k++) {
            sizes += norm(best[k]);
            if (weights[k] > 0) {
                double gauge = parts.get(k).gauge(best[k], r.rows(), r.columns());
                value = Math.max(value, Rounding.up(gauge * (1 + depth) / weights[k]));
            }
        }
        // |A − (R − ΣE)| by rounding, at its worst under the spectral term alone.
        double error = Rounding.gamma(parts.size() + 2.0) * sizes * (1 + depth) / a;
        return Rounding.up(value + Rounding.up(error));
    }

    private double provedSigma() {
        int n = r.columns();
        Panel gram = Panel.zeros(n, n);
        int rows = Math.max(8, (int) Math.min(r.rows(), (1L << 30) / n / n));
        for (int from = 0; from < r.rows(); from += rows) {
            checkpoint.run();
            products.addGramLower(matrix, from, Math.min(r.rows(), from + rows), gram);
        }
        double square = norm(matrix.data()) * norm(matrix.data());
        square = Rounding.up(square * (1 + 2 * Rounding.gamma(matrix.data().length + 2.0)));
        CholeskyBound cholesky = new CholeskyBound(gram, r.rows(), square, products, checkpoint);
        double sigma = singular.above(matrix, 0.999 * a * bestValue).largest();
        double bound = Rounding.up(Math.sqrt(square));
        for (double slack = 1e-9; slack < 1; slack *= 100) {
            double attempt = cholesky.attempt(sigma * (1 + slack));
            if (attempt < bound) {
                return attempt;
            }
        }
        return bound;
    }

    private boolean isSettled(double wanted) {
        boolean hopeless = floor > wanted && bestValue - floor <= CLOSE * (floor - wanted);
        return bestValue <= wanted || hopeless;
    }

    private double flops() {
        double m = r.rows();
        double n = r.columns();
        return m * n * (10.0 * parts.size() + Math.min(n, 80)) + 20 * n * n * Math.min(n, 80);
    }

    /** One accelerated step; false if acceleration is to start anew. */
    private boolean step(double tau, double extrapolation) {
        subtract(y);
        double[] w = gradient(singular.above(matrix, a * tau));
        double progress = 0;
        for (int k = 0; k < x.length; k++) {
            KERNELS.axpy(1.0 / x.length, w, 0, y[k], 0, w.length);
            parts.get(k).project(tau * weights[k], y[k], r.rows(), r.columns());
            progress += KERNELS.dot(w, 0, y[k], 0, w.length) - KERNELS.dot(w, 0, x[k], 0, w.length);
        }
        boolean forward = progress >= 0;
        for (int k = 0; k < x.length; k++) {
            double[] old = x[k];
            x[k] = y[k];
            y[k] = old;
            // y ← x + β(x − old).
            double beta = forward ? extrapolation : 0;
            KERNELS.scale(-beta, y[k], 0, w.length);
            KERNELS.axpy(1 + beta, x[k], 0, y[k], 0, w.length);
        }
        return forward;
    }

    /** Takes the value of the split x and, if steps follow, what W tells of all others. */
    private void look(double tau, boolean goesOn) {
        subtract(x);
        TopSingular.Excess excess = singular.above(matrix, a * tau);
        double value = excess.largest() / a;
        for (int k = 0; k < x.length; k++) {
            if (weights[k] > 0) {
                double gauge = parts.get(k).gauge(x[k], r.rows(), r.columns());
                value = Math.max(value, gauge / weights[k]);
            }
        }
        offer(x, value);
        if (goesOn && excess.excesses().length > 0) {
            floor = Math.max(floor, dualValue(excess));
        }
    }

    private void offer(double[][] split, double value) {
        if (value < bestValue) {
            bestValue = value;
            for (int k = 0; k < split.length; k++) {
                System.arraycopy(split[k], 0, best[k], 0, best[k].length);
            }
        }
    }

    /** Tries A = R₊ where signs allow it. */
    private void lookAtSigns(double wanted) {
        int negative = parts.indexOf(SplitPart.NEGATIVE);
        if (negative < 0 || bestValue <= wanted) {
            return;
        }
        double[] e = x[negative];
        System.arraycopy(r.data(), 0, e, 0, e.length);
        SplitPart.NEGATIVE.project(0, e, r.rows(), r.columns());
        subtract(x);
        offer(x, singular.above(matrix, a * wanted).largest() / a);
        Arrays.fill(e, 0);
    }

    /** ⟨R, V⟩ over the norm of V = W₊, or of W without signs: ‖V‖_* ≤ ‖W‖_* + √n‖W₋‖_F. */
    private double dualValue(TopSingular.Excess excess) {
        double[] w = gradient(excess);
        double norm = 0;
        for (double above : excess.excesses()) {
            norm += above;
        }
        if (parts.contains(SplitPart.NEGATIVE)) {
            double negative = 0;
            for (int i = 0; i < w.length; i++) {
                double cut = Math.min(0, w[i]);
                negative += cut * cut;
                w[i] -= cut;
            }
            norm += Math.sqrt(r.columns() * negative);
        }
        norm *= a;
        for (int k = 0; k < weights.length; k++) {
            norm += weights[k] * parts.get(k).support(w, r.rows(), r.columns());
        }
        return KERNELS.dot(r.data(), 0, w, 0, w.length) / norm;
    }

    private double[] gradient(TopSingular.Excess excess) {
        double[] w = new double[r.data().length];
        Panel target = Panel.wrap(w, r.rows(), r.columns(), 0);
        KERNELS.product(excess.left(), excess.right(), 0, r.rows(), target, products.scratch());
        return w;
    }

    /** matrix ← R − ΣE_k. */
    private void subtract(double[][] split) {
        System.arraycopy(r.data(), 0, matrix.data(), 0, matrix.data().length);
        for (double[] e : split) {
            KERNELS.axpy(-1, e, 0, matrix.data(), 0, e.length);
        }
    }

    private static double norm(double[] e) {
        return Math.sqrt(KERNELS.dot(e, 0, e, 0, e.length));
    }
}
