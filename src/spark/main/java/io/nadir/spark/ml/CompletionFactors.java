package io.nadir.spark.ml;

import io.nadir.spark.SparkSolution;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The factors of a completed matrix, X = U·Vᵀ + μ + a_i + b_j.
 *
 * @param users (id, features, offset): a row of U and a_i for each row of X
 * @param items (id, features, offset): a row of V and b_j for each column of X
 * @param mean μ
 * @param rank the number of features
 * @param source the directory that users and items are read from; null if they are in memory
 */
record CompletionFactors(
        Dataset<Row> users, Dataset<Row> items, double mean, int rank, @Nullable String source)
        implements FactorParts {
    private static final String[] NAMES = {"id", "features", "offset"};
    private static final String USERS = "/userFactors";
    private static final String ITEMS = "/itemFactors";
    private static final String MODEL = "/model";

    private static final StructType MODEL_SCHEMA =
            new StructType().add("mean", DataTypes.DoubleType).add("rank", DataTypes.IntegerType);

    /** Computes U, and keeps it on the executors: one job. */
    static CompletionFactors of(SparkSolution solution) {
        return new CompletionFactors(
                kept(solution.rowFactors().toDF(NAMES)),
                solution.columnFactors().toDF(NAMES),
                solution.mean(),
                solution.rank(),
                null);
    }

    /** The rows in memory, until the last data set of them is garbage. */
    private static Dataset<Row> kept(Dataset<Row> factors) {
        JavaRDD<Row> rows = factors.toJavaRDD().persist(StorageLevel.MEMORY_AND_DISK());
        rows.count();
        return factors.sparkSession().createDataFrame(rows, factors.schema());
    }

    DataType userType() {
        return users.schema().apply("id").dataType();
    }

    DataType itemType() {
        return items.schema().apply("id").dataType();
    }

    /** {@inheritDoc} Three of them. */
    @Override
    public void save(SparkSession session, String path) {
        users.write().parquet(path + USERS);
        items.coalesce(1).write().parquet(path + ITEMS);
        session.createDataFrame(List.of(RowFactory.create(mean, rank)), MODEL_SCHEMA)
                .coalesce(1)
                .write()
                .parquet(path + MODEL);
    }

    /** Reads what {@link #save} wrote; U is read when it is used. */
    static CompletionFactors load(SparkSession session, String path) {
        Row model = ModelStore.row(session, path, MODEL, MODEL_SCHEMA);
        return new CompletionFactors(
                session.read().parquet(path + USERS),
                session.read().parquet(path + ITEMS),
                model.getAs("mean"),
                model.getAs("rank"),
                path);
    }
}
