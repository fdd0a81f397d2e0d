package io.nadir.spark;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

import java.util.Arrays;

/**
 * The columns of a data set by their names. Those that are missing, or of a type that is not
 * allowed, are refused by name.
 */
final class DataColumns {
    private final StructType schema;

    DataColumns(StructType schema) {
        this.schema = schema;
    }

    /** Checks the columns of entries. */
    void requireEntries(EntryColumns names) {
        requireIds(names.row());
        requireIds(names.column());
        requireNumbers(names.value());
        if (names.weight() != null) {
            requireNumbers(names.weight());
        }
    }

    /** The type of a column. */
    DataType type(String name) {
        for (StructField field : schema.fields()) {
            if (field.name().equals(name)) {
                return field.dataType();
            }
        }
        throw new IllegalArgumentException(
                "column = "
                        + name
                        + ", allowed are those of the data: "
                        + Arrays.toString(schema.fieldNames()));
    }

    /** The type of a column of ids. */
    DataType requireIds(String name) {
        DataType type = type(name);
        boolean whole =
                type instanceof NumericType
                        && !(type instanceof DoubleType || type instanceof FloatType);
        boolean other =
                type instanceof StringType
                        || type instanceof DateType
                        || type instanceof TimestampType
                        || type instanceof DecimalType
                        || type instanceof BooleanType;
        if (!whole && !other) {
            throw refused(
                    name, type, "ids: integers, strings, dates, timestamps, decimals and booleans");
        }
        return type;
    }

    /** The type of a column of vectors. */
    DataType requireVectors(String name) {
        DataType type = type(name);
        boolean array =
                type instanceof ArrayType numbers && numbers.elementType() instanceof NumericType;
        if (!array && !type.equals(SQLDataTypes.VectorType())) {
            throw refused(name, type, "vectors and arrays of numbers");
        }
        return type;
    }

    private void requireNumbers(String name) {
        DataType type = type(name);
        if (!(type instanceof NumericType)) {
            throw refused(name, type, "numbers");
        }
    }

    private static IllegalArgumentException refused(String name, DataType type, String allowed) {
        return new IllegalArgumentException(
                "column " + name + " is of type " + type.sql() + ", allowed are " + allowed);
    }
}
