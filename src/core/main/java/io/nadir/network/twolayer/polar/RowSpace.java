package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.List;

/**
 * The polar of f(w) = ‖Zᵀσ(S·w)‖ in as many dimensions as S has rank, S ≈ T·Bᵀ with T N×r and B d×r
 * of nearly orthonormal columns: ρ(S) ≤ stretch·ρ(T) + slack.
 *
 * <p>For ‖w‖ ≤ 1 and e_i the rows of S − T·Bᵀ, with T and B as stored, f(w) ≤ ‖Zᵀσ(T·Bᵀw)‖ +
 * Σ‖z_i‖‖e_i‖ and ‖Bᵀw‖ ≤ ‖B‖₂ ≤ √(1 + ‖BᵀB − I‖_F). So nothing is assumed of how T and B came
 * about.
 *
 * @param reduced ‖Zᵀσ(T·x)‖
 * @param basis the columns of B; empty if T = S
 * @param stretch upper bound of ‖B‖₂, 1 if T = S
 * @param slack upper bound of Σ‖z_i‖‖e_i‖, 0 if T = S
 */
record RowSpace(ReluFunction reduced, List<double[]> basis, double stretch, double slack) {
    /** Rows that keep less than this share of the largest have no direction of their own. */
    private static final double DEPENDENT = 1e-13;

    private static final DenseKernels KERNELS = Kernels.get();

    /**
     * Reduces where the rank is at most {@code mostRank} and below d. Gram–Schmidt, each time on
     * the row with the largest remainder: 4·N·d·(r + 1) flops, a copy of S.
     *
     * @param checkpoint called for every vector of the basis; may throw to give up
     */
    static RowSpace of(ReluFunction f, int mostRank, Runnable checkpoint) {
        List<double[]> basis = basis(f.inputs(), mostRank, checkpoint);
        if (basis.size() > mostRank || basis.size() == f.dimension()) {
            return new RowSpace(f, List.of(), 1, 0);
        }
        Panel coordinates = coordinates(f.inputs(), basis);
        double slack = slack(f, coordinates, basis);
        ReluFunction reduced = new ReluFunction(coordinates, f.dual(), f.slope());
        return new RowSpace(reduced, basis, stretch(basis), slack);
    }

    /** An upper bound for S from one for T. */
    double upper(double reducedUpper) {
        return Rounding.up(stretch * reducedUpper + slack);
    }

    /** B·x. */
    double[] lift(double[] x) {
        if (basis.isEmpty()) {
            return x;
        }
        double[] w = new double[basis.getFirst().length];
        for (int k = 0; k < x.length; k++) {
            KERNELS.axpy(x[k], basis.get(k), 0, w, 0, w.length);
        }
        return w;
    }

    /** Orthonormal vectors that span the rows; one more than {@code mostRank} if those do not. */
    private static List<double[]> basis(Panel inputs, int mostRank, Runnable checkpoint) {
        int d = inputs.columns();
        double[] rest = packed(inputs);
        List<double[]> basis = new ArrayList<>();
        double negligible = 0;
        while (basis.size() < Math.min(d, mostRank + 1)) {
            checkpoint.run();
            int pivot = largest(rest, inputs.rows(), d);
            double size = Math.sqrt(KERNELS.dot(rest, pivot, rest, pivot, d));
            if (basis.isEmpty()) {
                negligible = DEPENDENT * size;
            }
            if (!(size > negligible)) {
                break;
            }
            double[] direction = new double[d];
            System.arraycopy(rest, pivot, direction, 0, d);
            basis.add(orthonormal(direction, basis));
            remove(basis.getLast(), rest, inputs.rows());
        }
        return basis;
    }

    /** Where the largest row begins. */
    private static int largest(double[] rows, int count, int d) {
        int best = 0;
        double largest = -1;
        for (int i = 0, at = 0; i < count; i++, at += d) {
            double square = KERNELS.dot(rows, at, rows, at, d);
            if (square > largest) {
                largest = square;
                best = at;
            }
        }
        return best;
    }

    private static double[] orthonormal(double[] direction, List<double[]> basis) {
        double[] unit = ReluFunction.unit(direction);
        for (int round = 0; round < 2; round++) {
            for (double[] b : basis) {
                KERNELS.axpy(-KERNELS.dot(b, 0, unit, 0, b.length), b, 0, unit, 0, b.length);
            }
            unit = ReluFunction.unit(unit);
        }
        return unit;
    }

    private static void remove(double[] b, double[] rows, int count) {
        for (int i = 0, at = 0; i < count; i++, at += b.length) {
            double c = KERNELS.dot(b, 0, rows, at, b.length);
            KERNELS.axpy(-c, b, 0, rows, at, b.length);
        }
    }

    private static Panel coordinates(Panel inputs, List<double[]> basis) {
        int r = basis.size();
        double[] t = new double[inputs.rows() * r];
        for (int i = 0; i < inputs.rows(); i++) {
            for (int k = 0; k < r; k++) {
                double[] b = basis.get(k);
                t[i * r + k] = KERNELS.dot(inputs.data(), i * inputs.stride(), b, 0, b.length);
            }
        }
        return Panel.wrap(t, inputs.rows(), r, 0);
    }

    /**
     * ê_ij = s_ij − Σ_k t_ik·b_jk is off by at most γ_{r+1}(|s_ij| + Σ_k|t_ik||b_jk|), a row
     * therefore by γ_{r+1}(2 + 2r)·‖s_i‖, since |t_ik| and the columns of B are within 1.4 of what
     * they stand for; a B that is further off is refused.
     */
    private static double slack(ReluFunction f, Panel coordinates, List<double[]> basis) {
        int d = f.dimension();
        int r = basis.size();
        double rounding = Rounding.gamma(r + 1.0) * (2 + 2 * r);
        double[] e = new double[d];
        double sum = 0;
        for (int i = 0; i < f.rows(); i++) {
            System.arraycopy(f.inputs().data(), i * f.inputs().stride(), e, 0, d);
            for (int k = 0; k < r; k++) {
                KERNELS.axpy(-coordinates.get(i, k), basis.get(k), 0, e, 0, d);
            }
            // With what squares that underflow may have lost.
            double square = KERNELS.dot(e, 0, e, 0, d) + d * Double.MIN_NORMAL;
            double size = Math.sqrt(square) * (1 + Rounding.gamma(d + 2.0));
            sum += f.dualNorms()[i] * (size + rounding * f.inputNorms()[i]);
        }
        return Rounding.up(sum * (1 + Rounding.gamma(f.rows() + 8.0)))
                + f.rows() * (double) d * Double.MIN_NORMAL;
    }

    private static double stretch(List<double[]> basis) {
        double square = 0;
        for (double[] a : basis) {
            for (double[] b : basis) {
                double inner = KERNELS.dot(a, 0, b, 0, a.length) - (isSame(a, b) ? 1 : 0);
                square += inner * inner;
            }
        }
        int d = basis.getFirst().length;
        double deviation = Math.sqrt(square) + 2 * basis.size() * Rounding.gamma(d + 2.0);
        if (!(deviation < 0.5)) {
            throw new IllegalStateException("basis of the inputs is not orthonormal: " + deviation);
        }
        return Rounding.up(Math.sqrt(1 + deviation));
    }

    @SuppressWarnings("ReferenceEquality") // The same column is meant, not an equal one.
    private static boolean isSame(double[] a, double[] b) {
        return a == b;
    }

    private static double[] packed(Panel a) {
        int d = a.columns();
        double[] out = new double[a.rows() * d];
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.data(), i * a.stride(), out, i * d, d);
        }
        return out;
    }
}
