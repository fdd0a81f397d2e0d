package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often PROBABLE certificates are wrong where δ is large and singular values crowd: the entries
 * known are those of the diagonal, so that the polar of the empty point is the largest of them over
 * λ. Gaussian starts prefer no basis.
 */
class ProbableFailuresTest {
    private static final int SIDE = 160;

    /** The singular values, the largest first. */
    private static IntToDoubleFunction singular(int kind) {
        return switch (kind) {
            case 0 -> i -> i == 0 ? 1.05 : 1;
            case 1 -> i -> i == 0 ? 1.03 : Math.sqrt(0.5 + 0.5 * Math.cos(Math.PI * i / SIDE));
            case 2 -> i -> 1.02 - 1e-3 * i;
            case 3 -> i -> i == 0 ? 1.2 : i < 40 ? 1 : 0.9;
            case 4 -> i -> i < 3 ? 1.1 - 0.01 * i : Math.max(0.1, 1 - 0.002 * i);
            default -> i -> i == 0 ? 2 : Math.sqrt(i % 20 / 20.0);
        };
    }

    private static void requireRate(int kind, int runs) {
        int[] index = IntStream.range(0, SIDE).toArray();
        double[] y = IntStream.range(0, SIDE).mapToDouble(singular(kind)).toArray();
        Problem problem = Problem.lowRank(ObservedEntries.copyOf(SIDE, SIDE, index, index, y), 1);
        Factors zero = Factors.empty(SIDE, SIDE);
        for (double delta : new double[] {0.3, 0.9, 0.99}) {
            int failures = 0;
            for (int seed = 0; seed < runs; seed++) {
                SolverOptions options =
                        SolverOptions.defaults()
                                .withThreads(1)
                                .withDelta(delta)
                                .withRelativeGap(1e-3)
                                .withSeed(seed);
                Certificate certificate = Nadir.certify(problem, zero, options);
                assertThat(certificate.polar().lower()).isLessThanOrEqualTo(y[0]);
                failures += certificate.polar().upper() < y[0] * (1 - 1e-12) ? 1 : 0;
            }
            double expected = delta * runs;
            double spread = Math.sqrt(expected * (1 - delta));
            assertThat((double) failures).isLessThanOrEqualTo(expected + 4 * spread);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void deltaBoundsTheShareOfWrongBounds(int kind) {
        requireRate(kind, 8);
    }

    /** 24,000 certificates. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void deltaBoundsTheShareOfWrongBoundsInMany(int kind) {
        requireRate(kind, 1334);
    }
}
