package io.nadir.spark;

/**
 * The bytes that one pass moves between the driver and the executors. Java's serialization and what
 * Spark says of a task add a few thousand to each result.
 *
 * @param sent to each executor, once: the matrix that the pass multiplies by
 * @param shuffled between executors, where partitions are added in groups first
 * @param returned to the driver, by all tasks together
 */
record PassBytes(long sent, long shuffled, long returned) {
    /** The pass of a descent at a point of this rank: V is sent, UᵀU and GᵀU are returned. */
    static PassBytes ofEvaluation(DistributedRows rows, int rank) {
        return of(rows, rank, BlockWork.SUMS + rank * rank);
    }

    /** A step of a certificate: B with so many columns is sent, GᵀG·B is returned. */
    static PassBytes ofProduct(DistributedRows rows, int width) {
        return of(rows, width, 0);
    }

    /**
     * Counts.
     *
     * @param width the length of a row of what is sent and returned
     * @param numbers that are returned beside
     */
    private static PassBytes of(DistributedRows rows, int width, int numbers) {
        int partitions = rows.partitions();
        long panel = 8L * rows.columns() * width;
        long parts = 8L * numbers * partitions;
        for (BlockSummary each : rows.summaries()) {
            parts += (8L * width + (each.namesColumns() ? 4 : 0)) * each.columns();
        }
        return partitions <= OrderedSums.DIRECT
                ? new PassBytes(panel, 0, parts)
                : new PassBytes(
                        panel, parts, OrderedSums.groups(partitions) * (panel + 8L * numbers));
    }
}
