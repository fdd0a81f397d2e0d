package io.nadir.spark;

import io.nadir.solver.SolverOptions;

import org.apache.spark.network.util.JavaUtils;

import java.util.function.LongSupplier;

/** What a solve needs on the driver at least, checked before the work begins. */
final class DriverMemory {
    /** Columns of V that a solve is expected to need at least, unless its rank is given. */
    private static final int FEW_COLUMNS = 8;

    /** Matrices of the size of V: the point, the gradient, and the memory of quasi-Newton steps. */
    private static final int COPIES = 32;

    /** Columns of the basis of a certificate that is easy. */
    private static final int BASIS = 128;

    private static final String LIMIT = "spark.driver.maxResultSize";

    private DriverMemory() {}

    /**
     * Throws if the heap is certain to be too small, or Spark's limit of results.
     *
     * @throws IllegalArgumentException naming what is needed and what there is
     */
    static void require(DistributedRows rows, SolverOptions options) {
        int rank =
                options.isRankFixed()
                        ? options.maxRank()
                        : Math.min(options.maxRank(), FEW_COLUMNS);
        require(rows.columns(), rank, Runtime.getRuntime().maxMemory(), rows::rows);
        requireResults(PassBytes.ofEvaluation(rows, rank).returned(), limit(rows));
    }

    /**
     * Throws if the heap is too small for a V of one column, before the ids of the columns are
     * collected and rows are moved.
     *
     * @param rows counts the rows, if it has to be said what else can be done
     */
    static void requireColumns(long columns, LongSupplier rows) {
        require(columns, 1, Runtime.getRuntime().maxMemory(), rows);
    }

    /** The same for n columns, a rank, and a heap. */
    static void require(long columns, int rank, long heap, LongSupplier rows) {
        if (8.0 * columns * rank > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    ("columns = %,d, allowed with a V of rank %d are up to %,d: executors return"
                                    + " results of less than 2 GB%s")
                            .formatted(
                                    columns,
                                    rank,
                                    (Integer.MAX_VALUE - 8) / 8 / rank,
                                    exchange(columns, rows.getAsLong(), " (", ")")));
        }
        double needed = 8.0 * columns * (COPIES * (double) rank + BASIS);
        if (needed > heap) {
            throw new IllegalArgumentException(
                    ("heap of the driver = %,d MB, allowed for %,d columns are %,.0f MB and more:"
                                    + " V and the basis of a certificate are kept there (set"
                                    + " spark.driver.memory%s)")
                            .formatted(
                                    heap >> 20,
                                    columns,
                                    needed / (1 << 20),
                                    exchange(columns, rows.getAsLong(), ", or ", "")));
        }
    }

    /** That rows can be taken for columns, if there are fewer. */
    private static String exchange(long columns, long rows, String before, String after) {
        return rows < columns
                ? "%sexchange rows and columns: there are only %,d rows%s"
                        .formatted(before, rows, after)
                : "";
    }

    /** Whether results of so many bytes are below Spark's limit. */
    static boolean isReturnable(DistributedRows rows, long bytes) {
        long limit = limit(rows);
        return limit <= 0 || bytes <= limit;
    }

    /** Spark's limit of the bytes of results; 0 for none. */
    private static long limit(DistributedRows rows) {
        return JavaUtils.byteStringAsBytes(rows.context().getConf().get(LIMIT, "1g"));
    }

    /**
     * Throws if Spark would end the first pass because of the size of its results.
     *
     * @param limit 0 for none
     */
    static void requireResults(long needed, long limit) {
        if (limit > 0 && needed > limit) {
            throw new IllegalArgumentException(
                    ("%s = %,d MB, allowed for these columns and partitions are %,d MB and more:"
                         + " this is what the partitions return in a pass (use fewer partitions, or"
                         + " set it)")
                            .formatted(LIMIT, limit >> 20, (needed >> 20) + 1));
        }
    }
}
