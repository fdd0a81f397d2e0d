package io.nadir.matrix.polar;

import io.nadir.certify.bound.WitnessCandidate;

import java.util.List;

/**
 * A candidate for a witness.
 *
 * @param u of gauge 1, or 0
 * @param v of gauge 1, or 0
 * @param value ⟨Z, u·vᵀ⟩
 */
public record SingularCandidate(double[] u, double[] v, double value) {
    WitnessCandidate component() {
        return new WitnessCandidate(List.of(u, v), value);
    }
}
