package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.ConicReduction;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import java.util.Arrays;

/**
 * Lemma 2 of Lederer 2020 (see {@link WideActivation}; steps 1 and 2 of its proof, appendix A.5)
 * for one layer: replaces each row a of A by one with the same a·H, no larger ℓ1 norm, and at most
 * as many nonzero elements as H has columns. That is one less than lemma 5 says, because
 * Carathéodory's theorem is applied to the cone of ±rows of H instead of their convex hull, in
 * which the norm may fall.
 *
 * @param layer the new A, zero in all rows that were not reduced
 * @param drift a bound of the change of any element of A·H in the reduced rows: the measured
 *     change, and the rounding of the measurement
 */
record WideReduction(double[] layer, double drift) {
    /**
     * What {@link ConicReduction} may lose with a vector that it takes for a combination of others,
     * relative to norms, and its rounding.
     */
    private static final double LOSS = 1e-10;

    private static final DenseKernels KERNELS = Kernels.get();

    /**
     * Reduces rows of Θ^k. O(p_k·n²) operations for each, n·p_k numbers of memory.
     *
     * @param pass has run at {@code theta}
     * @param k 1 ≤ k ≤ l
     */
    static WideReduction of(WidePass pass, WideParameters theta, int k, int[] rows) {
        int columns = theta.width(k);
        Panel hidden = pass.hidden(k);
        double[] layer = new double[theta.data(k).length];
        double drift = 0;
        for (int row : rows) {
            double[] a = Arrays.copyOfRange(theta.data(k), row * columns, (row + 1) * columns);
            double[] reduced = reduce(a, hidden, pass.largestHidden(k));
            System.arraycopy(reduced, 0, layer, row * columns, columns);
            drift = Math.max(drift, drift(a, reduced, hidden, pass.largestHidden(k)));
        }
        return new WideReduction(layer, drift);
    }

    /**
     * @param largest magnitude in {@code hidden}; its squares may be out of range, and the
     *     coefficients of multiples are the same
     */
    private static double[] reduce(double[] a, Panel hidden, double largest) {
        int[] used = used(a);
        int samples = hidden.columns();
        Panel points = Panel.zeros(used.length, samples);
        double[] coefficients = new double[used.length];
        double[] costs = new double[used.length];
        Arrays.fill(costs, 1);
        double unit = Math.scalb(1.0, -Math.getExponent(largest));
        for (int i = 0; i < used.length; i++) {
            coefficients[i] = Math.abs(a[used[i]]);
            KERNELS.axpy(
                    Math.signum(a[used[i]]) * unit,
                    hidden.data(),
                    used[i] * samples,
                    points.data(),
                    i * points.stride(),
                    samples);
        }
        double[] few =
                ConicReduction.reduce(points, coefficients, costs, WidePass::checkInterrupted);
        double excess = sum(few) / sum(coefficients);
        double[] out = new double[a.length];
        for (int i = 0; i < used.length; i++) {
            // Rounding must not lengthen the row: it may be at the constraint.
            double weight = excess > 1 ? few[i] / excess : few[i];
            out[used[i]] = Math.copySign(weight, a[used[i]]);
        }
        return out;
    }

    private static int[] used(double[] a) {
        int[] used = new int[a.length];
        int count = 0;
        for (int j = 0; j < a.length; j++) {
            if (a[j] != 0) {
                used[count++] = j;
            }
        }
        return Arrays.copyOf(used, count);
    }

    private static double drift(double[] a, double[] reduced, Panel hidden, double largest) {
        int samples = hidden.columns();
        double[] difference = new double[samples];
        for (int j = 0; j < a.length; j++) {
            double weight = reduced[j] - a[j];
            KERNELS.axpy(weight, hidden.data(), j * samples, difference, 0, samples);
        }
        double change = KERNELS.maxAbs(difference, 0, samples);
        double size = (l1(a) + l1(reduced)) * largest;
        requireSameSum(change, a.length * Math.sqrt(samples) * size);
        return change + WideRounding.gamma(a.length + 4) * size;
    }

    private static void requireSameSum(double change, double size) {
        if (!(change <= LOSS * size + Double.MIN_NORMAL)) {
            throw new IllegalStateException(
                    "a reduction changed a sum by " + change + ", more than rounding can");
        }
    }

    private static double l1(double[] a) {
        double sum = 0;
        for (double element : a) {
            sum += Math.abs(element);
        }
        return sum;
    }

    private static double sum(double[] coefficients) {
        double sum = 0;
        for (double c : coefficients) {
            sum += c;
        }
        return sum;
    }
}
