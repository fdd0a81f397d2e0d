package io.nadir.matrix;

import java.util.Objects;

/**
 * Where the known entries of a matrix come from, row after row, if they are not in one array: a
 * file, a database, arrays of one's own, or a function. {@link ObservedEntries#from} makes data of
 * them, which are read anew in every pass, a few rows at a time. So they may be larger than memory,
 * and more than 2³¹.
 *
 * {@snippet file="embedder/Examples.java" region="entries"}
 *
 * <p>A source has to give the same entries each time, and to be thread-safe: the threads of a solve
 * read from it at the same time. A solve goes over all entries some hundred times or more.
 */
public interface EntrySource {
    /** Returns the number of rows m, 1 or more. */
    int rows();

    /** Returns the number of columns n, 1 or more. */
    int columns();

    /**
     * Returns how many entries the rows before a given one have together: 0 for row 0, and the
     * number of all entries for {@code rows()}. A row has at most as many as there are columns.
     *
     * @param row from 0 to {@code rows()}
     */
    long start(int row);

    /**
     * Reads the entries of some rows, one after another.
     *
     * @param row the first row, from 0
     * @param count the number of rows, 1 or more
     * @param columns receives the columns of the entries, ascending within a row
     * @param values receives their values, finite numbers
     * @param offset the index in both arrays at which to begin
     * @throws java.io.UncheckedIOException if they cannot be read. It ends the solve, and its
     *     message should say what to do
     */
    void read(int row, int count, int[] columns, double[] values, int offset);

    /**
     * Returns whether entries have weights, which {@link #readWeighted} then reads; otherwise each
     * has weight 1. The same answer each time.
     */
    default boolean hasWeights() {
        return false;
    }

    /**
     * Reads the entries of some rows as {@link #read} does, and their weights in the loss. Called
     * in its place if {@link #hasWeights}.
     *
     * @param weights receives the weights, finite and not negative, from index {@code offset}; an
     *     entry of weight 0 counts as missing
     * @throws UnsupportedOperationException unless a source with weights overrides it
     */
    default void readWeighted(
            int row, int count, int[] columns, double[] values, double[] weights, int offset) {
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(weights, "weights");

        throw new UnsupportedOperationException(
                description() + ": a source with weights must have readWeighted");
    }

    /**
     * Returns whether the source knows, without reading, that its entries are still what they were
     * when data were made of it. Where it returns false, each solve and each certificate reads all
     * of them once more, before and after, and compares a hash; so false is always right.
     */
    default boolean isKnownUnchanged() {
        return false;
    }

    /** Returns a few words on where the entries are, for messages. */
    default String description() {
        return "entries from a source";
    }

    /**
     * Reads all entries once, and keeps them in memory, in blocks of rows: 12 bytes for each, or 20
     * with weights, and 8 for each row. There may be more than 2³¹.
     *
     * @throws IllegalArgumentException as {@link ObservedEntries#from}
     */
    static EntrySource copyOf(EntrySource source) {
        Objects.requireNonNull(source, "source");

        return EntryBlocks.of(source, false, EntryBlocks.LARGEST);
    }

    /**
     * Does the same as {@link #copyOf} with values and weights of float32: 8 bytes for each entry,
     * or 12 with weights. Results have the same bits.
     *
     * @throws IllegalArgumentException also if a value or a weight is no float32 number
     */
    static EntrySource copyOfFloats(EntrySource source) {
        Objects.requireNonNull(source, "source");

        return EntryBlocks.of(source, true, EntryBlocks.LARGEST);
    }

    /**
     * Returns {@link #copyOfFloats} if all values and weights are float32 numbers, otherwise {@link
     * #copyOf}. Reads all entries twice.
     *
     * @throws IllegalArgumentException as {@link ObservedEntries#from}
     */
    static EntrySource compactCopyOf(EntrySource source) {
        Objects.requireNonNull(source, "source");

        return EntryBlocks.compact(source);
    }
}
