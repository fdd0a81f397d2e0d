package io.nadir.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.spark.LocalSpark;
import io.nadir.spark.Ratings;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import py4j.reflection.MethodInvoker;
import py4j.reflection.ReflectionEngine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The calls of the Python example in native-notes/spark-ml.md, made as Spark's gateway for Python
 * makes them: by names and the classes of the arguments, with the gateway's own rules.
 */
class GatewayTest {
    private static final ReflectionEngine ENGINE = new ReflectionEngine();

    private static Object make(String name) {
        return ENGINE.invoke(
                null,
                ENGINE.getConstructor("io.nadir.spark.ml." + name, new Object[0]),
                new Object[0]);
    }

    private static Object call(Object target, String name, Object... arguments) {
        MethodInvoker method = ENGINE.getMethod(target, name, arguments);
        return ENGINE.invoke(target, method, arguments);
    }

    @Test
    void theExampleOfPartsCallsWhatThereIs() {
        Dataset<Row> rows =
                LocalSpark.session()
                        .createDataFrame(
                                List.of(
                                        RowFactory.create((Object) new double[] {4, 2, 0.1}),
                                        RowFactory.create((Object) new double[] {0.1, 1, 3}),
                                        RowFactory.create((Object) new double[] {2, 1, 0.2})),
                                new StructType()
                                        .add(
                                                "features",
                                                DataTypes.createArrayType(DataTypes.DoubleType)));
        Object estimator =
                call(call(make("LowRank"), "setInputCol", "features"), "setOutputCol", "parts");
        estimator = call(call(estimator, "setNonnegative", true), "setRegShare", 0.2);
        estimator = call(call(estimator, "setRelativeGap", 0.05), "setNumPartitions", 1);
        Object parts = call(estimator, "fit", rows);
        assertThat((String) call(call(parts, "summary"), "toString")).contains("verdict");
        Dataset<?> shares = (Dataset<?>) call(parts, "transform", rows);
        double[] first = ((Row) shares.head()).<Vector>getAs("parts").toArray();
        assertThat(Arrays.stream(first)).isNotEmpty().allMatch(share -> share >= 0);
    }

    @Test
    void thePythonExampleCallsWhatThereIs(@TempDir Path directory) {
        Dataset<?> ratings = Ratings.random(20, 12, 2, 0.5, 3).frame(LocalSpark.session());
        Object estimator = make("MatrixCompletion");
        estimator = call(estimator, "setUserCol", "user");
        estimator = call(estimator, "setItemCol", "item");
        estimator = call(estimator, "setRatingCol", "rating");
        estimator = call(estimator, "setRegShare", 0.5);
        estimator = call(estimator, "setRelativeGap", 1e-3);
        estimator = call(estimator, "setNumPartitions", 1);
        estimator = call(estimator, "setColdStartStrategy", "drop");
        Object model = call(estimator, "fit", ratings);
        Object summary = call(model, "summary");
        assertThat((Double) call(summary, "relativeGap")).isLessThanOrEqualTo(1e-3);
        assertThat(call(call(summary, "verdict"), "toString")).isEqualTo("GLOBAL");
        assertThat((String) call(summary, "toString")).contains("verdict", "lambda");
        Object predictions = call(model, "transform", ratings);
        assertThat(((Dataset<?>) predictions).columns()).contains("prediction");
        String path = directory.resolve("model").toString();
        call(call(call(model, "write"), "overwrite"), "save", path);
        Object loaded =
                ENGINE.invoke(
                        null,
                        ENGINE.getMethod(
                                MatrixCompletionModel.class.getName(), "load", new Object[] {path}),
                        new Object[] {path});
        assertThat(call(loaded, "rank")).isEqualTo(call(model, "rank"));
        assertThat(call(loaded, "predict", 1, 2)).isEqualTo(call(model, "predict", 1, 2));
    }
}
