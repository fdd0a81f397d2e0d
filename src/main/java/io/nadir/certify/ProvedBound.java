package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Scratch;
import io.nadir.model.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredLoss;
import io.nadir.model.SquaredNorms;

/**
 * A bound of the gap under the squared loss that includes every rounding error made in computing
 * it.
 *
 * <p>R̂ is the residual as computed, M̂ its Gram matrix on the shorter side (length n; longer side
 * m). If the Cholesky factorization of fl(τ²I − M̂) =: C runs to completion, then λ_max(M̂) ≤ τ² +
 * γ_{n+1}/(1 − γ_{n+1})·tr C + u·max C_ii/(1 − u) (Demmel; Higham, Theorems 10.3–10.5; Rump 2006),
 * and |M̂ − R̂ᵀR̂| ≤ γ_m|R̂|ᵀ|R̂| gives σ_max(R̂)² ≤ that + γ_m‖R̂‖_F². These constants hold for
 * sums in any order, with or without fused multiply-add.
 *
 * <p>sR̂ with s = λ/σ_max(R̂) is dual feasible exactly as computed, so f* ≥ s⟨R̂, Y⟩ − ½s²‖R̂‖²
 * needs no bound on R̂ − R; that enters only f(W) ≤ ½(‖R̂‖ + ‖R − R̂‖)² + λΘ and the bound of the
 * polar, with |R − R̂| ≤ γ_{r+2}(|Y| + |U||V|ᵀ).
 */
final class ProvedBound {
    /** Shares of the gap asked for that the choices of τ aim at, tightest first. */
    private static final double[] AIMS = {0.25, 0.98};

    /** Flops between two looks at the interrupt flag. */
    private static final long SLICE_FLOPS = 1L << 30;

    private static final DenseKernels KERNELS = Kernels.get();

    private final DenseMatrix y;
    private final Panel u;
    private final Panel v;
    private final double lambda;
    private final MatrixMap map;
    private final Panel gram;

    /** Upper bounds, rounding included. */
    private double residualSquare;

    private double objective;
    private double formingError;

    /** Lower bound on ⟨R̂, Y⟩, rounding included. */
    private double pairing;

    /** Y = 0 and W = 0: nothing was rounded, and outward rounding would only blur it. */
    private final boolean exactlyZero;

    private double gap = Double.POSITIVE_INFINITY;
    private double sigma = Double.POSITIVE_INFINITY;
    private int factorizations;

    /** Forms the Gram matrix: one pass, m·n² flops, 8·n² bytes. */
    ProvedBound(MatrixMap map, Regularizer theta, double lambda, Factors w) {
        DenseMatrix data = (DenseMatrix) map.data();
        boolean wide = data.rows() < data.columns();
        this.map = map;
        this.y = wide ? data.transposed() : data;
        this.u = w.block(wide ? 1 : 0);
        this.v = w.block(wide ? 0 : 1);
        this.lambda = lambda;
        this.gram = Panel.zeros(y.columns(), y.columns());
        double regularization = theta.value(w);
        this.exactlyZero = y.maxAbs() == 0 && w.rank() == 0;
        accumulate();
        bound(regularization, w.rank());
    }

    /** Whether there is such a bound: for dense data under the squared loss, and squared norms. */
    static boolean applies(MatrixMap map, Regularizer theta) {
        return map.data() instanceof DenseMatrix
                && map.loss() instanceof SquaredLoss
                && theta instanceof SquaredNorms;
    }

    /** Tries to prove a gap of at most {@code target}; what is proved is in the getters. */
    void prove(double target) {
        if (exactlyZero) {
            sigma = 0;
            gap = 0;
            return;
        }
        sigma = Rounding.up(Math.sqrt(residualSquare));
        gap = gapAt(sigma);
        for (double aim : AIMS) {
            if (gap <= target) {
                return;
            }
            attempt(largestSigma(aim * target));
        }
    }

    /** Upper bound on f(W) − f*. */
    double gap() {
        return gap;
    }

    /** Factorizations made. */
    int factorizations() {
        return factorizations;
    }

    /** The proved bounds, with lower bound and witness of {@code known}. */
    PolarBounds bounds(PolarBounds known) {
        double upper = Rounding.up((sigma + formingError) / lambda);
        return new PolarBounds(known.lower(), upper, Evidence.PROVED, 0, known.witness());
    }

