package io.nadir.certify.bound;

import java.util.List;

/**
 * A candidate for a column to append, found by a search of the polar.
 *
 * @param vectors one vector for each block, of gauge 1 or zero
 * @param value ⟨Z, φ(vectors)⟩, with Z = −∇ℓ(Y, X)/λ
 */
public record WitnessCandidate(List<double[]> vectors, double value) {
    /** Returns ⟨φ(a), φ(b)⟩, which is the product of the inner products of the blocks. */
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
