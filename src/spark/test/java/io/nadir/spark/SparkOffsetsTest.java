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

import java.util.Objects;

/** Offsets beside the factors of distributed rows, against the core's of the same data. */
class SparkOffsetsTest {
    private static final int ROWS = 50;
    private static final int COLUMNS = 20;

    /** Ratings with offsets of rows and columns, which differ by more than the noise. */
    private static Ratings shifted() {
        Ratings ratings = Ratings.random(ROWS, COLUMNS, 3, 0.5, 1);
        double[] values = ratings.values().clone();
        for (int e = 0; e < values.length; e++) {
            values[e] += 3 + 0.1 * (ratings.i()[e] % 11) - 0.2 * (ratings.j()[e] % 7);
        }
        return new Ratings(ROWS, COLUMNS, ratings.i(), ratings.j(), values, ratings.weights());
    }

    @ParameterizedTest
    @CsvSource({"BOTH, 5", "ROWS, 2", "COLUMNS, 2", "COLUMNS, 0", "GLOBAL, 0"})
    void offsetsHaveTheCertificateOfTheCore(Centering centering, double penalty) {
        Ratings ratings = shifted();
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
        try (DistributedRows data = SparkSolverTest.observed(ratings, Ratings.WEIGHTED, 3)) {
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
            for (int e = 0; e < ratings.values().length; e += 17) {
                int i = ratings.i()[e];
                int j = ratings.j()[e];
                assertThat(found.mean() + a[i] + found.columnOffsets()[j])
                        .isCloseTo(expected.at(i, j), within(0.05));
            }
        }
    }

    @Test
    void denseRowsHaveOffsets() {
        try (DistributedRows data = SparkSolverTest.dense()) {
            SolverOptions options = SolverOptions.defaults();
            SparkSolution found =
                    SparkSolver.solve(
                            new SparkProblem(data, 8).withCentering(Centering.BOTH, 1), options);
            DenseMatrix matrix =
                    DenseMatrix.wrap(
                            SparkSolverTest.DENSE_ROWS,
                            SparkSolverTest.DENSE_COLUMNS,
                            SparkSolverTest.denseValues());
            Solution core =
                    Nadir.solve(
                            Problem.lowRank(matrix, 8).withCentering(Centering.BOTH, 1), options);
            SparkSolverTest.compare(found, core, 1e-6);
        }
    }
}
