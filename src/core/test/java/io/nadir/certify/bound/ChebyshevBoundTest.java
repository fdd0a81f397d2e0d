package io.nadir.certify.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** The bound without a basis, on diagonal operators, whose eigenvalues are known. */
class ChebyshevBoundTest {
    private static final int N = 300;

    private final PanelProducts products = new PanelProducts();

    /** An eigenvalue that is alone at the top, however far above the interval it is. */
    @ParameterizedTest
    @CsvSource({
        "0.9,1,20",
        "1,1,20",
        "1.0001,1,40",
        "1.01,1,40",
        "1.3,1,40",
        "1.01,8,40",
        "2,4,3",
        "50,8,10"
    })
    void theBoundIsNeverBelow(double largest, int columns, int steps) {
        for (int seed = 0; seed < 200; seed++) {
            double bound = bound(largest, columns, steps, 1e-10, seed, 0);
            assertThat(bound).isGreaterThanOrEqualTo(largest);
        }
    }

    /** With all eigenvalues in the interval the number of steps that was predicted does. */
    @ParameterizedTest
    @ValueSource(doubles = {1.001, 1.01, 1.1})
    void theStepsPredictedSuffice(double wanted) {
        int steps = (int) Math.ceil(ChebyshevBound.steps(1, wanted, N, 8, 1e-10));
        assertThat(steps).isBetween(2, 400);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(bound(1, 8, steps, 1e-10, seed, 0)).isBetween(1.0, wanted);
        }
        assertThat(ChebyshevBound.steps(1, 1, N, 8, 1e-10)).isInfinite();
    }

    /** With δ a half the bound is what half of all starts exceed: it says no less, and no more. */
    @Test
    void deltaIsTheShareOfFailures() {
        int failures = 0;
        for (int seed = 0; seed < 2000; seed++) {
            failures += bound(1.5, 1, 12, 0.5, seed, 0) < 1.5 ? 1 : 0;
        }
        assertThat(failures).isBetween(1, 1000);
    }

    /** An operator that is off by as much as it may be: the bound says less, or nothing. */
    @Test
    void roundingIsAccountedFor() {
        double exact = bound(1.01, 8, 40, 1e-10, 1, 0);
        double rough = bound(1.01, 8, 40, 1e-10, 1, 1e-8);
        assertThat(rough).isGreaterThan(exact).isLessThan(1.1 * exact);
        assertThat(bound(1.01, 8, 40, 1e-10, 1, 1e-3)).isInfinite();
    }

    /** Eigenvalues from 0 to 1 and {@code largest}; a larger one in the direction left out. */
    private double bound(
            double largest, int columns, int steps, double delta, int seed, double error) {
        double[] values = new double[N];
        for (int i = 0; i < N; i++) {
            values[i] = i == 0 ? largest : Math.min(largest, (double) i / N);
        }
        values[1] = 1e3;
        Panel excluded = Panel.zeros(N, 1);
        excluded.set(1, 0, 1);
        BlockKrylov.Operator operator =
                (q, t, s) -> {
                    for (int i = 0; i < N; i++) {
                        for (int j = 0; j < q.columns(); j++) {
                            s.set(i, j, values[i] * q.get(i, j));
                        }
                    }
                };
        return new ChebyshevBound(operator, 1, excluded, columns, new Random(seed), products, error)
                .bound(1, steps, delta);
    }
}
