package io.nadir.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.io.CheckpointFile;
import io.nadir.io.ModelDirectory;
import io.nadir.io.ModelDirectory.SavedModel;
import io.nadir.loss.HuberLoss;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Centering;
import io.nadir.model.Offsets;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.EntryColumns;
import io.nadir.spark.LocalSpark;
import io.nadir.spark.Ratings;
import io.nadir.spark.SparkProblem;
import io.nadir.spark.SparkSolver;

import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Completion as an estimator of Spark, against the core's solve of the same data. */
class MatrixCompletionTest {
    private static final Ratings RATINGS = Ratings.random(60, 30, 3, 0.4, 7);
    private static final double LAMBDA = 8;
    private static Dataset<Row> frame;
    private static MatrixCompletionModel model;

    @BeforeAll
    static void fit() {
        frame = frame(RATINGS);
        model = estimator().setRegParam(LAMBDA).setRelativeGap(1e-8).fit(frame);
    }

    /** Ids of users are texts, those of items integers. */
    private static Dataset<Row> frame(Ratings ratings) {
        return ratings.frame(LocalSpark.session())
                .withColumn("user", functions.concat(functions.lit("u"), functions.col("user")))
                .cache();
    }

    private static MatrixCompletion estimator() {
        return new MatrixCompletion().setNumPartitions(2);
    }

    /** One whose solve is short. */
    private static MatrixCompletion rough() {
        return new MatrixCompletion().setNumPartitions(1).setRelativeGap(1e-3).setRegShare(0.6);
    }

