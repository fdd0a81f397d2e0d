package io.nadir.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes blocks of rows from a data set: checks its columns, and moves rows to partitions. */
final class BlockSource {
    private final Dataset<Row> data;
    private final SparkSession session;

    BlockSource(Dataset<Row> data) {
        this.data = data;
        this.session = data.sparkSession();
    }

    /** Takes listed entries. */
    DistributedRows entries(EntryColumns names, Unlisted unlisted, int partitions) {
        DataType rowType = idType(names.row());
        DataType columnType = idType(names.column());
        requireNumbers(names.value());
        ColumnIndex index = columnIndex(names.column());
        Column row = column(names.row()).as("row");
        Column column = column(names.column()).as("column");
        Column value = column(names.value()).cast(DataTypes.DoubleType).as("value");
        Dataset<Row> entries;
        String weight = names.weight();
        if (weight == null) {
            entries = data.select(row, column, value);
        } else {
            requireNumbers(weight);
            entries =
                    data.select(
                            row,
                            column,
                            value,
                            column(weight).cast(DataTypes.DoubleType).as("weight"));
        }
        Broadcast<ColumnIndex> places = broadcast(index);
        JavaRDD<RowBlock> blocks =
                entries.repartition(partitions, entries.col("row"))
                        .sortWithinPartitions(entries.col("row"), entries.col("column"))
                        .toJavaRDD()
                        .mapPartitionsWithIndex(
                                (partition, rows) ->
                                        List.of(
                                                        new ObservedBlocks(
                                                                        names,
                                                                        places.value(),
                                                                        unlisted)
                                                                .read(partition, rows))
                                                .iterator(),
                                true);
        return new DistributedRows(
                session, blocks, names.row(), rowType, index.ids(), names.column(), columnType);
    }

    /** Takes rows of which every entry is known. */
    DistributedRows dense(String id, String features, int partitions) {
        DataType rowType = idType(id);
        Column vector = numbers(features);
        Dataset<Row> rows = data.select(column(id).as("row"), vector.as("features"));
        List<Row> first = rows.where(rows.col("features").isNotNull()).takeAsList(1);
        if (first.isEmpty()) {
            throw new IllegalArgumentException(
                    "column " + features + " has no vectors, allowed is one and more");
        }
        int length = first.getFirst().getList(1).size();
        if (length == 0) {
            throw new IllegalArgumentException(
                    "column "
                            + features
                            + " has a vector without elements, allowed is one and more");
        }
        JavaRDD<RowBlock> blocks =
                rows.repartition(partitions, rows.col("row"))
                        .sortWithinPartitions(rows.col("row"))
                        .toJavaRDD()
                        .mapPartitionsWithIndex(
                                (partition, each) ->
                                        List.of(
                                                        new DenseBlocks(id, features, length)
                                                                .read(partition, each))
                                                .iterator(),
                                true);
        Object[] columns = IntStream.range(0, length).boxed().toArray();
        return new DistributedRows(
                session, blocks, id, rowType, columns, features, DataTypes.IntegerType);
    }

    /** The ids of the columns, found by one job, in the order of Spark's own sort. */
    private ColumnIndex columnIndex(String name) {
        Dataset<Row> ids = data.select(column(name).as("column"));
        Dataset<Row> known = ids.where(ids.col("column").isNotNull()).distinct();
        ColumnIndex index = ColumnIndex.of(known.orderBy(known.col("column")).collectAsList());
        if (index.ids().length == 0) {
            throw new IllegalArgumentException(
                    "column " + name + " has no ids, allowed is one and more");
        }
        return index;
    }

    private Broadcast<ColumnIndex> broadcast(ColumnIndex index) {
        return org.apache.spark.api.java.JavaSparkContext.fromSparkContext(session.sparkContext())
                .broadcast(index);
    }

    /** The column of that very name, which may have dots in it. */
    private Column column(String name) {
        type(name);
        return data.col("`" + name.replace("`", "``") + "`");
    }

    private DataType type(String name) {
        for (StructField field : data.schema().fields()) {
            if (field.name().equals(name)) {
                return field.dataType();
            }
        }
        throw new IllegalArgumentException(
                "column = "
                        + name
                        + ", allowed are those of the data: "
                        + Arrays.toString(data.columns()));
    }

    private DataType idType(String name) {
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

    private void requireNumbers(String name) {
        DataType type = type(name);
        if (!(type instanceof NumericType)) {
            throw refused(name, type, "numbers");
        }
    }

    /** The vectors of a column as arrays of float64 numbers. */
    private Column numbers(String name) {
        DataType type = type(name);
        if (type.equals(SQLDataTypes.VectorType())) {
            return functions.vector_to_array(column(name), "float64");
        }
        if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return column(name).cast(DataTypes.createArrayType(DataTypes.DoubleType));
        }
        throw refused(name, type, "vectors and arrays of numbers");
    }

    private static IllegalArgumentException refused(String name, DataType type, String allowed) {
        return new IllegalArgumentException(
                "column " + name + " is of type " + type.sql() + ", allowed are " + allowed);
    }
}
