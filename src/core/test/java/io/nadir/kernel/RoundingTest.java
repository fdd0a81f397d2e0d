package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of what was rounded, at the ends of the range. */
class RoundingTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-300, 1, 1e300, Double.MAX_VALUE, INFINITY})
    void boundsAreOnTheirSide(double x) {
        assertThat(Rounding.down(x)).isLessThanOrEqualTo(x).isNotNaN();
        assertThat(Rounding.up(x)).isGreaterThanOrEqualTo(x).isNotNaN();
        assertThat(Rounding.down(-x)).isLessThanOrEqualTo(-x).isNotNaN();
        assertThat(Rounding.plusUp(x, -1)).isGreaterThanOrEqualTo(x - 1);
        assertThat(Rounding.plusDown(x, -1)).isLessThanOrEqualTo(x - 1);
    }

    /** What overflowed may have been little more than the largest number. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.MAX_VALUE, INFINITY})
    void whatOverflowedIsFiniteFromBelow(double x) {
        assertThat(Rounding.down(x)).isBetween(0.999 * Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
