package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;

/**
 * Comparison of two computations of the same sums: each may differ from the exact result by γ_k
 * Σ|a||b|, k the length of the longest chain of roundings (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3.1).
 */
final class RoundingBounds {
    private static final double UNIT = Math.ulp(1.0) / 2;

    private RoundingBounds() {}

    /** γ_k = k·u / (1 − k·u). */
    static double gamma(int k) {
        return k * UNIT / (1 - k * UNIT);
    }

    /**
     * Every element, padding included, agrees within twice the bound.
     *
     * @param magnitude the same computation on absolute values
     * @param roundings length of the longest chain of roundings
     */
    static void assertAgree(Panel actual, Panel expected, Panel magnitude, int roundings) {
        for (int i = 0; i < expected.data().length; i++) {
            double tolerance = 2 * gamma(roundings) * Math.abs(magnitude.data()[i]);
            assertThat(Math.abs(actual.data()[i] - expected.data()[i]))
                    .as(
                            "element %d: %s, expected %s within %s",
                            i, actual.data()[i], expected.data()[i], tolerance)
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
