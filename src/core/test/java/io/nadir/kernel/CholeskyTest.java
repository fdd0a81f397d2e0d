package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The factorization, its componentwise error bound, and when it must not run to completion. */
@Tag("kernel")
class CholeskyTest {
    private final Scratch scratch = new Scratch();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 33, 127, 128, 129, 137, 300})
    void reproducesADefiniteMatrixWithinTheDocumentedBound(int n) {
        Panel a = definite(n, 1e-3);
        Panel l = Shapes.copy(a);
        assertThat(Kernels.get().cholesky(l, scratch, () -> {})).isTrue();
        assertFactorOf(a, l);
    }

    @Test
    void keepsTheBoundWhenRowsAndColumnsAreScaledToExtremes() {
        Panel a = definite(150, 1e-3);
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                a.set(i, j, Math.scalb(a.get(i, j), 3 * (i % 50 - 25) + 3 * (j % 50 - 25)));
            }
        }
        Panel l = Shapes.copy(a);
        assertThat(Kernels.get().cholesky(l, scratch, () -> {})).isTrue();
        assertFactorOf(a, l);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 127, 128, 200, 299})
    void stopsAtTheFirstPivotThatIsNotPositive(int at) {
        Panel a = definite(300, 1e-3);
        a.set(at, at, -a.get(at, at));
        assertThat(Kernels.get().cholesky(a, scratch, () -> {})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 128, 299})
    void stopsAtNanAndInfinity(int at) {
        Panel nan = definite(300, 1e-3);
        nan.set(299, at, Double.NaN);
        assertThat(Kernels.get().cholesky(nan, scratch, () -> {})).isFalse();
        Panel infinite = definite(300, 1e-3);
        infinite.set(at, at, Double.POSITIVE_INFINITY);
        assertThat(Kernels.get().cholesky(infinite, scratch, () -> {})).isFalse();
    }

    @Test
    void stopsAtAnExactlySingularMatrix() {
        Panel ones = Panel.zeros(40, 40);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                ones.set(i, j, 1);
            }
        }
        assertThat(Kernels.get().cholesky(ones, scratch, () -> {})).isFalse();
        assertThat(Kernels.get().cholesky(Panel.zeros(3, 3), scratch, () -> {})).isFalse();
    }

    /** |A − L·Lᵀ| ≤ γ_{n+1} |L|·|L|ᵀ, with a little more for rounding in this check. */
    private static void assertFactorOf(Panel a, Panel l) {
        int n = a.rows();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                double size = 0;
                for (int k = 0; k <= j; k++) {
                    product += l.get(i, k) * l.get(j, k);
                    size += Math.abs(l.get(i, k) * l.get(j, k));
                }
                assertThat(Math.abs(a.get(i, j) - product))
                        .isLessThanOrEqualTo(2 * RoundingBounds.gamma(n + 2) * size);
            }
        }
    }

    private static Panel definite(int n, double shift) {
        Panel factor = new Shapes(n).block(n, n, 0);
        Panel a = n % 2 == 0 ? Panel.zeros(n, n) : Panel.wrap(new double[n * n], n, n, 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = i == j ? shift * n : 0;
                for (int k = 0; k < n; k++) {
                    sum += factor.get(i, k) * factor.get(j, k);
                }
                a.set(i, j, sum);
            }
        }
        return a;
    }
}
