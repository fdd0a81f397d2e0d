package io.nadir.spark.ml;

import org.apache.spark.ml.param.Param;

import java.util.List;

/** The parameters of {@link MatrixCompletion} and of its models. */
public interface CompletionParams extends SolveParams {
    /** The column of the ids of rows. */
    default Param<String> userCol() {
        return ParamKinds.text(
                this,
                "userCol",
                "column of the ids of users, the rows of the matrix: integers, strings, dates,"
                        + " timestamps, decimals or booleans (default: user)");
    }

    /** Returns the column of the ids of rows. */
    default String getUserCol() {
        return getOrDefault(userCol());
    }

    /** The column of the ids of columns. */
    default Param<String> itemCol() {
        return ParamKinds.text(
                this,
                "itemCol",
                "column of the ids of items, the columns of the matrix, of such a type as well"
                        + " (default: item)");
    }

    /** Returns the column of the ids of columns. */
    default String getItemCol() {
        return getOrDefault(itemCol());
    }

    /** The column of the entries. */
    default Param<String> ratingCol() {
        return ParamKinds.text(
                this, "ratingCol", "column of the ratings, any finite numbers (default: rating)");
    }

    /** Returns the column of the entries. */
    default String getRatingCol() {
        return getOrDefault(ratingCol());
    }

    /** The column of the weights of entries. */
    default Param<String> weightCol() {
        return ParamKinds.text(
                this,
                "weightCol",
                "column of the weights of ratings in the loss, numbers from 0 (default: none,"
                        + " weights of 1)");
    }

    /** Returns the column of the weights; throws if there is none. */
    default String getWeightCol() {
        return getOrDefault(weightCol());
    }

    /** The column that a model adds. */
    default Param<String> predictionCol() {
        return ParamKinds.text(
                this, "predictionCol", "column that the model adds (default: prediction)");
    }

    /** Returns the column that a model adds. */
    default String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /** What is predicted where a user or an item was not there in the fit. */
    default Param<String> coldStartStrategy() {
        return ParamKinds.choice(
                this,
                "coldStartStrategy",
                "prediction where the user or the item was not there in the fit: nan (default);"
                        + " drop, which leaves the row out; offset, which is the mean with the"
                        + " offset of the other one, for models with offsets",
                List.of("nan", "drop", "offset"));
    }

    /** Returns what is predicted where a user or an item was not there in the fit. */
    default String getColdStartStrategy() {
        return getOrDefault(coldStartStrategy());
    }
}
