package io.nadir.spark;

import io.nadir.matrix.EntrySource;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.NullMarked;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Distributed rows that are made in their partitions, without a data set, a file or a shuffle: what
 * {@link DistributedRows#observed} makes of as many known entries. In this package because only its
 * classes make blocks.
 */
@NullMarked
public final class GeneratedRows {
    private GeneratedRows() {}

    /** Makes the entries anew on each executor. */
    public interface Generator extends Supplier<EntrySource>, Serializable {}

    /** Makes rows in equal numbers, one block of neighbours for each partition. */
    public static DistributedRows of(SparkSession session, Generator generator, int partitions) {
        EntrySource entries = generator.get();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        JavaRDD<RowBlock> blocks =
                context.parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                        .map(partition -> block(generator.get(), partition, partitions));
        return of(session, blocks, entries.columns());
    }

    static DistributedRows of(SparkSession session, JavaRDD<RowBlock> blocks, int columns) {
        Object[] ids = IntStream.range(0, columns).boxed().toArray();
        return new DistributedRows(
                session,
                blocks,
                "row",
                DataTypes.IntegerType,
                ids,
                "column",
                DataTypes.IntegerType);
    }

    private static RowBlock block(EntrySource entries, int partition, int partitions) {
        int from = (int) ((long) entries.rows() * partition / partitions);
        int to = (int) ((long) entries.rows() * (partition + 1) / partitions);
        long first = entries.start(from);
        int[] starts = new int[to - from + 1];
        Arrays.setAll(starts, i -> Math.toIntExact(entries.start(from + i) - first));
        int[] places = new int[starts[to - from]];
        double[] values = new double[places.length];
        entries.read(from, to - from, places, values, 0);
        int[] used = used(places);
        int[] place = new int[entries.columns()];
        for (int k = 0; k < used.length; k++) {
            place[used[k]] = k;
        }
        Arrays.setAll(places, e -> place[places[e]]);
        return new RowBlock(
                partition,
                IntStream.range(from, to).boxed().toArray(),
                used,
                new BlockData.Observed(used.length, starts, places, values, null));
    }

    private static int[] used(int[] places) {
        BitSet seen = new BitSet();
        for (int place : places) {
            seen.set(place);
        }
        return seen.stream().toArray();
    }
}
