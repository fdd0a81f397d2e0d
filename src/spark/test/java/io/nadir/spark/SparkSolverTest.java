package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Solutions and certificates of distributed rows, against the core's of the same data. */
class SparkSolverTest {
    static final Ratings RATINGS = Ratings.random(60, 30, 3, 0.4, 1);
    static final int DENSE_ROWS = 60;
    static final int DENSE_COLUMNS = 25;

    @Test
    void knownEntriesHaveTheCertificateOfTheCore() {
        agree(RATINGS.core(), observed(RATINGS, Ratings.NAMES, 2), 6);
    }

    @Test
    void weightedEntriesHaveTheCertificateOfTheCore() {
        agree(RATINGS.weightedCore(), observed(RATINGS, Ratings.WEIGHTED, 2), 9);
    }

    @Test
    void manyPartitionsAreAddedInGroups() {
        agree(RATINGS.core(), observed(RATINGS, Ratings.NAMES, OrderedSums.DIRECT + 1), 12);
    }

    @Test
    void denseRowsHaveTheCertificateOfTheCore() {
        try (DistributedRows data = dense()) {
            agree(DenseMatrix.wrap(DENSE_ROWS, DENSE_COLUMNS, denseValues()), data, 8);
        }
    }

    @Test
    void denseRowsHaveTheMinimumThatSingularValuesGive() {
        double lambda = 8;
        double[] values = denseValues();
        double least = 0;
        Panel matrix = Panel.wrap(values, DENSE_ROWS, DENSE_COLUMNS, 0);
        for (double sigma : SmallDense.svd(matrix).values()) {
            double kept = Math.max(0, sigma - lambda);
            least += 0.5 * Math.pow(sigma - kept, 2) + lambda * kept;
        }
        for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
            try (DistributedRows data = dense()) {
                SparkSolution found =
                        SparkSolver.solve(
                                new SparkProblem(data, lambda),
                                SolverOptions.defaults().withEvidence(evidence));
                Certificate certificate = found.certificate();
                assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
                assertThat(certificate.polar().evidence()).isEqualTo(evidence);
                assertThat(certificate.lowerBound()).isLessThanOrEqualTo(least * (1 + 1e-14));
                assertThat(found.objective() - certificate.gap())
                        .isLessThanOrEqualTo(least * (1 + 1e-14));
                assertThat(found.objective()).isGreaterThanOrEqualTo(least * (1 - 1e-13));
                assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-6);
            }
        }
    }

    @Test
    void knownEntriesAreProved() {
        for (ConvexLoss loss : List.of(new SquaredLoss(), new HuberLoss(0.5))) {
            try (DistributedRows data = observed(RATINGS, Ratings.WEIGHTED, 2)) {
                SolverOptions options =
                        SolverOptions.defaults()
                                .withEvidence(Evidence.PROVED)
                                .withRelativeGap(1e-5);
                SparkSolution found = SparkSolver.solve(new SparkProblem(data, loss, 6), options);
                Solution core =
                        Nadir.solve(
                                Problem.lowRank(RATINGS.weightedCore(), 6).withLoss(loss), options);
                assertThat(found.certificate().polar().evidence()).isEqualTo(Evidence.PROVED);
                compare(found, core, 1e-5);
            }
        }
    }

    static double[] denseValues() {
        Random random = new Random(3);
        double[] values = new double[DENSE_ROWS * DENSE_COLUMNS];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextGaussian() + (at % DENSE_COLUMNS < 3 ? 2 : 0);
        }
        return values;
    }

    static DistributedRows dense() {
        int n = DENSE_COLUMNS;
        double[] values = denseValues();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < DENSE_ROWS; i++) {
            double[] row = Arrays.copyOfRange(values, i * n, (i + 1) * n);
            rows.add(RowFactory.create("row" + i, Vectors.dense(row)));
        }
        StructType schema =
                new StructType()
                        .add("id", DataTypes.StringType)
                        .add("features", SQLDataTypes.VectorType());
        Dataset<Row> frame = LocalSpark.session().createDataFrame(rows, schema);
        return DistributedRows.dense(frame, "id", "features", 3);
    }

    @Test
    void huberLossHasTheCertificateOfTheCore() {
        try (DistributedRows data = observed(RATINGS, Ratings.NAMES, 2)) {
            HuberLoss loss = new HuberLoss(0.5);
            SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
            SparkSolution found = SparkSolver.solve(new SparkProblem(data, loss, 4), options);
            Solution core = Nadir.solve(Problem.lowRank(RATINGS.core(), 4).withLoss(loss), options);
            compare(found, core, 1e-5);
        }
    }

    @Test
    void implicitFeedbackHasTheCertificateOfTheCore() {
        Ratings counts = counts();
        Dataset<Row> frame = counts.frame(LocalSpark.session());
        SparseMatrix listed = SparseMatrix.copyOf(60, 30, counts.i(), counts.j(), counts.values());
        agree(
                listed.withImplicitFeedback(2),
                DistributedRows.implicit(frame, Ratings.NAMES, 2, 2),
                8);
    }

    @Test
    void weightedZerosHaveTheCertificateOfTheCore() {
        Dataset<Row> frame = RATINGS.frame(LocalSpark.session());
        agree(
                RATINGS.weightedCore().withUnlistedWeight(0.25),
                DistributedRows.sparse(frame, Ratings.WEIGHTED, 0.25, 2),
                9);
        agree(
                RATINGS.core().withUnlistedWeight(1),
                DistributedRows.sparse(frame, Ratings.NAMES, 1, 2),
                9);
    }

    /** Counts at the same places. */
    private static Ratings counts() {
        double[] values = RATINGS.values().clone();
        for (int e = 0; e < values.length; e++) {
            values[e] = Math.round(Math.abs(2 * values[e]));
        }
        return new Ratings(60, 30, RATINGS.i(), RATINGS.j(), values, RATINGS.weights());
    }

    @Test
    void laterRunsHaveTheSameBits() {
        double[] first;
        Certificate certificate;
        try (DistributedRows data = observed(RATINGS, Ratings.NAMES, 2)) {
            SparkSolution found = SparkSolver.solve(new SparkProblem(data, 6));
            first = found.v();
            certificate = found.certificate();
        }
        Dataset<Row> other = RATINGS.frame(LocalSpark.session()).repartition(5);
        try (DistributedRows data = DistributedRows.observed(other, Ratings.NAMES, 2)) {
            SparkSolution found = SparkSolver.solve(new SparkProblem(data, 6));
            assertThat(found.v()).isEqualTo(first);
            assertThat(found.certificate().gap()).isEqualTo(certificate.gap());
            assertThat(found.certificate().polar().upper()).isEqualTo(certificate.polar().upper());
        }
    }

    @Test
    void factorsMakeTheObjective() {
        try (DistributedRows data = observed(RATINGS, Ratings.NAMES, 2)) {
            SparkSolution found = SparkSolver.solve(new SparkProblem(data, 6));
            double[][] u = factors(found.rowFactors());
            double[][] v = factors(found.columnFactors());
            double objective = 0;
            for (int e = 0; e < RATINGS.values().length; e++) {
                double x = 0;
                for (int k = 0; k < found.rank(); k++) {
                    x += u[RATINGS.i()[e]][k] * v[RATINGS.j()[e]][k];
                }
                objective += 0.5 * Math.pow(x - RATINGS.values()[e], 2);
            }
            for (double[][] factor : List.of(u, v)) {
                for (double[] row : factor) {
                    objective += 3 * Arrays.stream(row).map(x -> x * x).sum();
                }
            }
            assertThat(objective).isCloseTo(found.objective(), within(1e-12 * objective));
        }
    }

    @Test
    void lambdaBeyondTheLargestHasRankZero() {
        double largest =
                Nadir.lambdaMax(Problem.lowRank(RATINGS.core(), 1), SolverOptions.defaults());
        try (DistributedRows data = observed(RATINGS, Ratings.NAMES, 2)) {
            SparkSolution found = SparkSolver.solve(new SparkProblem(data, 1.01 * largest));
            assertThat(found.rank()).isZero();
            assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
            assertThat(found.rowFactors().count()).isEqualTo(60);
        }
    }

    /**
     * Known entries on a diagonal are the singular values. They crowd so close below λ that a basis
     * would take more than the driver affords.
     */
    @Test
    @Tag("long")
    void crowdedSingularValuesAreBoundedWithoutABasis() {
        int side = 300;
        int[] index = IntStream.range(0, side).toArray();
        double[] values = Arrays.stream(index).mapToDouble(i -> 0.998 - 1e-3 * i).toArray();
        Ratings diagonal = new Ratings(side, side, index, index, values, values);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-6);
        try (DistributedRows data = observed(diagonal, Ratings.NAMES, 2)) {
            Certificate found = SparkSolver.solve(new SparkProblem(data, 1), options).certificate();
            assertThat(found.isGlobal()).isTrue();
            assertThat(found.polar().lower()).isLessThanOrEqualTo(0.998);
            assertThat(found.polar().upper()).isBetween(0.998, 1.00101);
            // A basis of all columns would take 38 products.
            assertThat(found.work().krylovSteps()).isGreaterThan(side / 8 + 1);
        }
    }

    static DistributedRows observed(Ratings ratings, EntryColumns names, int partitions) {
        return DistributedRows.observed(ratings.frame(LocalSpark.session()), names, partitions);
    }

    private static double[][] factors(Dataset<Row> frame) {
        return frame.collectAsList().stream()
                .sorted(Comparator.comparingInt(row -> row.getInt(0)))
                .map(row -> row.<Double>getList(1).stream().mapToDouble(x -> x).toArray())
                .toArray(double[][]::new);
    }

    private static void agree(MatrixData core, DistributedRows data, double lambda) {
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-7);
        try (data) {
            SparkSolution found = SparkSolver.solve(new SparkProblem(data, lambda), options);
            Solution expected = Nadir.solve(Problem.lowRank(core, lambda), options);
            compare(found, expected, 1e-7);
        }
    }

    /** Both are certified, at the same objective, with gaps that include that of the other. */
    static void compare(SparkSolution found, Solution core, double gap) {
        Certificate certificate = found.certificate();
        assertThat(core.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(found.rank()).isPositive();
        assertThat(certificate.relativeGap()).isLessThanOrEqualTo(gap);
        assertThat(certificate.lowerBound()).isLessThanOrEqualTo(core.objective());
        assertThat(core.certificate().lowerBound()).isLessThanOrEqualTo(found.objective());
        assertThat(found.objective())
                .isCloseTo(core.objective(), within(2 * gap * core.objective()));
        assertThat(certificate.polar().upper()).isCloseTo(1, within(1e-3));
    }
}
