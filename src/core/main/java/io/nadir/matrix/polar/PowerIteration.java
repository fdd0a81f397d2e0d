package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Plain power iteration on ∇ℓᵀ∇ℓ: a lower bound of the polar, kept as the baseline that the Krylov
 * oracle is measured against. At a solution every active direction has the singular value λ, and
 * the iteration is slow just there.
 */
public final class PowerIteration {
    private PowerIteration() {}

    /**
     * Lower bound of σ_max(Z) after a number of passes over the data.
     *
     * @param steps passes, at least 1
     */
    public static double lowerBound(MatrixMap map, double lambda, Factors w, int steps, long seed) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(w, "w");

        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int n = map.columns();
        Panel vector = Panel.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            vector.set(i, 0, random.nextGaussian());
        }
        Panel image = Panel.zeros(map.rows(), 1);
        Panel next = Panel.zeros(n, 1);
        double best = 0;
        for (int step = 0; step < steps; step++) {
            double norm = Panels.frobenius(vector);
            if (norm == 0) {
                return best;
            }
            Panels.scaleColumns(vector, new double[] {1 / norm});
            map.residualGram(w, vector, image, next);
            best = Math.max(best, Panels.frobenius(image) / lambda);
            Panel swap = vector;
            vector = next;
            next = swap;
        }
        return best;
    }
}
