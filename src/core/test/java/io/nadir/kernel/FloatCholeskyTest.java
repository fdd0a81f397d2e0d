package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The factorization in float32, its componentwise bound, and when it must not complete. */
@Tag("kernel")
class FloatCholeskyTest {
    private final PanelProducts products = new PanelProducts();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 6, 7, 63, 64, 127, 128, 129, 135, 256, 257, 400})
    void reproducesADefiniteMatrixWithinTheDocumentedBound(int n) {
        assertFactors(negative(n, 1e-2f, 0));
    }

    /** Rows and columns of very different sizes: the bound is one of each element. */
    @Test
    void keepsTheBoundWhenRowsAndColumnsAreScaled() {
        assertFactors(negative(300, 1e-2f, 1));
    }

    /** Elements of one sign, whose rounding errors do not cancel. */
    @Test
    void keepsTheBoundWhereAllProductsHaveOneSign() {
        int n = 520;
        FloatSquare matrix = FloatSquare.zeros(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                set(matrix, i, j, -(0.1f + 1e-3f * ((i * 31 + j) % 7)));
            }
            set(matrix, i, i, -1);
        }
        assertFactors(matrix);
    }

    /**
     * Squares below half a unit in the last place of a sum are lost, all but one of a chain: the
     * error comes to 0.84 of the bound.
     */
    @Test
    void keepsTheBoundWhereAllOfAChainIsLost() {
        int n = DenseKernels.FLOAT_CHAIN + 1;
        FloatSquare matrix = FloatSquare.zeros(n);
        for (int i = 1; i < n; i++) {
            set(matrix, i, i, -1);
            set(matrix, i, 0, i == n - 1 ? 0.75f : 1.7e-4f);
        }
        set(matrix, 0, 0, -0.5625f - 0x1p-23f);
        assertFactors(matrix);
    }

    private void assertFactors(FloatSquare negated) {
        int n = negated.order();
        FloatSquare factor = new FloatSquare(negated.data().clone(), n);
        assertThat(products.choleskyOfNegative(factor, () -> {})).isTrue();
        double gamma = 1.01 * PanelProducts.floatRoundings(n) * 0x1p-24;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                double size = 0;
                for (int k = i; k < n; k++) {
                    double term = factor.get(k, i) * factor.get(k, j);
                    product += term;
                    size += Math.abs(term);
                }
                assertThat(Math.abs(-negated.get(i, j) - product))
                        .isLessThanOrEqualTo(gamma * size);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 127, 128, 200, 298, 299})
    void stopsAtAPivotThatIsNotPositive(int at) {
        FloatSquare matrix = negative(300, 1e-2f, 0);
        set(matrix, at, at, 1);
        assertThat(products.choleskyOfNegative(matrix, () -> {})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 128, 171, 172, 299})
    void stopsAtNanAndInfinity(int at) {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE}) {
            FloatSquare row = negative(300, 1e-2f, 0);
            set(row, 299, at, bad);
            assertThat(products.choleskyOfNegative(row, () -> {})).isFalse();
            FloatSquare column = negative(300, 1e-2f, 0);
            set(column, at, 0, bad);
            assertThat(products.choleskyOfNegative(column, () -> {})).isFalse();
        }
    }

    /** A pivot may be too small for float32; what is divided by it is then not finite. */
    @Test
    void stopsAtAPivotThatVanishesInFloat32() {
        FloatSquare matrix = FloatSquare.zeros(200);
        for (int i = 0; i < 200; i++) {
            set(matrix, i, i, -1);
        }
        assertThat(products.choleskyOfNegative(copy(matrix), () -> {})).isTrue();
        set(matrix, 150, 150, -Float.MIN_VALUE);
        set(matrix, 150, 3, 0.5f);
        assertThat(products.choleskyOfNegative(copy(matrix), () -> {})).isFalse();
    }

    @Test
    void stopsAtAnExactlySingularMatrix() {
        FloatSquare ones = FloatSquare.zeros(140);
        for (int i = 0; i < 140; i++) {
            for (int j = 0; j <= i; j++) {
                set(ones, i, j, -1);
            }
        }
        assertThat(products.choleskyOfNegative(ones, () -> {})).isFalse();
        assertThat(products.choleskyOfNegative(FloatSquare.zeros(3), () -> {})).isFalse();
    }

    @Test
    void readsTheLowerTriangleAlone() {
        FloatSquare matrix = negative(150, 1e-2f, 0);
        FloatSquare other = copy(matrix);
        for (int i = 0; i < 150; i++) {
            for (int j = i + 1; j < matrix.stride(); j++) {
                set(other, i, j, 1e30f);
            }
        }
        assertThat(products.choleskyOfNegative(matrix, () -> {})).isTrue();
        assertThat(products.choleskyOfNegative(other, () -> {})).isTrue();
        for (int i = 0; i < 150; i++) {
            for (int j = 0; j <= i; j++) {
                assertThat(other.get(i, j)).isEqualTo(matrix.get(i, j));
            }
        }
    }

    private static FloatSquare copy(FloatSquare matrix) {
        return new FloatSquare(matrix.data().clone(), matrix.order());
    }

    private static void set(FloatSquare matrix, int i, int j, float value) {
        matrix.data()[i * matrix.stride() + j] = value;
    }

    /** −(A·Aᵀ + shift·n·I), rows and columns scaled by powers of two if {@code scaled} is 1. */
    private static FloatSquare negative(int n, float shift, int scaled) {
        FloatRows a = new Shapes(n).floats(new Shapes(n + 1).block(n, n, 0));
        FloatSquare out = FloatSquare.zeros(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? shift * n : 0;
                for (int k = 0; k < n; k++) {
                    sum += a.get(i, k) * a.get(j, k);
                }
                int power = scaled * (i % 20 - 10 + j % 20 - 10);
                set(out, i, j, (float) Math.scalb(-sum, power));
            }
        }
        return out;
    }
}
