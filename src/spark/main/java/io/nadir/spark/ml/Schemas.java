package io.nadir.spark.ml;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

import java.util.Arrays;

/** Checks of the columns that a model reads, and adds. */
final class Schemas {
    private Schemas() {}

    /** The column of that very name, which may have dots in it. */
    static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    static StructType withPrediction(StructType schema, String name) {
        return with(schema, "predictionCol", name, DataTypes.DoubleType);
    }

    /** The schema with another column, which must not be there yet. */
    static StructType with(StructType schema, String param, String name, DataType type) {
        if (Arrays.asList(schema.fieldNames()).contains(name)) {
            throw new IllegalArgumentException(
                    param
                            + " = "
                            + name
                            + ", allowed are names that the data do not have: "
                            + Arrays.toString(schema.fieldNames()));
        }
        return schema.add(name, type, false);
    }

    /** Checks that a column has ids that can be compared with those of the model. */
    static void requireIds(StructType schema, String name, DataType wanted) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw new IllegalArgumentException(
                    "column = "
                            + name
                            + ", allowed are those of the data: "
                            + Arrays.toString(schema.fieldNames()));
        }
        DataType type = schema.apply(name).dataType();
        if (!type.equals(wanted) && !(isWhole(type) && isWhole(wanted))) {
            throw new IllegalArgumentException(
                    "column %s is of type %s, allowed are ids of the type that the model was fitted to, %s"
                            .formatted(name, type.sql(), wanted.sql()));
        }
    }

    private static boolean isWhole(DataType type) {
        return type instanceof NumericType
                && !(type instanceof DecimalType)
                && !type.equals(DataTypes.DoubleType)
                && !type.equals(DataTypes.FloatType);
    }

    /** Checks that a model has offsets where predictions are to be made of them. */
    static void requireOffsets(CompletionParams params) {
        if (params.getColdStartStrategy().equals("offset") && params.getCenter().equals("none")) {
            throw new IllegalArgumentException(
                    "coldStartStrategy = offset, allowed with center = none are nan and drop: the"
                            + " model has no offsets");
        }
    }
}
