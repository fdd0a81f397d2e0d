package io.nadir.certify;

import java.util.List;

/**
 * A candidate for a witness.
 *
 * @param u of gauge 1, or 0
 * @param v of gauge 1, or 0
 * @param value ⟨Z, u·vᵀ⟩
 */
record Pair(double[] u, double[] v, double value) {
    Component component() {
        return new Component(List.of(u, v), value);
    }
}
