package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution.StopReason;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Why solves end: certified, or with nothing but the upper bound of a hard polar in the way of it.
 */
class EndOfSolveTest {
    private static final double GAP = 1e-6;

    private static final double[] FIRST = {
        0.67, 1.68, 0.85, 0.02, 0.01, 0.01, -0.05, 0.59, 0.67, 0.33, 0.33, 2.23, 1.37, 0.51, 0.32,
        1, 0.03, 0.07, 0.05, 0.87, 0.85, 0.33, 0.47, 0.31, 0.24, 0.37, 0.97, 2.13, 0.41, 0.19
    };

    private static final double[] SECOND = {
        1.53, 0.48, 0.98, 0.81, 1.06, 0.81, 0.03, 0.88, 0.58, 0.11, 0.11, 0.06, 1.23, 0.08, 1.36,
        1.55, 0.86, 0.12, 0.64, 2, 0.76, 1.2, 0.07, 0.58, 0.19, 0.68, 0.07, 0.67, 1.44, 0.68
    };

    /** The lowest values that were attained from many starts, rounded up. */
    private static final double FIRST_VALUE = 0.76819750;

    private static final double SECOND_VALUE = 0.85309254;

    /**
     * At first-order points of these two, each column has the value 1 of the polar, and a better
     * one is so near to one of them that it was taken for the same. From seeds 3 and 14 the second
     * comes to a point where one random start in twenty finds a better column.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 14})
    void columnsNextToOthersAreAppended(long seed) {
        requireValue(FIRST, FIRST_VALUE, Descent.COLUMNS, seed);
        requireValue(SECOND, SECOND_VALUE, Descent.COLUMNS, seed);
    }

    @Test
    void columnsNextToOthersAreAppendedByGradientsToo() {
        requireValue(FIRST, FIRST_VALUE, Descent.PROXIMAL_GRADIENT, 1);
    }

    @Tag("long")
    @Test
    void columnsNextToOthersAreAppendedFromEverySeed() {
        for (long seed = 1; seed < 20; seed++) {
            for (Descent descent : List.of(Descent.COLUMNS, Descent.PROXIMAL_GRADIENT)) {
                requireValue(FIRST, FIRST_VALUE, descent, seed);
                requireValue(SECOND, SECOND_VALUE, descent, seed);
            }
        }
    }

    private static void requireValue(double[] y, double value, Descent descent, long seed) {
        Solution solution = solve(y, descent, seed);
        String what = "%s, seed %d".formatted(descent, seed);
        assertThat(solution.objective()).as(what).isLessThanOrEqualTo(value * (1 + 1e-7));
        assertThat(solution.stopReason()).as(what).isEqualTo(StopReason.UNDECIDED);
        assertThat(EndInstance.missed(problem(y), solution)).as(what).isLessThanOrEqualTo(GAP);
    }

    /** A solve that ends uncertified reports the best lower bound of f* that it has met. */
    @Test
    void theBestLowerBoundIsReported() {
        DenseMatrix y = DenseMatrix.wrap(6, 5, new Random(3).doubles(30).toArray());
        List<Double> known = new ArrayList<>();
        SolveListener listener =
                new SolveListener() {
                    @Override
                    public boolean onCertificate(Certificate certificate, Progress progress) {
                        known.add(progress.lowerBound());
                        return true;
                    }
                };
        SolverOptions options = SolverOptions.defaults().withMaxRank(1).withListener(listener);
        Problem problem = new Problem(y, new SquaredLoss(), new SquaredNorms(), 0.01);
        Solution solution = Nadir.solve(problem, options);
        Certificate certificate = solution.certificate();
        assertThat(solution.stopReason()).isEqualTo(StopReason.MAX_RANK);
        assertThat(certificate.lowerBound())
                .isCloseTo(known.getLast(), within(1e-9 * solution.objective()));
        double own = Nadir.certify(problem, solution.factors(), options).lowerBound();
        assertThat(own).isLessThan(0.9 * certificate.lowerBound());
        Solution best = Nadir.solve(problem, SolverOptions.defaults());
        assertThat(certificate.lowerBound()).isLessThanOrEqualTo(best.objective());
        assertThat(certificate.gap() + certificate.lowerBound())
                .isGreaterThanOrEqualTo(certificate.objective());
    }

    /** Every third or so of these ended at a point that a column could have improved. */
    @Test
    void smallFactorizationsEndForTheRightReason() {
        for (int seed = 0; seed < 10; seed++) {
            double[] y =
                    new Random(seed).doubles(30).map(x -> Math.round(100 * x) / 100.0).toArray();
            Solution solution = solve(y, Descent.AUTO, 1);
            assertThat(solution.stopReason())
                    .as("seed %d", seed)
                    .isIn(StopReason.CERTIFIED, StopReason.UNDECIDED);
            assertThat(EndInstance.missed(problem(y), solution)).isLessThanOrEqualTo(GAP);
        }
    }

    @Test
    void nothingIsMissed() {
        requireEnds(0, 1200, 61);
    }

    @Tag("long")
    @Test
    void nothingIsMissedInMany() {
        requireEnds(0, 1200, 1);
    }

    /**
     * An instance ends explained if it is certified, or would be if the upper bound of the polar
     * met the lower one.
     */
    private static void requireEnds(int from, int to, int step) {
        int certified = 0;
        int open = 0;
        List<String> missed = new ArrayList<>();
        for (int index = from; index < to; index += step) {
            EndInstance x = EndInstance.generate(index);
            Solution solution = x.solve();
            double left = EndInstance.missed(x.problem(), solution);
            if (solution.stopReason() == StopReason.CERTIFIED) {
                certified++;
            } else if (solution.stopReason() == StopReason.UNDECIDED && left <= GAP) {
                open++;
            } else {
                missed.add(
                        "%s: %s, missed %s, %s"
                                .formatted(
                                        x.what(),
                                        solution.stopReason(),
                                        left,
                                        solution.certificate()));
            }
        }
        assertThat(missed).as("%d certified, %d open", certified, open).isEmpty();
        assertThat(certified).isGreaterThan(open);
    }

    private static Solution solve(double[] y, Descent descent, long seed) {
        return Nadir.solve(
                problem(y),
                SolverOptions.defaults().withRelativeGap(GAP).withDescent(descent).withSeed(seed));
    }

    private static Problem problem(double[] y) {
        return Problem.lowRank(DenseMatrix.copyOf(6, 5, y), 0.1)
                .withRegularizer(SquaredNorms.nonNegative());
    }
}
