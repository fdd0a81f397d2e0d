package io.nadir.spark;

import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes a block of the dense rows of one partition, which come sorted by their ids. The first row
 * that is not allowed ends it: the block then has the problem instead of rows.
 */
final class DenseBlocks {
    private final String id;
    private final String features;
    private final int length;
    private final List<Object> ids = new ArrayList<>();
    private final List<double[]> vectors = new ArrayList<>();

    DenseBlocks(String id, String features, int length) {
        this.id = id;
        this.features = features;
        this.length = length;
    }

    /** Reads all rows: an id and an array of numbers each. */
    RowBlock read(int partition, Iterator<Row> rows) {
        while (rows.hasNext()) {
            String problem = add(rows.next());
            if (problem != null) {
                return RowBlock.refused(partition, problem);
            }
        }
        if (ids.isEmpty()) {
            return new RowBlock(partition, new Object[0], null, null);
        }
        long size = (long) ids.size() * length;
        if (size > Integer.MAX_VALUE - 8) {
            return RowBlock.refused(
                    partition,
                    "a partition has %d rows of %d numbers, allowed are %d numbers: use more partitions"
                            .formatted(ids.size(), length, Integer.MAX_VALUE - 8));
        }
        double[] values = new double[(int) size];
        for (int i = 0; i < ids.size(); i++) {
            System.arraycopy(vectors.get(i), 0, values, i * length, length);
        }
        return new RowBlock(
                partition, ids.toArray(), null, new BlockData.Dense(ids.size(), length, values));
    }

    /** Adds a row; returns what is wrong with it, or null. */
    private @Nullable String add(Row row) {
        if (row.isNullAt(0) || row.isNullAt(1)) {
            return "column %s is null in a row, allowed are other values"
                    .formatted(row.isNullAt(0) ? id : features);
        }
        if (!ids.isEmpty() && ids.getLast().equals(row.get(0))) {
            return "column %s = %s is there twice, allowed is one row for each id"
                    .formatted(id, row.get(0));
        }
        List<Double> numbers = row.getList(1);
        if (numbers.size() != length) {
            return "column %s has %d numbers where %s = %s, allowed are %d, as in another row"
                    .formatted(features, numbers.size(), id, row.get(0), length);
        }
        double[] vector = new double[length];
        for (int j = 0; j < length; j++) {
            Double number = numbers.get(j);
            if (number == null || !Double.isFinite(number)) {
                return "column %s has %s at position %d where %s = %s, allowed are finite numbers"
                        .formatted(features, number, j, id, row.get(0));
            }
            vector[j] = number;
        }
        ids.add(row.get(0));
        vectors.add(vector);
        return null;
    }
}
