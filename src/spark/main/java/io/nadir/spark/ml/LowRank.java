package io.nadir.spark.ml;

import io.nadir.spark.DistributedRows;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.util.Objects;

/**
 * Approximates vectors, the rows of Y, by U·Vᵀ of low rank: minimizes ℓ(Y, U·Vᵀ) + (λ/2)·(‖U‖_F² +
 * ‖V‖_F²), and certifies how far the result is from the global minimum. Its model replaces a vector
 * by its coordinates, as principal component analysis does; with the loss {@code huber:δ}, which
 * elements that are far off cannot bend, it is robust. With {@code nonnegative}, U ≥ 0 and V ≥ 0:
 * the components are parts of which a vector is a sum. The rank follows from λ.
 *
 * <pre>{@code
 * LowRankModel model =
 *         new LowRank().setInputCol("features").setOutputCol("pc").setRegShare(0.1).fit(rows);
 * model.summary().relativeGap(); // f is within this share of its minimum
 * Dataset<Row> coordinates = model.transform(rows); // with the column "pc"
 * }</pre>
 *
 * <p>An estimator as any other of Spark, see {@link MatrixCompletion}. Parameters are in {@link
 * LowRankParams}.
 */
public final class LowRank extends SolveEstimator<LowRank, LowRankModel> implements LowRankParams {
    private static final long serialVersionUID = 1;
    private static final String ROW = "row";

    /** Creates an estimator. */
    public LowRank() {
        this(Identifiable.randomUID("lowRank"));
    }

    /** Creates an estimator with a name of its own. */
    public LowRank(String uid) {
        super(uid);
        Defaults.set(this);
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<LowRank> read() {
        return new Reading().read();
    }

    /** Loads a saved estimator. */
    public static LowRank load(String path) {
        return read().load(path);
    }

    private static final class Reading implements DefaultParamsReadable<LowRank> {}

    @Override
    LowRank self() {
        return this;
    }

    /** Sets the column of the vectors. */
    public LowRank setInputCol(String value) {
        set(inputCol(), value);
        return this;
    }

    /** Sets the column that the model adds. */
    public LowRank setOutputCol(String value) {
        set(outputCol(), value);
        return this;
    }

    /** Sets the column of ids that are different for each row. */
    public LowRank setIdCol(String value) {
        set(idCol(), value);
        return this;
    }

    @Override
    LowRankModel model(Fit.Found found) {
        return new LowRankModel(uid(), LowRankFactors.of(found.solution(), this), found.summary());
    }

    @Override
    DistributedRows rows(Dataset<Row> data, Fit fit) {
        return isSet(idCol())
                ? DistributedRows.dense(data, getIdCol(), getInputCol(), getNumPartitions())
                : DistributedRows.dense(numbered(data), ROW, getInputCol(), getNumPartitions());
    }

    /** The rows with numbers in the order of their elements, whatever their partitions are. */
    private Dataset<Row> numbered(Dataset<Row> data) {
        DataType type = data.schema().apply(getInputCol()).dataType();
        ArrayType array = DataTypes.createArrayType(DataTypes.DoubleType);
        Column column = Schemas.column(getInputCol());
        Column numbers =
                type.equals(SQLDataTypes.VectorType())
                        ? functions.vector_to_array(column, "float64")
                        : column.cast(array);
        JavaRDD<Row> rows =
                data.select(numbers.as("numbers"))
                        .orderBy("numbers")
                        .toJavaRDD()
                        .zipWithIndex()
                        .map(row -> RowFactory.create(row._2(), row._1().get(0)));
        StructType schema = new StructType().add(ROW, DataTypes.LongType).add(getInputCol(), array);
        return data.sparkSession().createDataFrame(rows, schema);
    }

    /**
     * Checks the columns and the parameters, and adds that of the coordinates.
     *
     * @throws IllegalArgumentException naming the column or the parameter that is not allowed
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Objects.requireNonNull(schema, "schema");

        DistributedRows.requireColumns(schema, isSet(idCol()) ? getIdCol() : null, getInputCol());
        if (new Fit(this).loss().isImplicit()) {
            throw new IllegalArgumentException(
                    "loss = %s, allowed for vectors are squared and huber:D".formatted(getLoss()));
        }
        return Schemas.with(schema, "outputCol", getOutputCol(), SQLDataTypes.VectorType());
    }
}
