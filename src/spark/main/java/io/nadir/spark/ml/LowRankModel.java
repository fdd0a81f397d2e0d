package io.nadir.spark.ml;

import io.nadir.spark.DistributedRows;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A fitted {@link LowRank}: replaces vectors by their coordinates, and has the certificate of its
 * factors.
 *
 * <p>The coordinates u of a vector y minimize ℓ(y, C·u + offsets) + (λ/2)‖u‖², where C are the
 * {@link #components}: V, turned such that its columns are orthogonal and the longest comes first,
 * which leaves U·Vᵀ as it is. So for the rows of the fit they are the rows of U, turned in the same
 * way. Nonnegative factors are not turned: their columns are in the order of their lengths, and u ≥
 * 0. Not thread-safe while parameters are set.
 */
public final class LowRankModel extends SolvedModel<LowRankModel, LowRankFactors>
        implements LowRankParams {
    private static final long serialVersionUID = 1;

    /**
     * Makes a model without factors, of which only the parameters can be used. Spark's own readers
     * need it; use {@link #load}.
     */
    public LowRankModel(String uid) {
        this(uid, null, null);
    }

    LowRankModel(
            String uid, @Nullable LowRankFactors factors, @Nullable FactorizationSummary summary) {
        super(uid, factors, summary);
        Defaults.set(this);
    }

    @Override
    LowRankModel made(
            String name, @Nullable LowRankFactors parts, @Nullable FactorizationSummary found) {
        return new LowRankModel(name, parts, found);
    }

    /** Returns the components, n×r: orthogonal or nonnegative columns, the longest first. */
    public DenseMatrix components() {
        double[] rows = new CoordinateMap(factors(), getInputCol()).components();
        return new DenseMatrix(factors().columns(), rank(), rows, true);
    }

    /** Returns a copy of V as it was certified, n×r row-major. */
    public double[] v() {
        return factors().v().clone();
    }

    /** Returns a copy of the offsets of the columns; 0 if the model has none. */
    public double[] columnOffsets() {
        return factors().offsets().clone();
    }

    /** Sets the column of the vectors. */
    public LowRankModel setInputCol(String value) {
        set(inputCol(), value);
        return this;
    }

    /** Sets the column that {@link #transform} adds. */
    public LowRankModel setOutputCol(String value) {
        set(outputCol(), value);
        return this;
    }

    /**
     * Adds the coordinates of each vector, a vector of {@link #rank} elements. Lazy: a vector that
     * is null, of another length, or with an element that is not finite ends the job that uses the
     * result. Costs r·n flops for each row under the squared loss, and a small convex problem under
     * others.
     *
     * @throws IllegalArgumentException if the column is missing or of another type, naming it; or
     *     if there is a column of coordinates already
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        Objects.requireNonNull(dataset, "dataset");

        transformSchema(dataset.schema());
        CoordinateMap map = new CoordinateMap(factors(), getInputCol());
        return dataset.toDF()
                .withColumn(
                        getOutputCol(),
                        functions
                                .udf(map, SQLDataTypes.VectorType())
                                .asNonNullable()
                                .apply(Schemas.column(getInputCol())));
    }

    /**
     * Writes the model to a directory of the driver's machine as the library and its command line
     * read it: {@code model.json}, {@code U.npy}, {@code V.npy}, and ids as texts. U are the
     * coordinates of the given rows, V the {@link #components}. Collects both.
     *
     * @param rows with the column of vectors, and that of ids; without one, rows are numbered from
     *     0
     * @throws IllegalArgumentException if the column is missing or of another type, or U does not
     *     fit into the heap of the driver
     * @throws IOException if a file cannot be written
     */
    public void exportTo(Dataset<?> rows, String directory) throws IOException {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(directory, "directory");

        DistributedRows.requireColumns(
                rows.schema(), isSet(idCol()) ? getIdCol() : null, getInputCol());
        LowRankExport export = new LowRankExport(factors(), getInputCol());
        CoreExport.save(
                export.rows(rows.toDF(), isSet(idCol()) ? getIdCol() : null),
                export.columns(rows.sparkSession()),
                rank(),
                mean(),
                Fit.centering(factors().center()),
                factors().penalty(),
                Path.of(directory));
    }

    /**
     * Checks the column of vectors, and adds that of the coordinates.
     *
     * @throws IllegalArgumentException naming the column that is not allowed
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Objects.requireNonNull(schema, "schema");

        DistributedRows.requireColumns(schema, null, getInputCol());
        return Schemas.with(schema, "outputCol", getOutputCol(), SQLDataTypes.VectorType());
    }

    /** Returns a reader of saved models. */
    public static MLReader<LowRankModel> read() {
        return ModelStore.reader(LowRankModel::load);
    }

    /** Loads a saved model. */
    public static LowRankModel load(String path) {
        return read().load(path);
    }

    private static LowRankModel load(SparkSession session, String path) {
        return new Reading()
                .read()
                .session(session)
                .load(path)
                .with(LowRankFactors.load(session, path), ModelStore.summary(session, path));
    }

    private static final class Reading implements DefaultParamsReadable<LowRankModel> {}
}
