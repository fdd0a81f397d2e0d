package io.nadir.certify;

import java.util.List;

/**
 * A candidate for a witness.
 *
 * @param vectors one for each block, of gauge 1, or 0
 * @param value ⟨Z, φ(vectors)⟩
 */
public record WitnessCandidate(List<double[]> vectors, double value) {
    /** ⟨φ(a), φ(b)⟩, the product of the blocks' inner products. */
    static double inner(WitnessCandidate a, WitnessCandidate b) {
        double product = 1;
        for (int k = 0; k < a.vectors.size() && product != 0; k++) {
            product *= dot(a.vectors.get(k), b.vectors.get(k));
        }
        return product;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
