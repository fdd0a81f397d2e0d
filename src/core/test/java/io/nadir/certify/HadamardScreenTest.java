package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PROBABLE bounds of matrices whose signal exceeds λ by up to 2²⁶ times, where one more singular
 * value is just above λ or just below. All are exact, as in {@link HadamardProofTest}: Y = Σ
 * s_k·h_k·h_kᵀ, with multiples of 2⁻²⁰.
 */
class HadamardScreenTest {
    private static final int SIDE = 512;

    /** λ and singular values are in units of the side. */
    private static final double LAMBDA = 1;

    private static final double[] SIGNAL = {4, 3, 2.5, 1.25};
    private static final int OTHERS = 96;

    /**
     * The bound is not below the largest singular value, and close to it unless the point is
     * refuted, which is only where that is above λ.
     *
     * @param exponent of the power of two that multiplies the signal
     * @param excess of one singular value beside the signal over λ, in units of 2⁻²⁰
     * @param within how far above the largest one the bound may be, in units of 2⁻²⁰
     */
    @ParameterizedTest
    @CsvSource({
        "0, -1, 0.01",
        "0, 0, 0.01",
        "0, 1, 0.01",
        "8, -1, 0.01",
        "8, 1, 0.01",
        "16, -64, 0.01",
        "16, 1, 0.01",
        "16, 1024, 0.01",
        "24, -65536, 2",
        "24, 16, 2",
        "24, 65536, 2",
    })
    void theBoundIsNotBelow(int exponent, int excess, double within) {
        double scale = Math.scalb(1.0, exponent);
        double next = LAMBDA + excess * 0x1p-20;
        Problem problem = Problem.lowRank(data(scale, next), LAMBDA * SIDE);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-9);
        Certificate certificate = Nadir.certify(problem, minimizer(scale), options);
        double largest = Math.max(1, next);
        double upper = certificate.polar().upper();
        assertThat(upper).isGreaterThanOrEqualTo(largest);
        if (certificate.verdict() == Verdict.NOT_GLOBAL) {
            assertThat(next).isGreaterThan(1);
        } else {
            assertThat(upper).isLessThanOrEqualTo(largest + within * 0x1p-20);
        }
    }

    private static DenseMatrix data(double scale, double next) {
        double[] s = new double[SIGNAL.length + OTHERS];
        for (int k = 0; k < s.length; k++) {
            int other = k - SIGNAL.length;
            s[k] = other < 0 ? scale * SIGNAL[k] : 0.5 + other * 0x1p-8;
        }
        s[SIGNAL.length] = next;
        double[] y = new double[SIDE * SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                for (int k = 0; k < s.length; k++) {
                    y[i * SIDE + j] += sign(i ^ j, k) * s[k];
                }
            }
        }
        return DenseMatrix.wrap(SIDE, SIDE, y);
    }

    /** √(s_k − λ)·h_k on both sides, of the signal alone. */
    private static Factors minimizer(double scale) {
        Factors w = Factors.zeros(SIGNAL.length, SIDE, SIDE);
        for (int k = 0; k < SIGNAL.length; k++) {
            double root = Math.sqrt(scale * SIGNAL[k] - LAMBDA);
            for (int i = 0; i < SIDE; i++) {
                w.block(0).set(i, k, root * sign(i, k));
                w.block(1).set(i, k, root * sign(i, k));
            }
        }
        return w;
    }

    /** Column k: the sign is the parity of the bits that i and k share. */
    private static int sign(int i, int k) {
        return (Integer.bitCount(i & k) & 1) == 0 ? 1 : -1;
    }
}
