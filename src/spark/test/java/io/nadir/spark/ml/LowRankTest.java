package io.nadir.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.io.ModelDirectory;
import io.nadir.io.ModelDirectory.SavedModel;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.spark.LocalSpark;

import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Coordinates of vectors, against singular values and the core. */
class LowRankTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 12;
    private static final double LAMBDA = 8;
    private static final double[] VALUES = values();
    private static Dataset<Row> frame;
    private static LowRankModel model;

    @BeforeAll
    static void fit() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RowFactory.create(i, Vectors.dense(row(i)), row(i)));
        }
        StructType schema =
                new StructType()
                        .add("id", DataTypes.IntegerType)
                        .add("features", SQLDataTypes.VectorType())
                        .add("array", DataTypes.createArrayType(DataTypes.DoubleType));
        frame = LocalSpark.session().createDataFrame(rows, schema).cache();
        model = estimator().setRelativeGap(1e-10).fit(frame);
    }

    private static double[] values() {
        Random random = new Random(3);
        double[] values = new double[ROWS * COLUMNS];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextGaussian() + (at % COLUMNS < 3 ? 2 : 0);
        }
        return values;
    }

    private static double[] row(int i) {
        return Arrays.copyOfRange(VALUES, i * COLUMNS, (i + 1) * COLUMNS);
    }

    private static LowRank estimator() {
        return new LowRank().setRegParam(LAMBDA).setNumPartitions(2);
    }

    /** Rows in the order of their ids. */
    private static double[][] coordinates(Dataset<Row> transformed, String column) {
        return transformed.orderBy("id").select(column).collectAsList().stream()
                .map(row -> row.<Vector>getAs(0).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void componentsAreShrunkSingularVectors() {
        SmallDense.Svd svd = SmallDense.svd(Panel.wrap(VALUES.clone(), ROWS, COLUMNS, 0));
        int rank = 0;
        while (rank < COLUMNS && svd.values()[rank] > LAMBDA) {
            rank++;
        }
        assertThat(model.rank()).isEqualTo(rank).isGreaterThan(1);
        double[][] u = coordinates(model.transform(frame), "coordinates");
        for (int k = 0; k < rank; k++) {
            double kept = svd.values()[k] - LAMBDA;
            int sign = 0;
            for (int j = 0; j < COLUMNS; j++) {
                double component = model.components().apply(j, k);
                sign = sign != 0 ? sign : component * svd.v().get(j, k) > 0 ? 1 : -1;
                assertThat(component)
                        .isCloseTo(sign * Math.sqrt(kept) * svd.v().get(j, k), within(1e-3));
            }
            for (int i = 0; i < ROWS; i++) {
                assertThat(u[i][k])
                        .isCloseTo(sign * Math.sqrt(kept) * svd.u().get(i, k), within(1e-3));
            }
        }
    }

    @Test
    void componentsAreOrthogonalAndSorted() {
        double[][] gram = new double[model.rank()][model.rank()];
        for (int k = 0; k < model.rank(); k++) {
            double largest = 0;
            for (int j = 0; j < COLUMNS; j++) {
                double element = model.components().apply(j, k);
                largest = Math.abs(element) > Math.abs(largest) ? element : largest;
                for (int l = 0; l < model.rank(); l++) {
                    gram[k][l] += element * model.components().apply(j, l);
                }
            }
            assertThat(largest).isPositive();
        }
        for (int k = 0; k < model.rank(); k++) {
            for (int l = 0; l < k; l++) {
                assertThat(gram[k][l]).isCloseTo(0, within(1e-12));
                assertThat(gram[l][l]).isGreaterThanOrEqualTo(gram[k][k]);
            }
        }
    }

    @Test
    void robustCoordinatesMinimizeTheCoresObjective() {
        HuberLoss loss = new HuberLoss(0.5);
        LowRankModel robust =
                estimator()
                        .setLoss("huber:0.5")
                        .setRegParam(5)
                        .setRelativeGap(1e-4)
                        .setIdCol("id")
                        .fit(frame);
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(ROWS, COLUMNS, VALUES.clone()), 5).withLoss(loss);
        Solution core = Nadir.solve(problem, SolverOptions.defaults());
        double[][] u = coordinates(robust.transform(frame), "coordinates");
        double objective = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double x = 0;
                for (int k = 0; k < robust.rank(); k++) {
                    x += u[i][k] * robust.components().apply(j, k);
                }
                objective += loss.value(VALUES[i * COLUMNS + j], x);
            }
            objective += 2.5 * Arrays.stream(u[i]).map(x -> x * x).sum();
        }
        objective += 2.5 * Arrays.stream(robust.v()).map(x -> x * x).sum();
        assertThat(robust.rank()).isPositive();
        assertThat(robust.summary().certificate().isGlobal()).isTrue();
        assertThat(objective).isCloseTo(core.objective(), within(2e-4 * core.objective()));
    }

    @Test
    void coordinatesBesideOffsetsAreThoseOfTheCore() {
        LowRankModel centered =
                estimator().setCenter("both").setOffsetPenalty(1).setIdCol("id").fit(frame);
        int r = centered.rank();
        assertThat(r).isPositive();
        assertThat(centered.summary().certificate().isGlobal()).isTrue();
        Offsets offsets =
                new Offsets(
                        Centering.BOTH,
                        centered.mean(),
                        new double[ROWS],
                        centered.columnOffsets(),
                        new boolean[ROWS],
                        new boolean[COLUMNS],
                        0,
                        1);
        double[] components = centered.components().transpose().toArray();
        Factors factors = Factors.copyOfPair(ROWS, COLUMNS, r, new double[ROWS * r], components);
        double[] expected =
                Nadir.transform(
                                Problem.lowRank(
                                        DenseMatrix.wrap(ROWS, COLUMNS, VALUES.clone()), LAMBDA),
                                new TrainedFactorization(false, factors, offsets),
                                SolverOptions.defaults())
                        .u();
        double[][] u = coordinates(centered.transform(frame), "coordinates");
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < r; k++) {
                assertThat(u[i][k]).isCloseTo(expected[i * r + k], within(1e-8));
            }
        }
    }

    /** Rows whose product with V, with offsets, is what solving for a row has left of its noise. */
    @Test
    void theCoreReadsAnExportedModel(@TempDir Path directory) throws Exception {
        LowRankModel centered =
                estimator().setCenter("both").setOffsetPenalty(0).setIdCol("id").fit(frame);
        centered.exportTo(frame, directory.toString());
        SavedModel saved = ModelDirectory.loadWithIndexing(directory);
        double[][] u = coordinates(centered.transform(frame), "coordinates");
        for (int i = 0; i < ROWS; i += 7) {
            int row = saved.indexing().row(Integer.toString(i));
            double left = 0;
            for (int j = 0; j < COLUMNS; j++) {
                int column = saved.indexing().column(Integer.toString(j));
                left +=
                        saved.model().entries(new int[] {row}, new int[] {column})[0]
                                - VALUES[i * COLUMNS + j];
                assertThat(saved.model().factors().block(1).get(column, 0))
                        .isEqualTo(centered.components().apply(j, 0));
            }
            assertThat(left)
                    .as("a free offset of the row makes its mean exact")
                    .isCloseTo(0, within(1e-9));
            assertThat(saved.model().factors().block(0).get(row, 0)).isEqualTo(u[i][0]);
        }
    }

    /** Spark alone would say which field is missing, not why, nor what to do. */
    @Test
    void aModelOfAnotherVersionIsRefusedWithWhatToDo(@TempDir Path directory) throws Exception {
        String path = directory.resolve("model").toString();
        estimator().setRelativeGap(0.2).fit(frame).write().save(path);
        Dataset<Row> saved = LocalSpark.session().read().parquet(path + "/model").cache();
        assertThat(saved.count()).isOne();
        saved.drop("nonnegative").write().mode("overwrite").parquet(path + "/model");
        assertThatThrownBy(() -> LowRankModel.load(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "path = "
                                + path
                                + ", which a version without nonnegative has saved, allowed are"
                                + " models of this version: fit the model again with it, and save"
                                + " that");
    }

    /** Coordinates of the fit's rows give the certified f, in the model that is loaded, too. */
    @Test
    void nonnegativeFactorsStaySo(@TempDir Path directory) throws Exception {
        LowRank estimator = estimator().setNonnegative(true).setRelativeGap(0.2).setIdCol("id");
        LowRankModel parts = estimator.fit(frame);
        assertThat(parts.rank()).isPositive();
        parts.write().save(directory.resolve("model").toString());
        LowRankModel loaded = LowRankModel.load(directory.resolve("model").toString());
        assertThat(loaded.getNonnegative()).isTrue();
        double[][] u = coordinates(loaded.transform(frame), "coordinates");
        assertThat(u).isDeepEqualTo(coordinates(parts.transform(frame), "coordinates"));
        double f = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double rest = VALUES[i * COLUMNS + j];
                for (int k = 0; k < parts.rank(); k++) {
                    assertThat(u[i][k]).isNotNegative();
                    assertThat(parts.components().apply(j, k)).isNotNegative();
                    rest -= u[i][k] * parts.components().apply(j, k);
                }
                f += 0.5 * rest * rest;
            }
            f += 0.5 * LAMBDA * Arrays.stream(u[i]).map(x -> x * x).sum();
        }
        f += 0.5 * LAMBDA * Arrays.stream(parts.v()).map(x -> x * x).sum();
        assertThat(f).isCloseTo(parts.summary().objective(), within(1e-9 * f));
        parts.exportTo(frame, directory.resolve("export").toString());
        SavedModel saved = ModelDirectory.loadWithIndexing(directory.resolve("export"));
        assertThat(saved.model().factors().block(0).get(saved.indexing().row("3"), 0))
                .isEqualTo(u[3][0]);
    }

    @Test
    void resultsDependOnTheRowsAlone() {
        LowRankModel other =
                estimator()
                        .setRelativeGap(1e-10)
                        .setInputCol("array")
                        .setOutputCol("pc")
                        .fit(frame.repartition(3));
        assertThat(other.v()).isEqualTo(model.v());
        assertThat(coordinates(other.transform(frame), "pc"))
                .isDeepEqualTo(coordinates(model.transform(frame), "coordinates"));
    }

    @Test
    void aSavedModelHasTheSameBits(@TempDir Path directory) throws Exception {
        String path = directory.resolve("pipeline").toString();
        new Pipeline().setStages(new PipelineStage[] {model}).fit(frame).write().save(path);
        LowRankModel loaded = (LowRankModel) PipelineModel.load(path).stages()[0];
        assertThat(loaded.v()).isEqualTo(model.v());
        assertThat(coordinates(loaded.transform(frame), "coordinates"))
                .isDeepEqualTo(coordinates(model.transform(frame), "coordinates"));
        assertThat(loaded.summary().toString()).isEqualTo(model.summary().toString());
        assertThat(loaded.explainParams()).isEqualTo(model.explainParams());
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        refuses(
                () -> estimator().setInputCol("id").fit(frame),
                "column id is of type INT",
                "vectors");
        refuses(() -> estimator().setIdCol("name").fit(frame), "column = name", "features");
        refuses(() -> estimator().setOutputCol("id").fit(frame), "outputCol = id");
        refuses(() -> estimator().setLoss("implicit:1").fit(frame), "loss = implicit:1", "huber");
        refuses(
                () -> estimator().setNonnegative(true).setCenter("rows").fit(frame),
                "nonnegative = true",
                "center = rows");
        refuses(() -> model.transform(frame.drop("features")), "column = features");
    }

    @Test
    void rowsThatDoNotFitAreNamed() {
        LowRankFactors factors =
                new LowRankFactors(
                        new double[] {1, 0, 0},
                        1,
                        0,
                        new double[3],
                        1,
                        "squared",
                        "none",
                        0,
                        false);
        CoordinateMap map = new CoordinateMap(factors, "features");
        assertThat(map.call(Vectors.dense(4, 5, 6)).apply(0)).isCloseTo(2, within(1e-15));
        refuses(() -> map.call(Vectors.dense(4, 5)), "column features has 2 numbers", "3");
        refuses(() -> map.call(Vectors.dense(4, Double.NaN, 6)), "NaN at position 1", "finite");
        refuses(() -> map.call(null), "column features is null");
    }

    private static void refuses(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }
}
