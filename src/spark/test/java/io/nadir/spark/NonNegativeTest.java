package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Nonnegative factors of distributed rows, against the core, singular values and brute force. */
class NonNegativeTest {
    private static final int ROWS = 24;
    private static final int COLUMNS = 10;
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-3);

    /** Three parts that overlap, and positive noise. */
    static double[] parts() {
        Random random = new Random(7);
        double[] values = new double[ROWS * COLUMNS];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < ROWS; i++) {
                double u = Math.max(0, random.nextGaussian());
                for (int j = 3 * k; j < 3 * k + 4; j++) {
                    values[i * COLUMNS + j] += 2 * u * (1 + (j + k) % 3);
                }
            }
        }
        for (int at = 0; at < values.length; at++) {
            values[at] += 0.1 * Math.abs(random.nextGaussian());
        }
        return values;
    }

    static DistributedRows dense(double[] values, int columns) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i * columns < values.length; i++) {
            double[] row = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
            rows.add(RowFactory.create(i, row));
        }
        StructType schema =
                new StructType()
                        .add("id", DataTypes.IntegerType)
                        .add("features", DataTypes.createArrayType(DataTypes.DoubleType));
        return DistributedRows.dense(
                LocalSpark.session().createDataFrame(rows, schema), "id", "features", 2);
    }

    @Test
    void denseRowsHaveTheBoundsOfTheCore() {
        agree(DenseMatrix.wrap(ROWS, COLUMNS, parts()), dense(parts(), COLUMNS), 8);
    }

    @Test
    void knownEntriesHaveTheBoundsOfTheCore() {
        Ratings some = Ratings.random(ROWS, COLUMNS, 2, 0.6, 4);
        double[] all = parts();
        double[] values = new double[some.values().length];
        for (int e = 0; e < values.length; e++) {
            values[e] = all[some.i()[e] * COLUMNS + some.j()[e]];
        }
        Ratings ratings = new Ratings(ROWS, COLUMNS, some.i(), some.j(), values, some.weights());
        agree(ratings.weightedCore(), SparkSolverTest.observed(ratings, Ratings.WEIGHTED, 2), 12);
    }

    private static void agree(MatrixData data, DistributedRows rows, double lambda) {
        Solution core =
                Nadir.solve(
                        Problem.lowRank(data, lambda).withRegularizer(SquaredNorms.nonNegative()),
                        OPTIONS);
        try (rows) {
            SparkSolution found =
                    SparkSolver.solve(
                            new SparkProblem(rows, lambda).withNonNegativeFactors(), OPTIONS);
            Certificate certificate = found.certificate();
            assertThat(found.rank()).isGreaterThan(1);
            assertThat(certificate.verdict()).isIn(Verdict.GLOBAL, Verdict.UNDECIDED);
            assertThat(certificate.polar().lower()).isCloseTo(1, within(1e-2));
            assertThat(certificate.relativeGap()).isLessThan(0.05);
            assertThat(certificate.lowerBound()).isLessThanOrEqualTo(core.objective());
            assertThat(core.certificate().lowerBound()).isLessThanOrEqualTo(found.objective());
            assertThat(found.objective())
                    .isCloseTo(core.objective(), within(1e-3 * core.objective()));
            assertThat(Arrays.stream(found.v())).allMatch(element -> element >= 0);
            for (Row row : found.rowFactors().collectAsList()) {
                assertThat(row.<Double>getList(1)).allMatch(element -> element >= 0);
            }
        }
    }

    /** Where one column suffices, its singular vectors are positive, and so are bounds tight. */
    @Test
    void aPositiveMatrixOfOneColumnIsCertified() {
        double[] values = parts();
        double[] sigma = SmallDense.svd(Panel.wrap(values.clone(), ROWS, COLUMNS, 0)).values();
        double lambda = 1.05 * sigma[1];
        double least = 0;
        for (double each : sigma) {
            double kept = Math.max(0, each - lambda);
            least += 0.5 * (each - kept) * (each - kept) + lambda * kept;
        }
        try (DistributedRows rows = dense(values, COLUMNS)) {
            SparkSolution found =
                    SparkSolver.solve(
                            new SparkProblem(rows, lambda).withNonNegativeFactors(), OPTIONS);
            assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
            assertThat(found.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
            assertThat(found.rank()).isEqualTo(1);
            assertThat(found.objective()).isBetween(least * (1 - 1e-12), least * (1 + 1e-3));
            assertThat(found.certificate().lowerBound()).isLessThanOrEqualTo(least * (1 + 1e-12));
        }
    }

    /** At rank 0 Z is Y/λ, and v ≥ 0 of norm 1 is an angle. */
    @Test
    void boundsOfThePolarHoldTheOneOfBruteForce() {
        Random random = new Random(2);
        double[] values = new double[2 * ROWS];
        Arrays.setAll(values, at -> random.nextGaussian() - 0.2);
        double largest = 0;
        for (int step = 0; step <= 100_000; step++) {
            double angle = 0.5 * Math.PI * step / 100_000;
            double square = 0;
            for (int i = 0; i < ROWS; i++) {
                double product =
                        values[2 * i] * Math.cos(angle) + values[2 * i + 1] * Math.sin(angle);
                square += product > 0 ? product * product : 0;
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        try (DistributedRows rows = dense(values, 2)) {
            SparkProblem problem = new SparkProblem(rows, 1).withNonNegativeFactors();
            PolarBounds refuted = SparkSolver.certify(problem, new double[0], 0, OPTIONS).polar();
            assertThat(refuted.lower()).isCloseTo(largest, within(1e-6));
            PolarBounds bounds = SparkSolver.lambdaMax(problem, OPTIONS);
            assertThat(bounds.lower()).isCloseTo(largest, within(1e-6));
            assertThat(bounds.upper()).isBetween(largest, 2 * largest);
        }
    }

    /** In a valley where 1,800 steps of alternating minimization come to 165.934285. */
    @Test
    void aFlatValleyTakesFewPasses() {
        try (DistributedRows rows = dense(parts(), COLUMNS)) {
            SparkProblem problem = new SparkProblem(rows, 2).withNonNegativeFactors();
            try (RowsMap map = new RowsMap(new Passes(problem, new JobNames(rows.context())))) {
                NonNegativeDescent descent =
                        new NonNegativeDescent(new Objective<>(map, SquaredNorms.nonNegative(), 2));
                Random random = new Random(3);
                Factors w = Factors.zeros(4, COLUMNS);
                for (int j = 0; j < COLUMNS; j++) {
                    for (int k = 0; k < 4; k++) {
                        w.block(0).set(j, k, random.nextDouble());
                    }
                }
                double f = Double.POSITIVE_INFINITY;
                for (int step = 0; step < 110; step++) {
                    f = descent.step(w);
                }
                assertThat(f).isLessThan(165.93426);
            }
        }
    }

    @Test
    void aSolveGoesOnFromItsCheckpointWithTheSameBits() throws Exception {
        try (DistributedRows rows = dense(parts(), COLUMNS)) {
            SparkProblem problem = new SparkProblem(rows, 8).withNonNegativeFactors();
            ResumedSolve.check(problem, SolverOptions.defaults().withRelativeGap(0.05), 7);
        }
    }

    @Test
    void offsetsAreRefused() {
        try (DistributedRows rows = dense(parts(), COLUMNS)) {
            assertThatThrownBy(() ->
                            new SparkProblem(rows, 1)
                                    .withNonNegativeFactors()
                                    .withCentering(Centering.ROWS, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nonNegative = true")
                    .hasMessageContaining("offsets");
        }
    }
}
