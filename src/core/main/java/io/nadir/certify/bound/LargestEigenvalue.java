package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;

import java.util.function.Predicate;

/**
 * An upper bound of λ_max(A), A symmetric n×n as stored, that includes every rounding error made in
 * computing it.
 *
 * <p>If the Cholesky factorization of fl(sI − A) =: B runs to completion, then λ_max(A) ≤ s +
 * γ_{n+1}/(1 − γ_{n+1})·tr B + u·max B_ii/(1 − u) (Demmel; Higham, Theorems 10.3–10.5; Rump 2006).
 * These constants hold for sums in any order, with or without fused multiply-add. The elements of A
 * must be far from underflow and overflow when squared, compared with the largest: bring A to a
 * largest element near 1 first.
 */
public final class LargestEigenvalue {
    /** Shares of ‖A‖_∞ by which the bound tried exceeds the estimate. */
    private static final double[] SLACKS = {
        1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2
    };

    private static final DenseKernels KERNELS = Kernels.get();

    private final Lower a;
    private final int n;
    private final Predicate<Panel> factorization;
    private Panel shifted = Panel.zeros(0, 0);
    private int factorizations;

    /**
     * Takes the matrix.
     *
     * @param a A, n×n, of which the lower triangle is read; not changed
     * @param scratch working memory
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public LargestEigenvalue(Panel a, Scratch scratch, Runnable checkpoint) {
        this(new Doubles(a), a.rows(), matrix -> KERNELS.cholesky(matrix, scratch, checkpoint));
    }

    /**
     * Takes the matrix, to be factored on the threads of {@code products}: the same bits.
     *
     * @param a A, n×n, of which the lower triangle is read; not changed
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public LargestEigenvalue(Panel a, PanelProducts products, Runnable checkpoint) {
        this(new Doubles(a), a.rows(), matrix -> products.cholesky(matrix, checkpoint));
    }

    /** Takes a matrix of float32, which is factored in float64. */
    LargestEigenvalue(FloatSquare a, PanelProducts products, Runnable checkpoint) {
        this(new Floats(a), a.order(), matrix -> products.cholesky(matrix, checkpoint));
    }

    private LargestEigenvalue(Lower a, int n, Predicate<Panel> factorization) {
        this.a = a;
        this.n = n;
        this.factorization = factorization;
    }

    /** The lower triangle of A. */
    private interface Lower {
        double get(int i, int j);

        /** Copies what is left of the diagonal in row {@code i}, negated. */
        void negate(int i, double[] target, int at);
    }

    private record Doubles(Panel a) implements Lower {
        @Override
        public double get(int i, int j) {
            return a.get(i, j);
        }

        @Override
        public void negate(int i, double[] target, int at) {
            double[] data = a.data();
            int from = i * a.stride();
            for (int j = 0; j < i; j++) {
                target[at + j] = -data[from + j];
            }
        }
    }

    private record Floats(FloatSquare a) implements Lower {
        @Override
        public double get(int i, int j) {
            return a.get(i, j);
        }

        @Override
        public void negate(int i, double[] target, int at) {
            float[] data = a.data();
            int from = i * a.stride();
            for (int j = 0; j < i; j++) {
                target[at + j] = -data[from + j];
            }
        }
    }

    /** Factorizations made. */
    public int factorizations() {
        return factorizations;
    }

    /**
     * An upper bound of λ_max(A)₊, as close to it as {@code estimate} is from above or nearly so:
     * ‖A‖_∞ if no factorization with a smaller bound succeeds, infinite if A has a NaN. n³/3 flops
     * for each attempt, of which one is enough for a good estimate; n² doubles.
     */
    public double upper(double estimate) {
        double norm = rowNorm();
        double least = Math.max(0, estimate) + correction(Math.max(0, estimate));
        for (double slack : SLACKS) {
            double bound = least < norm ? factor(least + slack * norm) : norm;
            if (bound < norm) {
                return Rounding.up(bound);
            }
        }
        return Double.isNaN(norm) ? Double.POSITIVE_INFINITY : norm;
    }

    /** About what a factorization with the shift adds to it. */
    private double correction(double shift) {
        double trace = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double diagonal = Math.abs(shift - a.get(i, i));
            trace += diagonal;
            largest = Math.max(largest, diagonal);
        }
        return Rounding.up(2 * Rounding.gamma(n + 1.0) * trace + 4 * Rounding.UNIT * largest);
    }

    /** ‖A‖_∞, the largest sum of the magnitudes of a row, from above. */
    private double rowNorm() {
        double[] sums = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double size = Math.abs(a.get(i, j));
                sums[i] += size;
                sums[j] += i == j ? 0 : size;
            }
        }
        double largest = 0;
        for (double sum : sums) {
            largest = Math.max(largest, sum);
        }
        return largest == 0 ? 0 : Rounding.up(largest * (1 + Rounding.gamma(n)));
    }

    /**
     * The bound from one factorization of sI − A, not rounded up; infinite if it fails.
     *
     * @param shift s
     */
    double factor(double shift) {
        if (!(shift > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        if (shifted.rows() != n) {
            shifted = Panel.zeros(n, n);
        }
        double trace = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            a.negate(i, shifted.data(), i * shifted.stride());
            double diagonal = shift - a.get(i, i);
            shifted.set(i, i, diagonal);
            trace += Math.max(0, diagonal);
            largest = Math.max(largest, Math.abs(diagonal));
        }
        factorizations++;
        boolean completed = factorization.test(shifted);
        return completed ? bound(shift, trace, largest) : Double.POSITIVE_INFINITY;
    }

    private double bound(double shift, double trace, double largestDiagonal) {
        double gammaN = Rounding.gamma(n + 1.0);
        double traceUp = trace * (1 + Rounding.gamma(n));
        double cholesky = Rounding.up(gammaN / (1 - gammaN) * traceUp);
        double diagonal = Rounding.up(2 * Rounding.UNIT * largestDiagonal);
        return shift + cholesky + diagonal;
    }
}
