package io.nadir.spark;

import io.nadir.solver.SolverOptions;

import org.apache.spark.network.util.JavaUtils;

/** What a solve needs on the driver at least, checked before the work begins. */
final class DriverMemory {
    /** Columns of V that a solve is expected to need at least, unless its rank is limited. */
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
        require(rows.columns(), options.maxRank(), Runtime.getRuntime().maxMemory());
        int rank = Math.min(options.maxRank(), FEW_COLUMNS);
        requireResults(PassBytes.ofEvaluation(rows, rank).returned(), limit(rows));
    }

    /** The same for n columns, a limit of the rank, and a heap. */
    static void require(int columns, int maxRank, long heap) {
        int rank = Math.min(maxRank, FEW_COLUMNS);
        double needed = 8.0 * columns * (COPIES * (double) rank + BASIS);
        if (needed > heap) {
            throw new IllegalArgumentException(
                    ("heap of the driver = %,d MB, allowed for %,d columns are %,.0f MB and more:"
                                    + " V and the basis of a certificate are kept there (set"
                                    + " spark.driver.memory)")
                            .formatted(heap >> 20, columns, needed / (1 << 20)));
        }
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
