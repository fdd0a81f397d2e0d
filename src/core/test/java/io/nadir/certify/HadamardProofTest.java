package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.stream.IntStream;

/**
 * Proofs of matrices large enough for threads, whose singular values are exact: Y = Σ s_k·h_k·h_kᵀ
 * with columns h_k of a Hadamard matrix, which are orthogonal and have elements ±1. Each s_k is a
 * multiple of 2⁻⁴⁰, so that no element of Y is rounded.
 */
class HadamardProofTest {
    private static final int SIDE = 512;

    /** One from which on part of a proof is in float32, where there is room for its errors. */
    private static final int LARGE_SIDE = 1024;

    /** λ is as many times the side, and so are the singular values. */
    private static final double LAMBDA = 1;

    /** Singular values above λ, in units of the side. */
    private static final double[] SIGNAL = {4, 3, 2.5, 1.25};

    /** 0.99e-9: what a singular value beside λ differs by. */
    private static final double NEAR = 0x1.1p-30;

    /**
     * A proof holds, is tight, and has the same bits on each number of threads.
     *
     * @param rest what the largest of the other singular values is, less λ
     * @param count how many of those there are, each below the one before by {@code step}
     * @param exponent of the power of two by which all is multiplied
     */
    @ParameterizedTest
    @CsvSource({
        "-1, 1, 0, 0",
        "1, 1, 0, 0",
        "0, 1, 0, 0",
        "-1, 24, 0, 0",
        "-1, 24, 1, 498",
        "1, 2, 1024, -498",
        "-100, 24, 1024, -498",
        "0, 24, 4, 498",
    })
    void holdsBesideTheThreshold(int rest, int count, int step, int exponent) {
        assertProof(SIDE, rest, count, step, exponent);
    }

    /** The same where the other singular values are below λ by 0.4 % to 20 %, or one is close. */
    @ParameterizedTest
    @CsvSource({
        "-200000000, 24, 0, 0",
        "-100000000, 24, 1000000, 498",
        "-20000000, 24, 1000000, -498",
        "-4000000, 4, 0, 0",
        "-1, 1, 100000000, 0",
        "1, 2, 100000000, 0",
    })
    void holdsWithRoomBelowTheThreshold(int rest, int count, int step, int exponent) {
        assertProof(LARGE_SIDE, rest, count, step, exponent);
    }

    /**
     * A column is missing: one whose singular value is far above λ is seen before a proof is tried,
     * one near it makes the proof fail. Either way the point is refuted, and nothing is proved.
     */
    @ParameterizedTest
    @CsvSource({"5, 0", "1.5, 2", "1.01, 2"})
    void refutesAPointThatWasExpectedToBeOptimal(double missing, int mostFactorizations) {
        double[] others = {missing, 0.75, 0.5};
        Problem problem = Problem.lowRank(data(others, 1, LARGE_SIDE), LAMBDA * LARGE_SIDE);
        SolverOptions options = SolverOptions.defaults().withEvidence(Evidence.PROVED);
        Certificate certificate = Nadir.certify(problem, minimizer(1, LARGE_SIDE), options);
        assertThat(certificate.verdict()).isEqualTo(Certificate.Verdict.NOT_GLOBAL);
        assertThat(certificate.polar().lower()).isCloseTo(missing, within(1e-3));
        assertThat(certificate.polar().upper()).isGreaterThanOrEqualTo(missing);
        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.PROBABLE);
        assertThat(certificate.work().factorizations()).isLessThanOrEqualTo(mostFactorizations);
    }

    private static void assertProof(int side, int rest, int count, int step, int exponent) {
        double[] others =
                IntStream.range(0, count)
                        .mapToDouble(k -> LAMBDA + (rest - (double) k * step) * NEAR)
                        .toArray();
        double scale = Math.scalb(1.0, exponent);
        Problem problem = Problem.lowRank(data(others, scale, side), LAMBDA * side * scale);
        SolverOptions options =
                SolverOptions.defaults().withEvidence(Evidence.PROVED).withRelativeGap(1e-7);
        Factors w = minimizer(scale, side);
        Certificate one = Nadir.certify(problem, w, options);
        assertThat(one.isGlobal()).as("%s", one).isTrue();
        assertThat(one.polar().evidence()).isEqualTo(Evidence.PROVED);
        assertThat(one.polar().upper()).isBetween(Math.max(1, others[0]) - 1e-15, 1 + 1e-6);
        BigDecimal minimum = minimum(others, side).multiply(new BigDecimal(scale).pow(2));
        assertThat(new BigDecimal(one.lowerBound())).isLessThanOrEqualTo(minimum);
        assertThat(new BigDecimal(one.objective()).multiply(new BigDecimal("1.0000000000001")))
                .isGreaterThan(minimum);
        Certificate three = Nadir.certify(problem, w, options.withThreads(3));
        assertThat(three.gap()).isEqualTo(one.gap());
        assertThat(three.polar().upper()).isEqualTo(one.polar().upper());
    }

    /** Column k: the sign is the parity of the bits that i and k share. */
    private static int sign(int i, int k) {
        return (Integer.bitCount(i & k) & 1) == 0 ? 1 : -1;
    }

    private static DenseMatrix data(double[] others, double scale, int side) {
        double[] y = new double[side * side];
        for (int k = 0; k < SIGNAL.length + others.length; k++) {
            double s = k < SIGNAL.length ? SIGNAL[k] : others[k - SIGNAL.length];
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    y[i * side + j] += scale * sign(i ^ j, k) * s;
                }
            }
        }
        return DenseMatrix.wrap(side, side, y);
    }

    /** √(s_k − λ)·h_k on both sides, of the signal alone. */
    private static Factors minimizer(double scale, int side) {
        Factors w = Factors.zeros(SIGNAL.length, side, side);
        for (int k = 0; k < SIGNAL.length; k++) {
            double root = Math.sqrt((SIGNAL[k] - LAMBDA) * scale);
            for (int i = 0; i < side; i++) {
                w.block(0).set(i, k, root * sign(i, k));
                w.block(1).set(i, k, root * sign(i, k));
            }
        }
        return w;
    }

    /** Σ λσ − ½λ² over σ > λ, and Σ ½σ² over the others, without rounding. */
    private static BigDecimal minimum(double[] others, int side) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal half = new BigDecimal("0.5");
        BigDecimal lambda = new BigDecimal(LAMBDA);
        for (int k = 0; k < SIGNAL.length + others.length; k++) {
            BigDecimal sigma =
                    new BigDecimal(k < SIGNAL.length ? SIGNAL[k] : others[k - SIGNAL.length]);
            sum =
                    sum.add(
                            sigma.compareTo(lambda) > 0
                                    ? lambda.multiply(sigma).subtract(half.multiply(lambda.pow(2)))
                                    : half.multiply(sigma.pow(2)));
        }
        return sum.multiply(new BigDecimal(side).pow(2));
    }
}
