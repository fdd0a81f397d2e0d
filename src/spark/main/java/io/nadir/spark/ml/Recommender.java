package io.nadir.spark.ml;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds the items of the largest predictions for each user: V is sent to all executors. */
final class Recommender implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final Broadcast<Items> items;
    private final double mean;
    private final int count;

    private Recommender(Broadcast<Items> items, double mean, int count) {
        this.items = items;
        this.mean = mean;
        this.count = count;
    }

    /** The columns of X. */
    private record Items(Object[] ids, double[][] features, double[] offsets)
            implements Serializable {
        private static final long serialVersionUID = 1;

        static Items of(Dataset<Row> items) {
            List<Row> rows = items.collectAsList();
            Items table =
                    new Items(
                            new Object[rows.size()],
                            new double[rows.size()][],
                            new double[rows.size()]);
            for (int j = 0; j < rows.size(); j++) {
                table.ids[j] = rows.get(j).get(0);
                table.features[j] = numbers(rows.get(j).getList(1));
                table.offsets[j] = rows.get(j).getDouble(2);
            }
            return table;
        }
    }

    /** An item with its prediction; the worse one comes first, and of equal ones the later. */
    private record Scored(int item, double score) implements Comparable<Scored> {
        @Override
        public int compareTo(Scored other) {
            int order = Double.compare(score, other.score);
            return order == 0 ? Integer.compare(other.item, item) : order;
        }
    }

    /**
     * The best items of some users.
     *
     * @param users (id, features, offset)
     */
    static Dataset<Row> recommend(
            CompletionFactors factors, Dataset<Row> users, CompletionParams params, int count) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(users.sparkSession().sparkContext());
        Broadcast<Items> items = context.broadcast(Items.of(factors.items()));
        StructType best =
                new StructType()
                        .add(params.getItemCol(), factors.itemType(), false)
                        .add("rating", DataTypes.DoubleType, false);
        StructType schema =
                new StructType()
                        .add(params.getUserCol(), factors.userType(), false)
                        .add("recommendations", DataTypes.createArrayType(best, false), false);
        return users.mapPartitions(
                new Recommender(items, factors.mean(), count), Encoders.row(schema));
    }

    @Override
    public Iterator<Row> call(Iterator<Row> users) {
        Items table = items.value();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return users.hasNext();
            }

            @Override
            public Row next() {
                Row user = users.next();
                double offset = mean + user.getDouble(2);
                return RowFactory.create(
                        user.get(0), best(table, numbers(user.getList(1)), offset));
            }
        };
    }

    private Row[] best(Items table, double[] user, double offset) {
        PriorityQueue<Scored> kept = new PriorityQueue<>();
        for (int j = 0; j < table.ids.length; j++) {
            kept.add(new Scored(j, dot(user, table.features[j]) + (offset + table.offsets[j])));
            if (kept.size() > count) {
                kept.remove();
            }
        }
        List<Scored> sorted = new ArrayList<>(kept);
        sorted.sort(Collections.reverseOrder());
        return sorted.stream()
                .map(item -> RowFactory.create(table.ids[item.item], item.score))
                .toArray(Row[]::new);
    }

    private static double dot(double[] user, double[] item) {
        double sum = 0;
        for (int k = 0; k < user.length; k++) {
            sum += user[k] * item[k];
        }
        return sum;
    }

    static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
