package io.nadir.solver;

import io.nadir.kernel.ConicReduction;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

import java.util.Arrays;
import java.util.Objects;

/**
 * The end of a slide along which X, as far as the loss sees it, does not change and Θ does not rise
 * (Haeffele &amp; Vidal 2017, theorem 2; the meta-algorithm's step 3), repeated until the outputs
 * φ(W_i) of the columns that stay are linearly independent: no more than there are entries in X.
 *
 * @param factors the columns that stay, each scaled; a new object
 * @param drift ‖X' − X‖_F, which is rounding
 * @param norm ‖X‖_F, to compare the drift with
 */
public record Pruning(Factors factors, double drift, double norm) {
    /** Refuses null. */
    public Pruning {
        Objects.requireNonNull(factors, "factors");
    }

    /** What is smaller than the largest output by this power of two adds nothing to X. */
    private static final int NEGLIGIBLE = -400;

    /**
     * Prunes a point.
     *
     * <p>O(r·D·k + r·k²) operations for r columns, k of them staying, and D elements in a row of
     * {@link FactorizationMap#units}, which it keeps in memory twice at most.
     *
     * @param w not changed
     * @throws IllegalArgumentException if the outputs of all columns exceed the largest array, one
     *     of them or Θ(W) is not finite, or the degrees of regularizer and map differ
     * @throws io.nadir.kernel.WorkInterruptedException if the thread is interrupted
     */
    public static Pruning prune(FactorizationMap map, Regularizer theta, Factors w) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(w, "w");

        if (theta.degree() != map.degree()) {
            throw new IllegalArgumentException(
                    "degree of the regularizer "
                            + theta.name()
                            + " = "
                            + theta.degree()
                            + ", must equal that of the map, "
                            + map.degree());
        }
        Panel units = map.units(w);
        int exponent = normalize(units);
        double[] costs = new double[w.rank()];
        Arrays.setAll(costs, i -> theta.value(w, i));
        double[] ones = new double[w.rank()];
        Arrays.fill(ones, 1);
        double[] scales = ConicReduction.reduce(units, ones, costs, map::checkCancelled);
        double norm = norm(units, ones);
        for (int i = 0; i < ones.length; i++) {
            ones[i] = scales[i] - 1;
        }
        double drift = Math.scalb(norm(units, ones), exponent);
        return new Pruning(scaled(w, scales, map.degree()), drift, Math.scalb(norm, exponent));
    }

    /**
     * A ← 2^−e·A with its largest magnitude near 1, so that squares neither overflow nor underflow,
     * and rows of next to nothing 0; returns e.
     */
    private static int normalize(Panel a) {
        int exponent = exponent(a.data(), 0, a.data().length);
        if (exponent > Double.MAX_EXPONENT) {
            throw new IllegalArgumentException(
                    "largest output of a column = Infinity, allowed is what is finite");
        }
        for (int i = 0; i < a.rows(); i++) {
            int at = i * a.stride();
            boolean negligible = exponent(a.data(), at, a.columns()) < exponent + NEGLIGIBLE;
            for (int j = at; j < at + a.columns(); j++) {
                a.data()[j] = negligible ? 0 : Math.scalb(a.data()[j], -exponent);
            }
        }
        return exponent;
    }

    private static int exponent(double[] values, int offset, int length) {
        return Math.getExponent(Kernels.get().maxAbs(values, offset, length));
    }

    /** ‖Σ c_i·row i‖. */
    private static double norm(Panel rows, double[] c) {
        double[] sum = new double[rows.columns()];
        for (int i = 0; i < c.length; i++) {
            Kernels.get().axpy(c[i], rows.data(), i * rows.stride(), sum, 0, sum.length);
        }
        return Math.sqrt(Kernels.get().dot(sum, 0, sum, 0, sum.length));
    }

    private static Factors scaled(Factors w, double[] scales, int degree) {
        Factors out = Factors.empty(w.dimensions());
        for (int i = 0; i < scales.length; i++) {
            if (scales[i] > 0) {
                double root =
                        degree == 2 ? Math.sqrt(scales[i]) : Math.pow(scales[i], 1.0 / degree);
                out.append(w.blocks(), i, root);
            }
        }
        return out;
    }
}
