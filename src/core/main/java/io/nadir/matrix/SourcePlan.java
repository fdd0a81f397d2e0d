package io.nadir.matrix;

import java.util.Arrays;

/**
 * A fixed partition of the rows of a source into chunks with about equally many entries. It depends
 * on the numbers of entries alone, not on where they are or on the number of threads.
 */
final class SourcePlan {
    /** Entries of a chunk, at least; a row counts as one more. */
    private static final long CHUNK_ENTRIES = 1 << 18;

    /** More chunks would only cost more accumulators. */
    private static final int MOST_CHUNKS = 64;

    /** Entries of a chunk for each column, at least, so that accumulators are cheap beside them. */
    private static final long ENTRIES_PER_COLUMN = 8;

    private final int[] bounds;

    SourcePlan(EntrySource source) {
        int rows = source.rows();
        long all = source.start(rows) + rows;
        long entries =
                Math.max(
                        Math.ceilDiv(all, MOST_CHUNKS),
                        Math.max(CHUNK_ENTRIES, ENTRIES_PER_COLUMN * source.columns()));
        int[] found = new int[MOST_CHUNKS + 2];
        int count = 0;
        long begin = 0;
        for (int i = 0; i < rows; i++) {
            long end = source.start(i + 1) + i + 1;
            if (end - begin >= entries) {
                found[++count] = i + 1;
                begin = end;
            }
        }
        if (found[count] < rows) {
            found[++count] = rows;
        }
        this.bounds = Arrays.copyOf(found, count + 1);
    }

    /** The number of chunks. */
    int size() {
        return bounds.length - 1;
    }

    /** The first row of a chunk. */
    int from(int chunk) {
        return bounds[chunk];
    }

    /** The row after the last of a chunk. */
    int to(int chunk) {
        return bounds[chunk + 1];
    }
}
