package io.nadir.spark.ml;

import io.nadir.io.Indexing;
import io.nadir.io.ModelDirectory;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.map.TrainedFactorization;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Writes a model for the library and its command line: model.json and .npy files. */
final class CoreExport {
    private CoreExport() {}

    /**
     * Collects U and V, and saves them.
     *
     * @throws IllegalArgumentException if they do not fit into the heap of the driver
     */
    static void save(CompletionFactors factors, Centering centering, double penalty, Path directory)
            throws IOException {
        save(
                factors.users(),
                factors.items(),
                factors.rank(),
                factors.mean(),
                centering,
                penalty,
                directory);
    }

    /**
     * The same for two data sets (id, features, offset).
     *
     * @param mean μ
     */
    static void save(
            Dataset<Row> rowFactors,
            Dataset<Row> columnFactors,
            int rank,
            double mean,
            Centering centering,
            double penalty,
            Path directory)
            throws IOException {
        requireMemory(rowFactors.count() + columnFactors.count(), rank);
        Side users = Side.of(rowFactors, rank);
        Side items = Side.of(columnFactors, rank);
        int m = users.ids.length;
        int n = items.ids.length;
        Factors pair = Factors.copyOfPair(m, n, rank, users.features, items.features);
        Offsets offsets =
                centering == Centering.NONE
                        ? null
                        : new Offsets(
                                centering,
                                mean,
                                users.offsets,
                                items.offsets,
                                new boolean[m],
                                new boolean[n],
                                0,
                                penalty);
        ModelDirectory.save(
                directory,
                new TrainedFactorization(false, pair, offsets),
                Indexing.byIds(List.of(users.ids), List.of(items.ids)));
    }

    /** What is kept for each row: its numbers, twice, and an id of 64 characters. */
    private static void requireMemory(long rows, int rank) {
        double needed = rows * (16.0 * (rank + 1) + 128);
        long heap = Runtime.getRuntime().maxMemory();
        boolean tooMany = rows * Math.max(1.0, rank) > Integer.MAX_VALUE - 8;
        if (needed > heap || tooMany) {
            throw new IllegalArgumentException(
                    ("heap of the driver = %,d MB, allowed to export %,d rows of U and V of rank %d"
                                    + " are %,.0f MB and more, and 2^31 numbers at most")
                            .formatted(heap >> 20, rows, rank, needed / (1 << 20)));
        }
    }

    /** One of the two factors, in the order of its ids. */
    private record Side(String[] ids, double[] features, double[] offsets) {
        static Side of(Dataset<Row> factors, int rank) {
            int count = Math.toIntExact(factors.count());
            Side side = new Side(new String[count], new double[count * rank], new double[count]);
            Iterator<Row> rows = factors.orderBy("id").toLocalIterator();
            for (int i = 0; i < count; i++) {
                Row row = rows.next();
                side.ids[i] = String.valueOf(row.get(0));
                double[] numbers = Recommender.numbers(row.getList(1));
                System.arraycopy(numbers, 0, side.features, i * rank, rank);
                side.offsets[i] = row.getDouble(2);
            }
            return side;
        }
    }
}
