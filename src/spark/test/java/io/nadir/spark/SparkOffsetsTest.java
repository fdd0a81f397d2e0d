package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Centering;
import io.nadir.model.Offsets;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/** Offsets beside the factors of distributed rows, against the core's of the same data. */
class SparkOffsetsTest {
    private static final int ROWS = 30;
    private static final int COLUMNS = 12;

    /** Ratings with offsets of rows and columns, which differ by more than the noise. */
    private static Ratings shifted() {
        Ratings ratings = Ratings.random(ROWS, COLUMNS, 2, 0.6, 1);
        double[] values = ratings.values().clone();
        for (int e = 0; e < values.length; e++) {
            values[e] += 3 + 0.1 * (ratings.i()[e] % 11) - 0.2 * (ratings.j()[e] % 7);
        }
        return new Ratings(ROWS, COLUMNS, ratings.i(), ratings.j(), values, ratings.weights());
    }

    @ParameterizedTest
    @CsvSource({
        "BOTH, 0",
        "ROWS, 0",
        "BOTH, 5",
        "ROWS, 2",
        "COLUMNS, 2",
        "COLUMNS, 0",
        "GLOBAL, 0"
    })
    void offsetsHaveTheCertificateOfTheCore(Centering centering, double penalty) {
        Ratings ratings = shifted();
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
        try (DistributedRows data = SparkSolverTest.observed(ratings, Ratings.WEIGHTED, 2)) {
            SparkSolution found =
                    SparkSolver.solve(
                            new SparkProblem(data, 6).withCentering(centering, penalty), options);
            Problem problem =
                    Problem.lowRank(ratings.weightedCore(), 6).withCentering(centering, penalty);
            Solution core = Nadir.solve(problem, options);
            SparkSolverTest.compare(found, core, 1e-5);
            Offsets expected = Objects.requireNonNull(core.model().offsets());
            double[] a = new double[ROWS];
            for (Row row : found.rowFactors().collectAsList()) {
                a[row.getInt(0)] = row.getDouble(2);
            }
            if (centering.hasRows()) {
                assertThat(Arrays.stream(a).sum()).isCloseTo(0, within(1e-6));
            }
            for (int e = 0; e < ratings.values().length; e += 17) {
                int i = ratings.i()[e];
                int j = ratings.j()[e];
                assertThat(found.mean() + a[i] + found.columnOffsets()[j])
                        .isCloseTo(expected.at(i, j), within(0.05));
            }
        }
    }

    /** The first half of the rows has entries in the first half of the columns only. */
    @Test
    void partsThatNoEntryConnectsHaveOffsetsOfTheirOwn() {
        Ratings all = shifted();
        int[] kept =
                IntStream.range(0, all.values().length)
                        .filter(e -> all.i()[e] < ROWS / 2 == all.j()[e] < COLUMNS / 2)
                        .toArray();
        Ratings parts =
                new Ratings(
                        ROWS,
                        COLUMNS,
                        IntStream.of(kept).map(e -> all.i()[e]).toArray(),
                        IntStream.of(kept).map(e -> all.j()[e]).toArray(),
                        IntStream.of(kept).mapToDouble(e -> all.values()[e]).toArray(),
                        IntStream.of(kept).mapToDouble(e -> all.weights()[e]).toArray());
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
        try (DistributedRows data = SparkSolverTest.observed(parts, Ratings.WEIGHTED, 2)) {
            SparkSolution found =
                    SparkSolver.solve(
                            new SparkProblem(data, 6).withCentering(Centering.BOTH, 0), options);
            Problem problem =
                    Problem.lowRank(parts.weightedCore(), 6).withCentering(Centering.BOTH, 0);
            SparkSolverTest.compare(found, Nadir.solve(problem, options), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void denseRowsHaveOffsets(double penalty) {
        try (DistributedRows data = SparkSolverTest.dense()) {
            SolverOptions options = SolverOptions.defaults();
            SparkSolution found =
                    SparkSolver.solve(
                            new SparkProblem(data, 8).withCentering(Centering.BOTH, penalty),
                            options);
            DenseMatrix matrix =
                    DenseMatrix.wrap(
                            SparkSolverTest.DENSE_ROWS,
                            SparkSolverTest.DENSE_COLUMNS,
                            SparkSolverTest.denseValues());
            Solution core =
                    Nadir.solve(
                            Problem.lowRank(matrix, 8).withCentering(Centering.BOTH, penalty),
                            options);
            SparkSolverTest.compare(found, core, 1e-6);
        }
    }
}
