package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.SparseKernels;

/**
 * The equations (a_i·A + Σ s·vvᵀ + λI)·u = b of rows with far fewer entries than the rank r: in the
 * eigenvectors of A, which all rows share, the first and the last term are a diagonal matrix D, and
 * with the k rows √s·v in W, u = D⁻¹·(b − Wᵀz), (I + W·D⁻¹·Wᵀ)·z = W·D⁻¹·b (Woodbury). That costs
 * r·k² flops for a row instead of r³/3.
 */
final class FewEntryRows {
    private static final DenseKernels DENSE = Kernels.get();
    private static final SparseKernels KERNELS = Kernels.sparse();

    /** Below this rank, r³/3 is little. */
    private static final int SMALLEST_RANK = 48;

    /** A row has few entries if it has this many times as many columns. */
    private static final int FEW = 3;

    private static final int ROWS = 3;
    private static final int SCALED = 4;
    private static final int GRAM = 5;
    private static final int FACTOR = 6;
    private static final int SIDES = 7;

    private final CompressedRows places;
    private final double[] shifts;
    private final double[] scales;
    private final double lambda;
    private final Panel vectors;
    private final double[] values;
    private final Panel base;
    private final Panel v;
    private final Panel right;
    private final Panel u;

    /**
     * Changes coordinates.
     *
     * @param shifts s
     * @param scales a
     * @param matrix A
     * @param right the rows b
     */
    FewEntryRows(
            CompressedRows places,
            double[] shifts,
            double[] scales,
            double lambda,
            Panel matrix,
            Panel right,
            Panel v,
            Panel u,
            PanelProducts products) {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(matrix);
        this.places = places;
        this.shifts = shifts;
        this.scales = scales;
        this.lambda = lambda;
        this.vectors = eigen.vectors();
        this.values = eigen.values().clone();
        this.base = Panel.zeros(values.length, values.length);
        for (int p = 0; p < values.length; p++) {
            values[p] = Math.max(0, values[p]);
            base.set(p, p, values[p]);
        }
        this.v = padded(products.multiply(v, vectors));
        this.right = padded(products.multiply(right, vectors));
        this.u = padded(products.multiply(u, vectors));
    }

    private static Panel padded(Panel product) {
        Panel out = Panel.zeros(product.rows(), product.columns());
        Panels.copyInto(product, out);
        return out;
    }

    /** Whether the change of coordinates pays. */
    static boolean pays(CompressedRows places, int rank) {
        return rank >= SMALLEST_RANK && places.entries() < (long) places.rows() * rank / FEW;
    }

    /** Solves some rows; returns Σ (½uᵀ(…)u − bᵀu). */
    double minimize(int from, int to, Scratch scratch) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum +=
                    isFew(i)
                            ? minimizeFew(i, scratch)
                            : KERNELS.shiftedLeastSquares(
                                    places, shifts, i, i + 1, lambda, base, scales, right, v, u,
                                    scratch);
        }
        return sum;
    }

    private boolean isFew(int i) {
        int count = places.starts()[i + 1] - places.starts()[i];
        boolean few = count * FEW < values.length;
        for (int e = places.starts()[i]; few && e < places.starts()[i + 1]; e++) {
            few = shifts[e] >= 0;
        }
        return few;
    }

    private double minimizeFew(int i, Scratch scratch) {
        int r = values.length;
        int first = places.starts()[i];
        int k = places.starts()[i + 1] - first;
        double[] w = scratch.array(ROWS, Math.max(1, k * r));
        double[] scaled = scratch.array(SCALED, Math.max(1, k * r));
        double[] sides = scratch.array(SIDES, 2 * r + 3 * k);
        for (int p = 0; p < r; p++) {
            sides[p] = scales[i] * values[p] + lambda;
            sides[r + p] = right.get(i, p) / sides[p];
        }
        for (int e = 0; e < k; e++) {
            double root = Math.sqrt(shifts[first + e]);
            int source = places.indices()[first + e] * v.stride();
            for (int p = 0; p < r; p++) {
                w[e * r + p] = root * v.data()[source + p];
                scaled[e * r + p] = w[e * r + p] / sides[p];
            }
        }
        solve(k, r, w, scaled, sides, scratch);
        int at = i * u.stride();
        System.arraycopy(sides, r, u.data(), at, r);
        for (int e = 0; e < k; e++) {
            DENSE.axpy(-sides[2 * r + e], scaled, e * r, u.data(), at, r);
        }
        return value(i, k, r, w, sides);
    }

    /** z, from index 2r of {@code sides} on. */
    private static void solve(
            int k, int r, double[] w, double[] scaled, double[] sides, Scratch scratch) {
        double[] gram = scratch.array(GRAM, Math.max(1, k * k));
        double[] factor = scratch.array(FACTOR, Math.max(1, k * k));
        int rhs = 2 * r + k;
        for (int e = 0; e < k; e++) {
            for (int f = 0; f <= e; f++) {
                gram[e * k + f] = DENSE.dot(w, e * r, scaled, f * r, r);
            }
            sides[rhs + e] = DENSE.dot(w, e * r, sides, r, r);
            sides[2 * r + e] = 0;
        }
        NormalEquations.solve(gram, sides, rhs, k, k, 1, factor, sides, 2 * r);
    }

    /** ½uᵀ(…)u − bᵀu, so that an error of u enters squared. */
    private double value(int i, int k, int r, double[] w, double[] sides) {
        int at = i * u.stride();
        double sum = 0;
        for (int p = 0; p < r; p++) {
            double x = u.data()[at + p];
            sum += x * (0.5 * sides[p] * x - right.get(i, p));
        }
        for (int e = 0; e < k; e++) {
            double product = DENSE.dot(w, e * r, u.data(), at, r);
            sum += 0.5 * product * product;
        }
        return sum;
    }

    /** Writes U in the old coordinates. */
    void store(Panel target, PanelProducts products) {
        Panels.copyInto(products.multiply(u, Panels.transposed(vectors)), target);
    }
}
