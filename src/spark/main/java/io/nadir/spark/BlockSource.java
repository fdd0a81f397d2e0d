package io.nadir.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

import java.util.List;
import java.util.stream.IntStream;

/** Makes blocks of rows from a data set: checks its columns, and moves rows to partitions. */
final class BlockSource {
    private final Dataset<Row> data;
    private final SparkSession session;
    private final DataColumns columns;

    BlockSource(Dataset<Row> data) {
        this.data = data;
        this.session = data.sparkSession();
        this.columns = new DataColumns(data.schema());
    }

    /** Takes listed entries. */
    DistributedRows entries(EntryColumns names, Unlisted unlisted, int partitions) {
        columns.requireEntries(names);
        DataType rowType = columns.type(names.row());
        DataType columnType = columns.type(names.column());
        ColumnIndex index = columnIndex(names);
        Column row = column(names.row()).as("row");
        Column column = column(names.column()).as("column");
        Column value = column(names.value()).cast(DataTypes.DoubleType).as("value");
        Dataset<Row> entries;
        String weight = names.weight();
        if (weight == null) {
            entries = data.select(row, column, value);
        } else {
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
        DataType rowType = columns.requireIds(id);
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
        DriverMemory.requireColumns(length, rows::count);
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
        Object[] places = IntStream.range(0, length).boxed().toArray();
        return new DistributedRows(
                session, blocks, id, rowType, places, features, DataTypes.IntegerType);
    }

    /** The ids of the columns, found by two jobs, in the order of Spark's own sort. */
    private ColumnIndex columnIndex(EntryColumns names) {
        String name = names.column();
        Dataset<Row> ids = data.select(column(name).as("column"));
        Dataset<Row> known = ids.where(ids.col("column").isNotNull()).distinct();
        // The shuffles of the first job serve the second one, too.
        JavaRDD<Row> sorted = known.orderBy(known.col("column")).toJavaRDD();
        DriverMemory.requireColumns(
                sorted.count(), () -> data.select(column(names.row())).distinct().count());
        ColumnIndex index = ColumnIndex.of(sorted.collect());
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
        columns.type(name);
        return data.col("`" + name.replace("`", "``") + "`");
    }

    /** The vectors of a column as arrays of float64 numbers. */
    private Column numbers(String name) {
        return columns.requireVectors(name).equals(SQLDataTypes.VectorType())
                ? functions.vector_to_array(column(name), "float64")
                : column(name).cast(DataTypes.createArrayType(DataTypes.DoubleType));
    }
}
