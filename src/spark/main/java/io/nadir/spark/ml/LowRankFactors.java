package io.nadir.spark.ml;

import io.nadir.spark.SparkSolution;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is needed to find the coordinates of new rows.
 *
 * @param v V, n×r row-major
 * @param rank r
 * @param mean μ
 * @param offsets b, one for each column
 * @param lambda λ
 * @param loss the name of the loss
 * @param center which offsets there are
 * @param penalty κ
 * @param nonnegative whether U ≥ 0 and V ≥ 0
 */
record LowRankFactors(
        double[] v,
        int rank,
        double mean,
        double[] offsets,
        double lambda,
        String loss,
        String center,
        double penalty,
        boolean nonnegative)
        implements FactorParts, Serializable {
    private static final long serialVersionUID = 1;
    private static final String COLUMNS = "/columnFactors";
    private static final String MODEL = "/model";

    private static final StructType COLUMNS_SCHEMA =
            new StructType()
                    .add("column", DataTypes.IntegerType)
                    .add("features", DataTypes.createArrayType(DataTypes.DoubleType, false))
                    .add("offset", DataTypes.DoubleType);

    private static final StructType MODEL_SCHEMA =
            new StructType()
                    .add("rank", DataTypes.IntegerType)
                    .add("mean", DataTypes.DoubleType)
                    .add("lambda", DataTypes.DoubleType)
                    .add("loss", DataTypes.StringType)
                    .add("center", DataTypes.StringType)
                    .add("penalty", DataTypes.DoubleType)
                    .add("nonnegative", DataTypes.BooleanType);

    static LowRankFactors of(SparkSolution solution, SolveParams params) {
        return new LowRankFactors(
                solution.v(),
                solution.rank(),
                solution.mean(),
                solution.columnOffsets(),
                solution.problem().lambda(),
                params.getLoss(),
                params.getCenter(),
                params.getOffsetPenalty(),
                params.getNonnegative());
    }

    int columns() {
        return offsets.length;
    }

    @Override
    public @Nullable String source() {
        return null;
    }

    @Override
    public void save(SparkSession session, String path) {
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < columns(); j++) {
            double[] row = Arrays.copyOfRange(v, j * rank, (j + 1) * rank);
            rows.add(RowFactory.create(j, row, offsets[j]));
        }
        session.createDataFrame(rows, COLUMNS_SCHEMA).coalesce(1).write().parquet(path + COLUMNS);
        Row model = RowFactory.create(rank, mean, lambda, loss, center, penalty, nonnegative);
        session.createDataFrame(List.of(model), MODEL_SCHEMA)
                .coalesce(1)
                .write()
                .parquet(path + MODEL);
    }

    static LowRankFactors load(SparkSession session, String path) {
        Dataset<Row> columns = session.read().parquet(path + COLUMNS);
        List<Row> rows = columns.orderBy("column").collectAsList();
        Row model = ModelStore.row(session, path, MODEL, MODEL_SCHEMA);
        int rank = model.getAs("rank");
        double[] v = new double[rows.size() * rank];
        double[] offsets = new double[rows.size()];
        for (int j = 0; j < offsets.length; j++) {
            double[] numbers = Recommender.numbers(rows.get(j).getList(1));
            System.arraycopy(numbers, 0, v, j * rank, rank);
            offsets[j] = rows.get(j).getDouble(2);
        }
        return new LowRankFactors(
                v,
                rank,
                model.getAs("mean"),
                offsets,
                model.getAs("lambda"),
                model.getAs("loss"),
                model.getAs("center"),
                model.getAs("penalty"),
                model.getAs("nonnegative"));
    }
}
