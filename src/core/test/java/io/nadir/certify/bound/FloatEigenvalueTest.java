package io.nadir.certify.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** Bounds from factorizations in float32 against eigenvalues of the matrix as stored. */
class FloatEigenvalueTest {
    private final PanelProducts products = new PanelProducts();
    private final Random random = new Random(12);

    /**
     * Shifts scan the surroundings of the largest eigenvalue as finely as float32 tells them apart.
     * Below it, some factorizations complete by rounding alone: their bounds must still be above.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 40, 129, 200, 300})
    void isNeverBelowTheLargestEigenvalue(int n) {
        int below = 0;
        for (int trial = 0; trial < 12; trial++) {
            FloatSquare m = trial % 3 == 0 ? constant(n) : gram(n, 1 + random.nextInt(n));
            double largest = largest(m);
            for (int step = -16; step <= 16; step++) {
                double aim = largest * (1 + step * 0x1p-28);
                double bound = attempt(m, wanted(m, aim));
                assertThat(bound).isGreaterThanOrEqualTo(largest * (1 - 1e-13));
                below += step < 0 && bound < Double.POSITIVE_INFINITY ? 1 : 0;
            }
        }
        assertThat(below).as("completed below").isGreaterThan(0);
    }

    /**
     * B = 2I − M is [b vᵀ; v I] with ‖v‖² = b + 3.5e-6, so that M has an eigenvalue above 2. But
     * sums in float32 lose all elements of v except the first, and the factorization completes.
     */
    @Test
    void countsWhatAChainLoses() {
        int n = DenseKernels.FLOAT_CHAIN + 1;
        FloatSquare m = FloatSquare.zeros(n);
        for (int i = 1; i < n; i++) {
            m.data()[i * m.stride() + i] = 1;
            m.data()[i * m.stride()] = i == n - 1 ? 0.75f : 1.7e-4f;
        }
        m.data()[0] = 1.4375f - 0x1p-23f;
        double largest = largest(m);
        assertThat(largest).isGreaterThan(2 + 1e-6);
        assertThat(attempt(m, wanted(m, 2))).isBetween(largest, 2.002);
    }

    /** As far above as the error that is added, and no farther. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 130, 300})
    void succeedsWithLittleRoomMoreThanItsError(int n) {
        FloatSquare m = gram(n, n);
        double largest = largest(m);
        double wanted = wanted(m, largest * (1 + 0x1p-17));
        assertThat(attempt(m, wanted)).isBetween(largest, wanted * (1 + 1e-12));
        double gamma = FloatGramBound.gamma(PanelProducts.floatRoundings(n));
        assertThat(wanted).isLessThan(largest * (1 + 0x1p-16 + 2 * n * gamma));
    }

    @Test
    void failsForWhatIsNoMatrix() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int at : new int[] {0, 1, 2}) {
                FloatSquare m = gram(3, 3);
                m.data()[2 * m.stride() + at] = bad;
                assertThat(attempt(m, 1e3)).isInfinite();
            }
        }
    }

    @Test
    void failsWithoutRoomAndWithoutWork() {
        FloatEigenvalue m = new FloatEigenvalue(gram(3, 1), products, () -> {});
        assertThat(m.attempt(0)).isInfinite();
        assertThat(m.attempt(-1)).isInfinite();
        assertThat(m.attempt(Double.NaN)).isInfinite();
        assertThat(m.factorizations()).isZero();
    }

    /** The same where every square underflows: 49·2⁻¹⁴⁹ in all, beside b = 2⁻¹⁴⁹. */
    @Test
    void countsWhatUnderflows() {
        int n = DenseKernels.FLOAT_CHAIN + 1;
        FloatSquare m = FloatSquare.zeros(n);
        for (int i = 1; i < n; i++) {
            m.data()[i * m.stride() + i] = 0x1p-140f;
            m.data()[i * m.stride()] = 14 * Float.MIN_VALUE;
        }
        double shift = 0x1p-139;
        m.data()[0] = (float) shift - Float.MIN_VALUE;
        double bound = attempt(m, wanted(m, shift));
        assertThat(bound).isGreaterThan(shift + 40 * Float.MIN_VALUE).isLessThan(1e-30);
    }

    @Test
    void knowsAMatrixOfZeros() {
        assertThat(attempt(FloatSquare.zeros(4), 1e-3)).isBetween(0.0, 1e-3 * (1 + 1e-12));
    }

    private double attempt(FloatSquare m, double wanted) {
        return new FloatEigenvalue(m, products, () -> {}).attempt(wanted);
    }

    /** What is to be asked for if {@code shift} is to be tried. */
    private static double wanted(FloatSquare m, double shift) {
        double gamma = FloatGramBound.gamma(PanelProducts.floatRoundings(m.order()));
        double share = (1 + FloatGramBound.UNIT) * gamma / (1 - gamma);
        double own = (1 + FloatGramBound.UNIT) * 2 * FloatGramBound.UNIT;
        double smallest = m.get(0, 0);
        for (int i = 1; i < m.order(); i++) {
            smallest = Math.min(smallest, m.get(i, i));
        }
        // shift = wanted − share·(n·wanted − trace) − own·(wanted − smallest)
        return (shift - share * trace(m) - own * smallest) / (1 - share * m.order() - own);
    }

    private static double trace(FloatSquare m) {
        double sum = 0;
        for (int i = 0; i < m.order(); i++) {
            sum += m.get(i, i);
        }
        return sum;
    }

    private static double largest(FloatSquare m) {
        int n = m.order();
        Panel all = Panel.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                all.set(i, j, m.get(i, j));
                all.set(j, i, m.get(i, j));
            }
        }
        return SmallDense.symmetricEigen(all).values()[0];
    }

    /** Elements that are equal but for the diagonal: all rounding errors have one sign. */
    private FloatSquare constant(int n) {
        float off = random.nextFloat();
        float diagonal = off + random.nextFloat();
        FloatSquare out = FloatSquare.zeros(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                out.data()[i * out.stride() + j] = i == j ? diagonal : off;
            }
        }
        return out;
    }

    /** A Gram matrix of this rank, rounded to float32. */
    private FloatSquare gram(int n, int rank) {
        double[] x = random.doubles((long) n * rank, -1, 1).toArray();
        FloatSquare out = FloatSquare.zeros(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += x[i * rank + k] * x[j * rank + k];
                }
                out.data()[i * out.stride() + j] = (float) (sum / rank);
            }
        }
        return out;
    }
}
