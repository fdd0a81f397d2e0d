package io.nadir.spark;

import io.nadir.check.Checks;
import io.nadir.kernel.Fingerprint;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The rows of a matrix Y (m×n), spread over the executors of Spark: one block in each partition,
 * kept in memory, or on disk where memory does not suffice. Only the ids of the columns, and a few
 * numbers, are on the driver.
 *
 * <p>Which row is in which partition depends on its id and on the number of partitions alone, and a
 * block is sorted by the ids. So the same data and number of partitions give the same bits, however
 * the data were partitioned before. A block that is lost with its executor is made again from the
 * data set.
 *
 * <p>Immutable and thread-safe. {@link #close} frees the memory.
 */
public final class DistributedRows implements AutoCloseable {
    private final SparkSession session;
    private final JavaRDD<RowBlock> blocks;
    private final DataType rowType;
    private final String rowName;
    private final Object[] columnIds;
    private final DataType columnType;
    private final String columnName;
    private final List<BlockSummary> summaries;

    /** Makes the blocks, and looks at them: one job. */
    DistributedRows(
            SparkSession session,
            JavaRDD<RowBlock> blocks,
            String rowName,
            DataType rowType,
            Object[] columnIds,
            String columnName,
            DataType columnType) {
        this.session = session;
        this.rowName = rowName;
        this.rowType = rowType;
        this.columnIds = columnIds;
        this.columnName = columnName;
        this.columnType = columnType;
        this.blocks = blocks.persist(StorageLevel.MEMORY_AND_DISK());
        this.summaries =
                this.blocks.map(BlockSummary::of).collect().stream()
                        .sorted(Comparator.comparingInt(BlockSummary::partition))
                        .toList();
        for (BlockSummary summary : summaries) {
            if (summary.problem() != null) {
                close();
                throw new IllegalArgumentException(summary.problem());
            }
        }
        SlowData.warn(this);
    }

    /**
     * Takes known entries; all others are missing, as in matrix completion. Costs a job that finds
     * the ids of the columns, one that counts them, and a shuffle.
     *
     * @param data a row for each entry, in any order
     * @param names the names of its columns
     * @param partitions the number of partitions of the result, which decides about its bits; two
     *     or three for each core are enough
     * @throws IllegalArgumentException if a column is missing, or of a type that is not allowed; if
     *     there are no entries; if an id is null, a pair of ids is there twice, a value is not
     *     finite, or a weight is negative; if the heap of the driver is too small for so many
     *     columns. The message names the column, or what is needed
     */
    public static DistributedRows observed(Dataset<Row> data, EntryColumns names, int partitions) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(names, "names");

        Checks.positive("partitions", partitions);
        return new BlockSource(data).entries(names, Unlisted.MISSING, partitions);
    }

    /**
     * Takes listed entries of a sparse matrix: entries that are not listed are 0, and each has this
     * weight in the loss, which must be the squared loss. No dense matrix is formed.
     *
     * @param data as for {@link #observed}
     * @param weight finite and more than 0
     * @throws IllegalArgumentException as {@link #observed}; also if the weight is not allowed
     */
    public static DistributedRows sparse(
            Dataset<Row> data, EntryColumns names, double weight, int partitions) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(names, "names");

        Checks.positiveFinite("weight", weight);
        Checks.positive("partitions", partitions);
        return new BlockSource(data).entries(names, new Unlisted(false, weight), partitions);
    }

    /**
     * Takes implicit feedback: the values are counts r of how often something was seen. A listed
     * entry is 1 with the weight 1 + α·r in the squared loss, every other is 0 with the weight 1
     * (Hu, Koren &amp; Volinsky 2008).
     *
     * @param data as for {@link #observed}; values from 0, and no weights
     * @param alpha α, finite and at least 0
     * @throws IllegalArgumentException as {@link #observed}; also if α is not allowed, a count is
     *     negative, or {@code names} has a column of weights
     */
    public static DistributedRows implicit(
            Dataset<Row> data, EntryColumns names, double alpha, int partitions) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(names, "names");

        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "alpha = " + alpha + ", allowed are finite numbers from 0");
        }
        if (names.weight() != null) {
            throw new IllegalArgumentException(
                    "weight = " + names.weight() + ", allowed for implicit feedback is none");
        }
        Checks.positive("partitions", partitions);
        return new BlockSource(data).entries(names, new Unlisted(true, alpha), partitions);
    }

    /**
     * Takes rows of which every entry is known.
     *
     * @param data a row for each row of the matrix, in any order
     * @param id the name of the column with the ids of the rows
     * @param features the name of the column with the entries: vectors of Spark's machine learning
     *     library, or arrays of numbers
     * @param partitions as for {@link #observed}
     * @throws IllegalArgumentException if a column is missing, or of a type that is not allowed; if
     *     there are no rows; if an id is null or there twice; if vectors differ in length or have
     *     elements that are not finite. The message names the column
     */
    public static DistributedRows dense(
            Dataset<Row> data, String id, String features, int partitions) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(features, "features");

        Checks.positive("partitions", partitions);
        return new BlockSource(data).dense(id, features, partitions);
    }

    /**
     * Checks the columns that {@link #observed}, {@link #sparse} and {@link #implicit} take,
     * without reading data.
     *
     * @param schema of the data set
     * @throws IllegalArgumentException if a column is missing, or of a type that is not allowed
     */
    public static void requireColumns(StructType schema, EntryColumns names) {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(names, "names");

        new DataColumns(schema).requireEntries(names);
    }

    /**
     * Checks the columns that {@link #dense} takes, without reading data.
     *
     * @param id null to check that of the vectors only
     * @throws IllegalArgumentException if a column is missing, or of a type that is not allowed
     */
    public static void requireColumns(StructType schema, @Nullable String id, String features) {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(features, "features");

        DataColumns columns = new DataColumns(schema);
        if (id != null) {
            columns.requireIds(id);
        }
        columns.requireVectors(features);
    }

    /** Returns the number of rows m that have entries. */
    public long rows() {
        return summaries.stream().mapToLong(BlockSummary::rows).sum();
    }

    /** Returns the number of columns n that have entries. */
    public int columns() {
        return columnIds.length;
    }

    /** Returns the number of entries that carry a loss. */
    public long entries() {
        return summaries.stream().mapToLong(BlockSummary::entries).sum();
    }

    /** Returns a copy of the ids of the columns, in ascending order. */
    public Object[] columnIds() {
        return columnIds.clone();
    }

    /** Returns the name of the column that held the ids of the columns. */
    public String columnName() {
        return columnName;
    }

    /** Returns the type of the ids of the columns. */
    public DataType columnType() {
        return columnType;
    }

    /** Returns the name of the column that held the ids of the rows. */
    public String rowName() {
        return rowName;
    }

    /** Returns the type of the ids of the rows. */
    public DataType rowType() {
        return rowType;
    }

    /** Returns the kernels that executors compute with, one line for each kind. */
    public List<String> kernels() {
        return List.copyOf(new TreeSet<>(summaries.stream().map(BlockSummary::kernels).toList()));
    }

    /** Returns the session of the data. */
    public SparkSession session() {
        return session;
    }

    /** Frees the memory on the executors. */
    @Override
    public void close() {
        blocks.unpersist(false);
    }

    JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    JavaRDD<RowBlock> blocks() {
        return blocks;
    }

    int partitions() {
        return summaries.size();
    }

    /** What is known of each block, in the order of the partitions. */
    List<BlockSummary> summaries() {
        return summaries;
    }

    /** Whether each row lists its entries. */
    boolean listsEntries() {
        return summaries.stream().allMatch(BlockSummary::listed);
    }

    /** Whether dual points beside the gradient are known, see {@link ClippedBlock}. */
    boolean isClippable() {
        return summaries.stream().allMatch(BlockSummary::clippable);
    }

    /** Whether entries of a gradient are formed one by one. */
    boolean hasEntries() {
        return summaries.stream().allMatch(BlockSummary::formed);
    }

    double maxAbs() {
        return summaries.stream().mapToDouble(BlockSummary::maxAbs).max().orElse(0);
    }

    double frobenius() {
        double square = 0;
        for (BlockSummary summary : summaries) {
            square += summary.square();
        }
        return Math.sqrt(square);
    }

    double largestWeight() {
        return summaries.stream().mapToDouble(BlockSummary::largestWeight).max().orElse(1);
    }

    long fingerprint() {
        Fingerprint hash = new Fingerprint().add(columns());
        summaries.forEach(summary -> hash.add(summary.fingerprint()));
        return hash.value();
    }

    @Override
    public String toString() {
        return "DistributedRows %d×%d, %d known, %d partitions"
                .formatted(rows(), columns(), entries(), summaries.size());
    }
}
