package io.nadir.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;

import scala.Tuple2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Sums over all partitions whose bits do not depend on which partition is ready first. Spark's
 * {@code treeAggregate} adds in the order of arrival.
 *
 * <p>Up to {@link #DIRECT} partitions are added on the driver, in their order. More are added in
 * groups of neighbours first, each by one task, which takes a shuffle and saves the driver memory
 * and time.
 */
final class OrderedSums {
    /** The number of partitions up to which the driver adds their parts itself. */
    static final int DIRECT = 16;

    private OrderedSums() {}

    /**
     * Adds what the partitions contribute: one stage, two for many partitions.
     *
     * @param part computes the contribution of a partition from its rows alone
     * @param columns of the data
     * @param width of the panel of a contribution
     */
    static Partial of(
            JavaRDD<RowBlock> blocks, Function<RowBlock, Partial> part, int columns, int width) {
        int count = blocks.getNumPartitions();
        if (count <= DIRECT) {
            return inOrder(
                    blocks.map(block -> new Tuple2<>(block.partition(), part.call(block)))
                            .collect(),
                    columns,
                    width);
        }
        int size = groupSize(count);
        int groups = groups(count);
        List<Tuple2<Integer, Partial>> sums =
                blocks.mapToPair(block ->
                                new Tuple2<>(
                                        block.partition() / size,
                                        new Tuple2<>(block.partition(), part.call(block))))
                        .groupByKey(groups)
                        .map(group -> new Tuple2<>(group._1(), inOrder(group._2(), columns, width)))
                        .collect();
        return inOrder(sums, columns, width);
    }

    /** The number of groups in which so many partitions, more than {@link #DIRECT}, are added. */
    static int groups(int partitions) {
        return Math.ceilDiv(partitions, groupSize(partitions));
    }

    private static int groupSize(int partitions) {
        return (int) Math.ceil(Math.sqrt(partitions));
    }

    private static Partial inOrder(
            Iterable<Tuple2<Integer, Partial>> parts, int columns, int width) {
        List<Tuple2<Integer, Partial>> sorted = new ArrayList<>();
        Iterator<Tuple2<Integer, Partial>> rest = parts.iterator();
        while (rest.hasNext()) {
            sorted.add(rest.next());
        }
        sorted.sort(Comparator.comparingInt(Tuple2::_1));
        Partial.Sum sum = new Partial.Sum(columns, width);
        sorted.forEach(each -> sum.add(each._2()));
        return sum.total();
    }
}
