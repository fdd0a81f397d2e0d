package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * y(w) = L·w + Σ z_n·σ(s_n·w) with the rows that matter, scaled for a semidefinite relaxation: s_n
 * and z_n are halfway to being of the same length, and Σ‖z_n‖‖s_n‖ + ‖L‖ is about 1. All factors
 * are powers of two, so nothing is rounded but what underflows.
 *
 * @param rows s_n and z_n, the largest ‖z_n‖‖s_n‖ first
 * @param linear L, q×d
 * @param mass upper bound of Σ‖z_n‖‖s_n‖ + ‖L‖_F
 * @param exponent e: the original y(w) is 2^e times this one and what the other rows add to it
 * @param metric ε: I − ε·SᵀS is positive definite
 * @param rest upper bound of what the other rows and underflow add to 2^e·‖y(w)‖, ‖w‖ ≤ 1
 */
record BalancedRows(
        ReluFunction rows, Panel linear, double mass, double metric, int exponent, double rest) {
    /** The share of all ‖z_n‖‖s_n‖ that rows may have together which do not matter. */
    private static final double NEGLIGIBLE = 1e-14;

    /** ε‖S‖₂². The fewest iterations are at 0.4 to 0.5; at 0.2 and 0.8 they are twice as many. */
    private static final double METRIC = 0.5;

    private static final DenseKernels KERNELS = Kernels.get();

    /**
     * Chooses and scales rows: O(N·d²).
     *
     * @param mostRows the largest number of rows; the others are bounded by {@link LooseReluBound}
     */
    static BalancedRows of(CollinearRows merged, int mostRows, Runnable checkpoint) {
        ReluFunction f = merged.rows();
        int[] order = byMass(f);
        int kept = Math.max(1, Math.min(mostRows, relevant(f, order)));
        double rest = merged.error();
        if (kept < order.length) {
            int[] others = Arrays.copyOfRange(order, kept, order.length);
            rest += LooseReluBound.upper(selected(f, others, 0), checkpoint);
        }
        Panel linear = linear(merged);
        double size = f.mass() + SpectralNorm.frobenius(linear);
        int exponent = Math.getExponent(size) + 1;
        KERNELS.scale(Math.scalb(1.0, -exponent), linear.data(), 0, linear.data().length);
        int[] chosen = Arrays.copyOf(order, kept);
        ReluFunction balanced = selected(f, chosen, -exponent);
        double mass = Rounding.up(balanced.mass() + SpectralNorm.frobenius(linear));
        double elements = (double) kept * (f.dimension() + f.outputs());
        double sizes = largest(balanced.inputNorms()) + largest(balanced.dualNorms());
        rest += Math.scalb(4 * elements * sizes * Double.MIN_NORMAL, exponent);
        return new BalancedRows(
                balanced, linear, mass, metric(balanced), exponent, Rounding.up(rest));
    }

    /** An upper bound of the original function from one of this. */
    double upper(double balancedUpper) {
        return Rounding.up(Math.scalb(balancedUpper, exponent) + rest);
    }

    /** The largest bound of this function for which {@link #upper} is at most {@code wanted}. */
    double target(double wanted) {
        return Math.scalb(Math.max(0, Rounding.down(Rounding.down(wanted) - rest)), -exponent);
    }

    private static double largest(double[] norms) {
        return KERNELS.maxAbs(norms, 0, norms.length);
    }

    private static int[] byMass(ReluFunction f) {
        return IntStream.range(0, f.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -mass(f, i)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double mass(ReluFunction f, int i) {
        return f.inputNorms()[i] * f.dualNorms()[i];
    }

    /** The number of rows that are not negligible. */
    private static int relevant(ReluFunction f, int[] order) {
        double tail = 0;
        int count = order.length;
        while (count > 0 && tail + mass(f, order[count - 1]) <= NEGLIGIBLE * f.mass()) {
            count--;
            tail += mass(f, order[count]);
        }
        return count;
    }

    /** Rows, s_n times about (‖z_n‖/‖s_n‖)^¼; z_n has the opposite factor and 2^dualShift. */
    private static ReluFunction selected(ReluFunction f, int[] rows, int dualShift) {
        Panel inputs = Panel.zeros(rows.length, f.dimension());
        Panel dual = Panel.zeros(rows.length, f.outputs());
        for (int k = 0; k < rows.length; k++) {
            double ratio = Math.sqrt(f.dualNorms()[rows[k]] / f.inputNorms()[rows[k]]);
            int factor = Math.getExponent(Math.sqrt(ratio));
            scaleRow(f.inputs(), rows[k], factor, inputs, k);
            scaleRow(f.dual(), rows[k], dualShift - factor, dual, k);
        }
        return new ReluFunction(inputs, dual, f.slope());
    }

    private static void scaleRow(Panel from, int i, int exponent, Panel to, int k) {
        for (int j = 0; j < from.columns(); j++) {
            to.set(k, j, Math.scalb(from.get(i, j), exponent));
        }
    }

    /** {@value #METRIC}/‖S‖₂², about. */
    private static double metric(ReluFunction f) {
        Panel gram = Panel.zeros(f.dimension(), f.dimension());
        KERNELS.gramLower(f.inputs(), 0, f.rows(), gram, new PanelProducts().scratch());
        double largest = SmallDense.symmetricEigen(gram).values()[0];
        return METRIC / Math.max(largest, Double.MIN_NORMAL);
    }

    private static Panel linear(CollinearRows merged) {
        int q = merged.rows().outputs();
        int d = merged.rows().dimension();
        Panel linear = Panel.zeros(q, d);
        for (int i = 0; i < q; i++) {
            System.arraycopy(merged.linear(), i * d, linear.data(), i * linear.stride(), d);
        }
        return linear;
    }
}
