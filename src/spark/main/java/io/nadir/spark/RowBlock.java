package io.nadir.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;

import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.MatrixData;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * The rows of one partition: their ids, their entries, and, in the memory of an executor, what the
 * last pass has computed from them.
 *
 * <p>What is remembered is a function of the entries and of the point that was asked for, so that
 * it does not matter whether it is there, or on which executor: a block that was lost, and read or
 * computed again, gives the same bits.
 */
@DefaultSerializer(JavaSerializer.class)
final class RowBlock implements Serializable {
    private static final long serialVersionUID = 1;

    private final int partition;

    @SuppressWarnings("serial") // All types of ids are serializable.
    private final Object[] ids;

    private final int @Nullable [] columns;
    private final @Nullable BlockData data;
    private final @Nullable String problem;
    private transient @Nullable MatrixData matrix;
    private transient @Nullable BlockWork work;

    /**
     * Takes the rows.
     *
     * @param ids of the rows, in their order
     * @param columns for each column of {@code data} the column of the whole matrix; null if they
     *     are the same
     * @param data null if there are no rows
     */
    RowBlock(int partition, Object[] ids, int @Nullable [] columns, @Nullable BlockData data) {
        this(partition, ids, columns, data, null);
    }

    private RowBlock(
            int partition,
            Object[] ids,
            int @Nullable [] columns,
            @Nullable BlockData data,
            @Nullable String problem) {
        this.partition = partition;
        this.ids = ids;
        this.columns = columns;
        this.data = data;
        this.problem = problem;
    }

    /** In place of rows that are not allowed, what is wrong with them. */
    static RowBlock refused(int partition, String problem) {
        return new RowBlock(partition, new Object[0], null, null, problem);
    }

    int partition() {
        return partition;
    }

    Object[] ids() {
        return ids;
    }

    int @Nullable [] columns() {
        return columns;
    }

    @Nullable BlockData data() {
        return data;
    }

    /** The data as the core takes them; null if there are no rows. */
    synchronized @Nullable MatrixData matrix() {
        MatrixData present = matrix;
        if (present == null && data != null) {
            present = data.matrix();
            matrix = present;
        }
        return present;
    }

    @Nullable String problem() {
        return problem;
    }

    /** The sum of the weights of the entries of each column. */
    Partial columnWeights() {
        return data == null
                ? Partial.none(0, 0, 1)
                : new Partial(new double[0], new double[0], columns, 1, data.columnWeights());
    }

    /** Which of all n columns are connected by these rows, as {@link ColumnComponents#roots}. */
    int[] components(int n) {
        ColumnComponents components = new ColumnComponents(n);
        if (data != null) {
            int[] places = columns;
            data.connect((i, j) ->
                    components.connect(
                            places == null ? i : places[i], places == null ? j : places[j]));
        }
        return components.roots();
    }

    /** A hash of these rows: that of their entries, with the columns that they are in. */
    long mixed(long fingerprint) {
        Fingerprint hash = new Fingerprint().add(partition).add(fingerprint);
        return columns == null ? hash.value() : hash.add(columns).value();
    }

    /**
     * Runs one computation on these rows, by the core's map of them. The map is kept for the next
     * one. Spark may run two tasks of a partition at the same time; one of them waits here.
     *
     * @param nothing the result if there are no rows
     */
    <T> T compute(Point point, Computation<T> computation, T nothing) {
        return compute(point.loss(), point.offsets() != null, computation, nothing);
    }

    private synchronized <T> T compute(
            ConvexLoss loss, boolean offsets, Computation<T> computation, T nothing) {
        BlockData rows = data;
        MatrixData all = matrix();
        if (rows == null || all == null) {
            return nothing;
        }
        BlockWork present = work;
        if (present == null || !present.isFor(loss, offsets)) {
            present =
                    new BlockWork(
                            offsets ? rows.entries(all) : all,
                            rows.knownEntries(),
                            columns,
                            loss,
                            offsets);
            work = present;
        }
        return computation.on(present);
    }

    /** A computation on the rows of a block. */
    @FunctionalInterface
    interface Computation<T> {
        /** Computes. */
        T on(BlockWork work);
    }
}