    @Test
    void predictionsAreThoseOfTheCore() {
        Solution core =
                Nadir.solve(
                        Problem.lowRank(RATINGS.core(), LAMBDA),
                        SolverOptions.defaults().withRelativeGap(1e-8));
        double[] expected = core.model().entries(RATINGS.i(), RATINGS.j());
        Map<String, Double> found = predictions(model.transform(frame));
        assertThat(found).hasSize(expected.length);
        for (int e = 0; e < expected.length; e++) {
            assertThat(found.get("u" + RATINGS.i()[e] + "/" + RATINGS.j()[e]))
                    .isCloseTo(expected[e], within(1e-3));
        }
        FactorizationSummary summary = model.summary();
        assertThat(summary.certificate().isGlobal()).isTrue();
        assertThat(summary.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(summary.rank()).isEqualTo(core.rank()).isEqualTo(model.rank()).isPositive();
        assertThat(summary.relativeGap()).isLessThanOrEqualTo(1e-8);
        assertThat(summary.objective())
                .isCloseTo(core.objective(), within(2e-9 * core.objective()));
        assertThat(List.of(summary.rows(), (long) summary.columns(), summary.entries()))
                .containsExactly(60L, 30L, (long) expected.length);
        assertThat(summary.kernels()).isNotEmpty();
    }

    @Test
    void largestLambdaIsThatOfTheCore() {
        double largest =
                Nadir.lambdaMax(Problem.lowRank(RATINGS.core(), 1), SolverOptions.defaults());
        FactorizationSummary given = model.summary();
        assertThat(given.lambdaMaxLower()).isLessThanOrEqualTo(largest * (1 + 1e-12));
        assertThat(given.lambdaMaxUpper()).isGreaterThanOrEqualTo(largest * (1 - 1e-12));
        FactorizationSummary share = rough().setRegShare(0.5).fit(frame).summary();
        assertThat(share.lambda()).isCloseTo(0.5 * largest, within(1e-5 * largest));
        assertThat(share.lambdaMaxLower()).isCloseTo(largest, within(1e-5 * largest));
        assertThat(share.lambdaMaxUpper()).isCloseTo(largest, within(0.05 * largest));
        assertThat(estimator().setRegParam(1.01 * largest).fit(frame).rank()).isZero();
    }

    @Test
    void lossesAndWeightsReachTheProblem() {
        agree(
                rough().setLoss("huber:0.5").fit(frame),
                Problem.lowRank(RATINGS.core(), 1).withLoss(new HuberLoss(0.5)));
        agree(
                rough().setWeightCol("weight").fit(frame),
                Problem.lowRank(RATINGS.weightedCore(), 1));
        double[] counts = RATINGS.values().clone();
        for (int e = 0; e < counts.length; e++) {
            counts[e] = Math.round(Math.abs(2 * counts[e]));
        }
        Ratings implicit = new Ratings(60, 30, RATINGS.i(), RATINGS.j(), counts, RATINGS.weights());
        agree(
                rough().setLoss("implicit:2").fit(frame(implicit)),
                Problem.lowRank(
                        SparseMatrix.copyOf(60, 30, implicit.i(), implicit.j(), counts)
                                .withImplicitFeedback(2),
                        1));
    }

    private static void agree(MatrixCompletionModel found, Problem core) {
        Problem problem = core.withLambda(found.summary().lambda());
        Solution expected = Nadir.solve(problem, SolverOptions.defaults());
        assertThat(found.summary().certificate().isGlobal()).isTrue();
        assertThat(found.rank()).isPositive();
        assertThat(found.summary().objective())
                .isCloseTo(expected.objective(), within(2e-3 * expected.objective()));
        assertThat(found.summary().certificate().lowerBound())
                .isLessThanOrEqualTo(expected.objective());
    }

    /** Both have bounds of the minimum, which neither's point may be below. */
    @Test
    void nonnegativeFactorsAreThoseOfTheCore() {
        double[] values = Arrays.stream(RATINGS.values()).map(Math::abs).toArray();
        Ratings ratings = new Ratings(60, 30, RATINGS.i(), RATINGS.j(), values, RATINGS.weights());
        MatrixCompletionModel found =
                estimator()
                        .setNonnegative(true)
                        .setRegParam(LAMBDA)
                        .setRelativeGap(1e-3)
                        .fit(frame(ratings));
        Solution core =
                Nadir.solve(
                        Problem.lowRank(ratings.core(), LAMBDA)
                                .withRegularizer(SquaredNorms.nonNegative()),
                        SolverOptions.defaults().withRelativeGap(1e-3));
        FactorizationSummary summary = found.summary();
        assertThat(found.rank()).isGreaterThan(1);
        assertThat(summary.objective())
                .isCloseTo(core.objective(), within(2e-3 * core.objective()));
        assertThat(summary.certificate().lowerBound())
                .isPositive()
                .isLessThanOrEqualTo(core.objective());
        assertThat(core.certificate().lowerBound()).isLessThanOrEqualTo(summary.objective());
        for (Dataset<Row> factors : List.of(found.userFactors(), found.itemFactors())) {
            for (Row row : factors.collectAsList()) {
                assertThat(row.<Double>getList(1)).allMatch(element -> element >= 0);
            }
        }
        assertThat(found.predict("u3", 5)).isNotNegative();
    }

    @Test
    void offsetsAreThoseOfTheCore() {
        Solution core =
                Nadir.solve(
                        Problem.lowRank(RATINGS.core().centered(Centering.BOTH, 2), 10),
                        SolverOptions.defaults().withRelativeGap(1e-7));
        MatrixCompletionModel found =
                estimator()
                        .setRegParam(10)
                        .setCenter("both")
                        .setOffsetPenalty(2)
                        .setColdStartStrategy("offset")
                        .setRelativeGap(1e-6)
                        .fit(frame);
        assertThat(found.summary().certificate().isGlobal()).isTrue();
        assertThat(found.rank()).isEqualTo(core.rank()).isPositive();
        assertThat(found.summary().objective())
                .isCloseTo(core.objective(), within(2e-6 * core.objective()));
        double expected = core.model().entries(new int[] {3}, new int[] {5})[0];
        assertThat(found.predict("u3", 5)).isCloseTo(expected, within(0.02));
        Offsets offsets = Objects.requireNonNull(core.model().offsets());
        double mean = offsets.mean();
        assertThat(found.mean()).isCloseTo(mean, within(0.01));
        assertThat(found.predict("new", 99)).isEqualTo(found.mean());
        assertThat(found.predict("u3", 99)).isCloseTo(mean + offsets.rows()[3], within(0.02));
        assertThat(found.predict("new", 5)).isCloseTo(mean + offsets.columns()[5], within(0.02));
        Dataset<Row> pairs =
                LocalSpark.session().sql("SELECT * FROM VALUES ('u3', 99) AS t(user, item)");
        assertThat(found.transform(pairs).head().getDouble(2)).isEqualTo(found.predict("u3", 99));
        double largest =
                Nadir.lambdaMax(
                        Problem.lowRank(RATINGS.core().centered(Centering.BOTH, 2), 1),
                        SolverOptions.defaults());
        FactorizationSummary share =
                rough().setRegShare(0.9).setCenter("both").setOffsetPenalty(2).fit(frame).summary();
        assertThat(share.lambdaMaxLower()).isCloseTo(largest, within(1e-4 * largest));
    }

    @Test
    void unseenIdsFollowTheStrategy() {
        Dataset<Row> pairs =
                LocalSpark.session()
                        .sql(
                                "SELECT * FROM VALUES ('u1', 2), ('u1', 99), ('new', 2), ('new',"
                                        + " 99), (NULL, 2) AS t(user, item)");
        assertThat(model.countUnseen(pairs)).isEqualTo(new UnseenPairs(5, 3, 2, 4));
        List<Row> nan = model.transform(pairs).collectAsList();
        assertThat(nan).hasSize(5);
        assertThat(nan.stream().filter(row -> Double.isNaN(row.getDouble(2)))).hasSize(4);
        MatrixCompletionModel dropping = model.copy(new ParamMap()).setColdStartStrategy("drop");
        assertThat(model.getColdStartStrategy()).isEqualTo("nan");
        List<Row> kept = dropping.transform(pairs).collectAsList();
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().getDouble(2)).isEqualTo(model.predict("u1", 2)).isNotNaN();
        assertThat(model.predict("new", 2)).isNaN();
        assertThatThrownBy(() ->
                        model.copy(new ParamMap()).setColdStartStrategy("offset").transform(pairs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coldStartStrategy = offset")
                .hasMessageContaining("center = none");
    }

    @Test
    void aSavedModelHasTheSameBits(@TempDir Path directory) throws Exception {
        String path = directory.resolve("model").toString();
        model.write().overwrite().save(path);
        MatrixCompletionModel loaded = MatrixCompletionModel.load(path);
        assertThat(predictions(loaded.transform(frame)))
                .isEqualTo(predictions(model.transform(frame)));
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.explainParams()).isEqualTo(model.explainParams());
        assertThat(loaded.getRegParam()).isEqualTo(LAMBDA);
        assertThat(loaded.summary().toString()).isEqualTo(model.summary().toString());
        assertThat(loaded.summary().certificate().polar().upper())
                .isEqualTo(model.summary().certificate().polar().upper());
        assertThatThrownBy(() -> loaded.write().overwrite().save(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("read from there");
        assertThat(loaded.userFactors().count()).isEqualTo(60);
        loaded.write().save(directory.resolve("again").toString());
        assertThatThrownBy(() -> new MatrixCompletionModel("empty").rank())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no factors");
    }

    @Test
    void theCoreReadsAnExportedModel(@TempDir Path directory) throws Exception {
        model.exportTo(directory.toString());
        SavedModel saved = ModelDirectory.loadWithIndexing(directory);
        int row = saved.indexing().row("u17");
        int column = saved.indexing().column("11");
        double entry = saved.model().entries(new int[] {row}, new int[] {column})[0];
        assertThat(model.predict("u17", 11)).isCloseTo(entry, within(1e-12));
    }

    @Test
    void aCrossValidatorChoosesLambdaInAPipelineThatIsSaved(@TempDir Path directory)
            throws Exception {
        MatrixCompletion estimator = rough().setColdStartStrategy("drop").setRelativeGap(0.02);
        String stored = directory.resolve("estimator").toString();
        estimator.write().save(stored);
        assertThat(MatrixCompletion.load(stored).explainParams())
                .isEqualTo(estimator.explainParams());
        ParamMap[] grid =
                new ParamGridBuilder()
                        .addGrid(estimator.regShare(), new double[] {0.95, 0.5})
                        .build();
        CrossValidatorModel chosen =
                new CrossValidator()
                        .setEstimator(new Pipeline().setStages(new PipelineStage[] {estimator}))
                        .setEvaluator(
                                new RegressionEvaluator()
                                        .setLabelCol("rating")
                                        .setMetricName("rmse"))
                        .setEstimatorParamMaps(grid)
                        .setNumFolds(2)
                        .setSeed(1)
                        .fit(frame);
        double[] metrics = chosen.avgMetrics();
        assertThat(metrics[1]).isLessThan(metrics[0]).isPositive();
        PipelineModel pipeline = (PipelineModel) chosen.bestModel();
        MatrixCompletionModel best = (MatrixCompletionModel) pipeline.stages()[0];
        assertThat(best.getRegShare()).isEqualTo(0.5);
        assertThat(best.summary().certificate().isGlobal()).isTrue();
        String path = directory.resolve("fitted").toString();
        pipeline.write().save(path);
        assertThat(predictions(PipelineModel.load(path).transform(frame)))
                .isEqualTo(predictions(pipeline.transform(frame)));
    }

    @Test
    void recommendsTheLargestPredictions() {
        assertThat(model.recommendForAllUsers(3).count()).isEqualTo(60);
        Dataset<Row> one = frame.where("user = 'u5'");
        Row best = model.recommendForUserSubset(one, 3).collectAsList().getFirst();
        assertThat(best.getString(0)).isEqualTo("u5");
        List<Row> items = best.getList(1);
        Map<Integer, Double> expected = new TreeMap<>();
        Dataset<Row> pairs =
                LocalSpark.session()
                        .range(30)
                        .selectExpr("'u5' AS user", "CAST(id AS INT) AS item");
        for (Row row : model.transform(pairs).collectAsList()) {
            expected.put(row.getInt(1), row.getDouble(2));
        }
        List<Integer> order =
                expected.entrySet().stream()
                        .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                        .map(Map.Entry::getKey)
                        .limit(3)
                        .toList();
        assertThat(items.stream().map(row -> row.getInt(0)).toList()).isEqualTo(order);
        assertThat(items.getFirst().getDouble(1)).isEqualTo(expected.get(order.getFirst()));
    }

    @Test
    void aFitGoesOnFromItsCheckpoint(@TempDir Path directory) {
        Path file = directory.resolve("state");
        EntryColumns names = new EntryColumns("user", "item", "rating");
        SolverOptions cut =
                SolverOptions.defaults()
                        .withRelativeGap(1e-8)
                        .withCheckpoints(CheckpointFile.ofSolve(file, Duration.ZERO))
                        .withListener(
                                new SolveListener() {
                                    @Override
                                    public boolean onIteration(Progress progress) {
                                        return progress.iteration() < 6;
                                    }
                                });
        try (DistributedRows rows = DistributedRows.observed(frame, names, 2)) {
            SparkSolver.solve(new SparkProblem(rows, LAMBDA), cut);
        }
        assertThat(file).exists();
        MatrixCompletionModel resumed =
                estimator()
                        .setRegParam(LAMBDA)
                        .setRelativeGap(1e-8)
                        .setCheckpointFile(file.toString())
                        .setCheckpointSeconds(0)
                        .fit(frame);
        assertThat(Files.exists(file)).isFalse();
        assertThat(resumed.summary().gap()).isEqualTo(model.summary().gap());
        assertThat(resumed.itemFactors().collectAsList())
                .isEqualTo(model.itemFactors().collectAsList());
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        refuses(() -> estimator().setRegParam(-1), "regParam = -1.0", "greater than 0");
        refuses(() -> estimator().setLoss("cubed"), "loss = cubed", "huber:D");
        refuses(() -> estimator().setColdStartStrategy("skip"), "coldStartStrategy = skip", "drop");
        refuses(() -> estimator().setNumPartitions(0), "numPartitions = 0", "from 1");
        refuses(() -> estimator().fit(frame), "neither regParam nor regShare");
        refuses(() -> estimator().setRegParam(1).setRegShare(0.1).fit(frame), "regShare = 0.1");
        MatrixCompletion one = estimator().setRegParam(1);
        refuses(
                () -> one.transformSchema(frame.drop("item").schema()),
                "column = item",
                "user, rating, weight");
        refuses(
                () -> one.fit(frame.withColumn("item", functions.lit(1.5))),
                "column item is of type",
                "integers, strings");
        refuses(
                () -> one.fit(frame.withColumn("rating", functions.lit("5"))),
                "column rating is of type STRING",
                "numbers");
        refuses(
                () -> one.fit(frame.withColumn("prediction", functions.lit(1))),
                "predictionCol = prediction");
        refuses(
                () ->
                        estimator()
                                .setRegParam(1)
                                .setLoss("implicit:1")
                                .setWeightCol("weight")
                                .fit(frame),
                "weightCol = weight");
        refuses(() -> one.fit(frame.union(frame)), "there twice");
        refuses(
                () -> estimator().setRegParam(1).setLoss("huber:1").setCenter("both").fit(frame),
                "center = both",
                "loss = huber:1");
        refuses(
                () -> model.transform(frame.withColumn("user", functions.lit(3))),
                "column user is of type INT",
                "STRING");
    }

    private static void refuses(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    private static Map<String, Double> predictions(Dataset<Row> predicted) {
        Map<String, Double> found = new TreeMap<>();
        for (Row row : predicted.collectAsList()) {
            found.put(
                    row.getAs("user") + "/" + row.getAs("item"),
                    row.getDouble(row.fieldIndex("prediction")));
        }
        return found;
    }
}
