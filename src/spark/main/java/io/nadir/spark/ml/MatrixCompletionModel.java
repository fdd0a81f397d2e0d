package io.nadir.spark.ml;

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
import java.util.List;
import java.util.Objects;

/**
 * A completed matrix X = U·Vᵀ + μ + a_i + b_j: predicts ratings of pairs of a user and an item, and
 * has the certificate of its factors. Made by {@link MatrixCompletion#fit}, or loaded.
 *
 * <p>V and b have to fit into the driver and into each executor; U is with its rows in the cluster.
 * Not thread-safe while parameters are set.
 */
public final class MatrixCompletionModel
        extends SolvedModel<MatrixCompletionModel, CompletionFactors> implements CompletionParams {
    private static final long serialVersionUID = 1;

    /**
     * Makes a model without factors, of which only the parameters can be used. Spark's own readers
     * need it; use {@link #load}.
     */
    public MatrixCompletionModel(String uid) {
        this(uid, null, null);
    }

    MatrixCompletionModel(
            String uid,
            @Nullable CompletionFactors factors,
            @Nullable FactorizationSummary summary) {
        super(uid, factors, summary);
        Defaults.set(this);
    }

    @Override
    MatrixCompletionModel made(
            String name, @Nullable CompletionFactors parts, @Nullable FactorizationSummary found) {
        return new MatrixCompletionModel(name, parts, found);
    }

    /**
     * Returns U: a row for each user, with {@code id}, {@code features} (an array of {@link #rank}
     * numbers) and {@code offset} (a_i; 0 if the model has none).
     */
    public Dataset<Row> userFactors() {
        return factors().users();
    }

    /** Returns V, as {@link #userFactors} does U, with b_j. */
    public Dataset<Row> itemFactors() {
        return factors().items();
    }

    /** Sets the column of the ids of users. */
    public MatrixCompletionModel setUserCol(String value) {
        set(userCol(), value);
        return this;
    }

    /** Sets the column of the ids of items. */
    public MatrixCompletionModel setItemCol(String value) {
        set(itemCol(), value);
        return this;
    }

    /** Sets the column that {@link #transform} adds. */
    public MatrixCompletionModel setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    /**
     * Sets what is predicted for unknown users and items: {@code nan}, {@code drop}, {@code
     * offset}.
     */
    public MatrixCompletionModel setColdStartStrategy(String value) {
        set(coldStartStrategy(), value);
        return this;
    }

    /**
     * Adds the prediction of each pair, a double. What it is for users and items that were not
     * there in the fit, {@code coldStartStrategy} says; {@link #countUnseen} counts them. Lazy: the
     * work is done when the result is used. It joins the pairs with U by a shuffle, and with V by a
     * broadcast.
     *
     * @throws IllegalArgumentException if a column is missing, or of another type than in the fit,
     *     naming it; or if there is a column of predictions already
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        Objects.requireNonNull(dataset, "dataset");

        transformSchema(dataset.schema());
        return new PairTable(factors(), this).predict(dataset.toDF());
    }

    /**
     * Counts the pairs with a user or an item that was not there in the fit: one job.
     *
     * @throws IllegalArgumentException if a column is missing, or of another type than in the fit
     */
    public UnseenPairs countUnseen(Dataset<?> dataset) {
        Objects.requireNonNull(dataset, "dataset");

        requireIds(dataset.schema());
        return new PairTable(factors(), this).count(dataset.toDF());
    }

    /**
     * Returns the prediction of one pair, with the bits of {@link #transform}: two small jobs. Use
     * {@code transform} for more pairs.
     *
     * @param user of the type of the ids of users
     * @param item of the type of the ids of items
     * @return the prediction; NaN if an id is unknown, unless the strategy is {@code offset}
     */
    public double predict(Object user, Object item) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(item, "item");

        Row u = find(factors().users(), user);
        Row v = find(factors().items(), item);
        return new PairScore(mean(), !getColdStartStrategy().equals("offset"))
                .call(
                        u == null ? null : u.getSeq(1),
                        u == null ? null : u.getDouble(2),
                        v == null ? null : v.getSeq(1),
                        v == null ? null : v.getDouble(2));
    }

    private static @Nullable Row find(Dataset<Row> side, Object id) {
        List<Row> found = side.where(functions.col("id").equalTo(functions.lit(id))).takeAsList(1);
        return found.isEmpty() ? null : found.getFirst();
    }

    /**
     * Returns the items with the largest predictions for each user: a row for each user, with the
     * id and {@code recommendations}, an array of (item, rating), best first. Items that the user
     * has rated are among them. Costs r·n flops for each user; lazy.
     *
     * @param numItems the number of items, at least 1
     */
    public Dataset<Row> recommendForAllUsers(int numItems) {
        return recommend(factors().users(), numItems);
    }

    /**
     * Returns the same for the users of a data set; those that are unknown are left out.
     *
     * @param dataset with the column of the ids of users
     * @param numItems the number of items, at least 1
     */
    public Dataset<Row> recommendForUserSubset(Dataset<?> dataset, int numItems) {
        Objects.requireNonNull(dataset, "dataset");

        Schemas.requireIds(dataset.schema(), getUserCol(), factors().userType());
        Dataset<Row> wanted =
                dataset.toDF().select(Schemas.column(getUserCol()).as("__nadir_id")).distinct();
        Dataset<Row> users =
                factors()
                        .users()
                        .join(
                                wanted,
                                functions.col("id").equalTo(functions.col("__nadir_id")),
                                "left_semi");
        return recommend(users, numItems);
    }

    private Dataset<Row> recommend(Dataset<Row> users, int numItems) {
        if (numItems < 1) {
            throw new IllegalArgumentException(
                    "numItems = " + numItems + ", allowed are integers from 1");
        }
        return Recommender.recommend(factors(), users, this, numItems);
    }

    /**
     * Writes the model to a directory of the driver's machine as the library and its command line
     * read it: {@code model.json}, {@code U.npy} and {@code V.npy}, and the ids as texts. Collects
     * U.
     *
     * @throws IllegalArgumentException if U does not fit into the heap of the driver
     * @throws IOException if a file cannot be written
     */
    public void exportTo(String directory) throws IOException {
        Objects.requireNonNull(directory, "directory");

        CoreExport.save(
                factors(), Fit.centering(getCenter()), getOffsetPenalty(), Path.of(directory));
    }

    /**
     * Checks the columns of the ids, and adds that of the predictions.
     *
     * @throws IllegalArgumentException naming the column that is not allowed
     */
    @Override
    public StructType transformSchema(StructType schema) {
        Objects.requireNonNull(schema, "schema");

        requireIds(schema);
        Schemas.requireOffsets(this);
        return Schemas.withPrediction(schema, getPredictionCol());
    }

    private void requireIds(StructType schema) {
        Schemas.requireIds(schema, getUserCol(), factors().userType());
        Schemas.requireIds(schema, getItemCol(), factors().itemType());
    }

    /** Returns a reader of saved models. */
    public static MLReader<MatrixCompletionModel> read() {
        return ModelStore.reader(MatrixCompletionModel::load);
    }

    /** Loads a saved model. */
    public static MatrixCompletionModel load(String path) {
        return read().load(path);
    }

    private static MatrixCompletionModel load(SparkSession session, String path) {
        return new Reading()
                .read()
                .session(session)
                .load(path)
                .with(CompletionFactors.load(session, path), ModelStore.summary(session, path));
    }

    private static final class Reading implements DefaultParamsReadable<MatrixCompletionModel> {}
}
