package io.nadir.solver;

import io.nadir.kernel.ConicReduction;
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
 * @param drift an upper bound of ‖X' − X‖_F as far as the loss sees it: what rounding has left of
 *     the sums, what it may add, and columns too small to count, which are dropped; for networks
 *     without the rounding inside of them. 0 if no column changed.
 * @param norm ‖X‖_F, likewise, rounded
 */
public record Pruning(Factors factors, double drift, double norm) {
    /** Refuses null. */
    public Pruning {
        Objects.requireNonNull(factors, "factors");
    }

    /**
     * Prunes a point.
     *
     * <p>O(r·D·k + r·k²) operations for r columns, k of them staying, and D elements in a row of
     * {@link FactorizationMap#units}, which it keeps in memory twice at most.
     *
     * @param w not changed
     * @throws IllegalArgumentException if the outputs of all columns exceed the largest array, one
     *     of them or Θ(W) is not finite, or the degrees of regularizer and map differ
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
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
        int degree = map.degree();
        Outputs outputs = Outputs.of(map, w);
        double[] costs = new double[w.rank()];
        Arrays.setAll(costs, i -> theta.value(w, i));
        double[] ones = new double[w.rank()];
        Arrays.fill(ones, 1);
        double[] scales = ConicReduction.reduce(outputs.units(), ones, costs, map::checkCancelled);
        return new Pruning(
                scaled(w, scales, degree), outputs.drift(scales, degree), outputs.norm());
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
