package io.nadir.spark.ml;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Pairs of a user and an item beside their factors. */
final class PairTable {
    private static final String USER_ID = "__nadir_user_id";
    private static final String USER = "__nadir_user";
    private static final String ITEM_ID = "__nadir_item_id";
    private static final String ITEM = "__nadir_item";

    private final CompletionFactors factors;
    private final CompletionParams params;

    PairTable(CompletionFactors factors, CompletionParams params) {
        this.factors = factors;
        this.params = params;
    }

    /** Adds the predictions. */
    Dataset<Row> predict(Dataset<Row> pairs) {
        String strategy = params.getColdStartStrategy();
        PairScore score = new PairScore(factors.mean(), !strategy.equals("offset"));
        UserDefinedFunction function = functions.udf(score, DataTypes.DoubleType).asNonNullable();
        Column prediction =
                function.apply(
                        functions.col(USER + ".features"),
                        functions.col(USER + ".offset"),
                        functions.col(ITEM + ".features"),
                        functions.col(ITEM + ".offset"));
        return join(pairs, strategy.equals("drop") ? "inner" : "left")
                .withColumn(params.getPredictionCol(), prediction)
                .drop(USER_ID, USER, ITEM_ID, ITEM);
    }

    /** Counts pairs with unknown ids: one job. */
    UnseenPairs count(Dataset<Row> pairs) {
        Column noUser = functions.col(USER_ID).isNull();
        Column noItem = functions.col(ITEM_ID).isNull();
        Row counts =
                join(pairs, "left")
                        .agg(
                                functions.count(functions.lit(1)),
                                functions.count_if(noUser),
                                functions.count_if(noItem),
                                functions.count_if(noUser.or(noItem)))
                        .head();
        return new UnseenPairs(
                counts.getLong(0), counts.getLong(1), counts.getLong(2), counts.getLong(3));
    }

    /** U is shuffled to the pairs; V, which fits into the driver, is sent to all executors. */
    private Dataset<Row> join(Dataset<Row> pairs, String type) {
        Dataset<Row> users = side(factors.users(), USER_ID, USER);
        Dataset<Row> items = functions.broadcast(side(factors.items(), ITEM_ID, ITEM));
        return pairs.join(
                        users,
                        Schemas.column(params.getUserCol()).equalTo(functions.col(USER_ID)),
                        type)
                .join(
                        items,
                        Schemas.column(params.getItemCol()).equalTo(functions.col(ITEM_ID)),
                        type);
    }

    private static Dataset<Row> side(Dataset<Row> factors, String id, String name) {
        return factors.select(
                functions.col("id").as(id),
                functions.struct(functions.col("features"), functions.col("offset")).as(name));
    }
}
