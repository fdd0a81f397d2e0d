package io.nadir.solver;

import io.nadir.kernel.ConicReduction;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

import java.util.Arrays;
import java.util.Objects;

/**
 * The result of removing redundant columns from a point. The columns are changed along directions
 * in which the part of X that the loss sees stays the same and Θ does not increase (Haeffele &amp;
 * Vidal 2017, theorem 2, and step 3 of the meta-algorithm), until the outputs φ(W_i) of the
 * remaining columns are linearly independent. There are then at most as many columns as X has
 * entries.
 *
 * @param factors the remaining columns, each rescaled; a new object
 * @param drift an upper bound of ‖X' − X‖_F over the entries that the loss sees. It includes the
 *     rounding errors of the sums and the columns that were dropped because they were negligible;
 *     for networks it does not include rounding within the layers. 0 if no column changed
 * @param norm ‖X‖_F over the entries that the loss sees, rounded
 */
public record Pruning(Factors factors, double drift, double norm) {
    /** Rejects null factors. */
    public Pruning {
        Objects.requireNonNull(factors, "factors");
    }

    /**
     * Removes redundant columns from a point.
     *
     * <p>Costs O(r·D·k + r·k²) operations for r columns, of which k remain, and outputs of D
     * elements, see {@link FactorizationMap#units}; holds the outputs at most twice in memory.
     *
     * @param map the model with its data
     * @param theta the regularizer
     * @param w the point; not modified
     * @throws IllegalArgumentException if the outputs of all columns exceed the largest Java array,
     *     if an output or Θ(W) is not finite, or if the degrees of regularizer and map differ
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static Pruning prune(FactorizationMap map, Regularizer theta, Factors w) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(w, "w");

        if (theta.degree() != map.degree()) {
            throw new IllegalArgumentException(
                    "degree of the regularizer %s = %s, must equal that of the map, %s"
                            .formatted(theta.name(), theta.degree(), map.degree()));
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