    /** Tries whether σ_max(R̂) is at most about {@code wanted}. */
    private void attempt(double wanted) {
        int n = gram.rows();
        double corrections =
                Rounding.up(
                        Rounding.gamma(y.rows()) * residualSquare
                                + 2 * Rounding.gamma(n + 1) * n * wanted * wanted);
        double shift = wanted * wanted - 2 * corrections;
        if (!(shift > 0)) {
            return;
        }
        Panel shifted = Panel.zeros(n, n);
        double trace = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            int at = i * shifted.stride();
            for (int j = 0; j < i; j++) {
                shifted.data()[at + j] = -gram.data()[at + j];
            }
            double diagonal = shift - gram.get(i, i);
            shifted.set(i, i, diagonal);
            trace += Math.max(0, diagonal);
            largest = Math.max(largest, Math.abs(diagonal));
        }
        factorizations++;
        if (KERNELS.cholesky(shifted, new Scratch(), map::checkCancelled)) {
            accept(shift, trace, largest);
        }
    }

    private void accept(double shift, double trace, double largestDiagonal) {
        int n = gram.rows();
        double gammaN = Rounding.gamma(n + 1);
        double traceUp = trace * (1 + Rounding.gamma(n));
        double cholesky = Rounding.up(gammaN / (1 - gammaN) * traceUp);
        double diagonal = Rounding.up(2 * Rounding.UNIT * largestDiagonal);
        double product = Rounding.up(Rounding.gamma(y.rows()) * residualSquare);
        double proved = Rounding.up(Math.sqrt(Rounding.up(shift + cholesky + diagonal + product)));
        if (proved < sigma) {
            sigma = proved;
            gap = Math.min(gap, gapAt(sigma));
        }
    }

    /** f(W) − (s⟨R̂, Y⟩ − ½s²‖R̂‖²), rounded up, at the best s ≤ λ/σ. */
    private double gapAt(double sigmaBound) {
        if (residualSquare == 0 || pairing <= 0) {
            return objective;
        }
        double s =
                Math.min(lambda / sigmaBound * (1 - 4 * Rounding.UNIT), pairing / residualSquare);
        double dual = Rounding.down(s * pairing) - Rounding.up(0.5 * s * s * residualSquare);
        return Math.max(0, Rounding.up(objective - Math.max(0, Rounding.down(dual))));
    }

    /** The largest bound on σ_max(R̂) that would give a gap of {@code target}; 0 if none would. */
    private double largestSigma(double target) {
        double discriminant = pairing * pairing - 2 * residualSquare * (objective - target);
        if (!(discriminant > 0)) {
            return 0;
        }
        double s = 2 * (objective - target) / (pairing + Math.sqrt(discriminant));
        return s > 0 ? lambda / s : 0;
    }

    private void accumulate() {
        int n = y.columns();
        int rows = Math.clamp(SLICE_FLOPS / n / n, 8, 256);
        Scratch scratch = new Scratch();
        double[] data = new double[Math.multiplyExact(rows, n)];
        for (Panel block : y.blocks()) {
            long end = block.firstRow() + block.rows();
            for (long from = block.firstRow(); from < end; from += rows) {
                map.checkCancelled();
                accumulate(block, from, Math.min(end, from + rows), data, scratch);
            }
        }
    }

    /** Adds the rows from:to to the Gram matrix, ‖R̂‖² and ⟨R̂, Y⟩. */
    private void accumulate(Panel block, long from, long to, double[] data, Scratch scratch) {
        int n = y.columns();
        int rows = (int) (to - from);
        Panel slab = Panel.wrap(data, rows, n, from);
        KERNELS.product(u, v, from, to, slab, scratch);
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            int yAt = block.index(from + i);
            map.loss().gradientInPlace(block.data(), yAt, data, at, n);
            residualSquare += KERNELS.dot(data, at, data, at, n);
            pairing -= KERNELS.dot(data, at, block.data(), yAt, n);
        }
        KERNELS.gramLower(slab, from, to, gram, scratch);
    }

    /** Turns the sums as computed into bounds. */
    private void bound(double theta, int rank) {
        // Each term goes through at most n roundings in its row's sum and m in the sum of rows.
        double sums = Rounding.gamma((double) y.rows() + y.columns() + 2);
        residualSquare = Rounding.up(residualSquare * (1 + sums) / (1 - sums));
        double normY = Rounding.up(y.frobenius() * (1 + sums));
        pairing = Rounding.down(pairing - Rounding.up(sums * Math.sqrt(residualSquare) * normY));
        double products = Panels.frobenius(u) * Panels.frobenius(v) * (1 + sums);
        formingError = Rounding.up(Rounding.gamma(rank + 2) * (normY + products));
        double residual = Math.sqrt(residualSquare) + formingError;
        double terms = Rounding.gamma((double) y.rows() + y.columns() + rank + 4);
        objective =
                Rounding.up(
                        Rounding.up(0.5 * residual * residual)
                                + Rounding.up(lambda * theta * (1 + terms)));
    }
}
