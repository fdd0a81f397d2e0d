package io.nadir.certify.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestEigenvalueTest {
    /** The eigenvalues of [2 1; 1 2] are 1 and 3. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 2.9, 3, 3.1, Double.NaN, Double.POSITIVE_INFINITY})
    void isNotBelowTheLargestEigenvalueWhateverTheEstimate(double estimate) {
        assertThat(of(2, 1, 2).upper(estimate)).isBetween(3.0, 4.0);
    }

    @Test
    void isCloseForAGoodEstimate() {
        assertThat(of(2, 1, 2).upper(3)).isBetween(3.0, 3 + 1e-11);
    }

    @Test
    void isInfiniteForWhatIsNoMatrix() {
        assertThat(of(2, Double.NaN, 2).upper(3)).isInfinite();
        assertThat(of(Double.NaN, 1, 2).upper(3)).isInfinite();
        assertThat(of(2, 1, Double.POSITIVE_INFINITY).upper(3)).isInfinite();
    }

    private static LargestEigenvalue of(double first, double off, double second) {
        Panel a = Panel.wrap(new double[] {first, off, off, second}, 2, 2, 0);
        return new LargestEigenvalue(a, new Scratch(), () -> {});
    }
}
