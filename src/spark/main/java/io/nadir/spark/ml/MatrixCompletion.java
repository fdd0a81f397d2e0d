package io.nadir.spark.ml;

import io.nadir.spark.DistributedRows;
import io.nadir.spark.EntryColumns;

import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

import java.util.Objects;

/**
 * Completes a matrix from (user, item, rating[, weight]): minimizes ℓ(Y, U·Vᵀ) + (λ/2)·(‖U‖_F² +
 * ‖V‖_F²) over the number of columns of U and V and their elements, which is the nuclear norm of X
 * = U·Vᵀ, and certifies how far the result is from the global minimum.
 *
 * <pre>{@code
 * MatrixCompletionModel model =
 *         new MatrixCompletion()
 *                 .setUserCol("user")
 *                 .setItemCol("film")
 *                 .setRatingCol("stars")
 *                 .setRegParam(30)
 *                 .fit(ratings);
 * model.summary().relativeGap(); // f is within this share of its minimum
 * Dataset<Row> predicted = model.transform(pairs); // with the column "prediction"
 * model.write().overwrite().save("hdfs:///models/films");
 * }</pre>
 *
 * <p>An estimator as any other of Spark: use it in a {@code Pipeline}, and with {@code
 * CrossValidator} or {@code TrainValidationSplit}; set {@code coldStartStrategy} to {@code drop} or
 * {@code offset} there, since users or items of a test set may be missing in its training set. Ids
 * need no index. Parameters are in {@link CompletionParams}; {@code explainParams()} lists them.
 *
 * <p>Not thread-safe while parameters are set; fits at the same time are fine.
 */
public final class MatrixCompletion extends SolveEstimator<MatrixCompletion, MatrixCompletionModel>
        implements CompletionParams {
    private static final long serialVersionUID = 1;

    /** Creates an estimator. */
    public MatrixCompletion() {
        this(Identifiable.randomUID("matrixCompletion"));
    }

    /** Creates an estimator with a name of its own. */
    public MatrixCompletion(String uid) {
        super(uid);
        Defaults.set(this);
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<MatrixCompletion> read() {
        return new Reading().read();
    }

    /** Loads a saved estimator. */
    public static MatrixCompletion load(String path) {
        return read().load(path);
    }

    private static final class Reading implements DefaultParamsReadable<MatrixCompletion> {}

    @Override
    MatrixCompletion self() {
        return this;
    }

    /** Sets the column of the ids of users, the rows. */
    public MatrixCompletion setUserCol(String value) {
        set(userCol(), value);
        return this;
    }

    /** Sets the column of the ids of items, the columns. */
    public MatrixCompletion setItemCol(String value) {
        set(itemCol(), value);
        return this;
    }

    /** Sets the column of the ratings. */
    public MatrixCompletion setRatingCol(String value) {
        set(ratingCol(), value);
        return this;
    }

    /** Sets the column of the weights of ratings. */
    public MatrixCompletion setWeightCol(String value) {
        set(weightCol(), value);
        return this;
    }

    /** Sets the column that the model adds. */
    public MatrixCompletion setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    /**
     * Sets what is predicted for unknown users and items: {@code nan}, {@code drop}, {@code
     * offset}.
     */
    public MatrixCompletion setColdStartStrategy(String value) {
        set(coldStartStrategy(), value);
        return this;
    }

    private EntryColumns names() {
        return isSet(weightCol())
                ? new EntryColumns(getUserCol(), getItemCol(), getRatingCol(), getWeightCol())
                : new EntryColumns(getUserCol(), getItemCol(), getRatingCol());
    }

    @Override
    MatrixCompletionModel model(Fit.Found found) {
        return new MatrixCompletionModel(
                uid(), CompletionFactors.of(found.solution()), found.summary());
    }

    @Override
    DistributedRows rows(Dataset<Row> data, Fit fit) {
        Double alpha = fit.loss().alpha();
        return alpha == null
                ? DistributedRows.observed(data, names(), getNumPartitions())
                : DistributedRows.implicit(data, names(), alpha, getNumPartitions());
    }

    /**
     * Checks the columns and the parameters, and adds that of the predictions.
     *
     * @throws IllegalArgumentException naming the column or the parameter that is not allowed
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Objects.requireNonNull(schema, "schema");

        DistributedRows.requireColumns(schema, names());
        Fit fit = new Fit(this);
        if (fit.loss().isImplicit() && isSet(weightCol())) {
            throw new IllegalArgumentException(
                    "weightCol = %s, allowed for loss = %s is none: the ratings make the weights"
                            .formatted(getWeightCol(), getLoss()));
        }
        Schemas.requireOffsets(this);
        return Schemas.withPrediction(schema, getPredictionCol());
    }
}
