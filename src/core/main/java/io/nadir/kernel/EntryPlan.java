package io.nadir.kernel;

import java.util.Arrays;

/**
 * A fixed partition of compressed rows into chunks of whole rows with about equally many entries. A
 * kernel that writes only its own rows gives the same bits for every partition. Sums over chunks do
 * so for every number of threads, because the partition depends on the entries alone.
 */
public final class EntryPlan {
    /**
     * The number of entries of a chunk, where each row counts as one entry more; takes some tenths
     * of a millisecond.
     */
    private static final int CHUNK_ENTRIES = 1 << 15;

    private final int[] bounds;

    public EntryPlan(CompressedRows rows) {
        int[] found = new int[2 + (int) (((long) rows.entries() + rows.rows()) / CHUNK_ENTRIES)];
        int count = 0;
        long begin = 0;
        for (int i = 0; i < rows.rows(); i++) {
            long end = (long) rows.starts()[i + 1] + i + 1;
            if (end - begin >= CHUNK_ENTRIES) {
                found[++count] = i + 1;
                begin = end;
            }
        }
        if (found[count] < rows.rows()) {
            found[++count] = rows.rows();
        }
        bounds = Arrays.copyOf(found, count + 1);
    }

    /** Returns the number of chunks. */
    public int size() {
        return bounds.length - 1;
    }

    /** Returns the first row of a chunk. */
    public int from(int chunk) {
        return bounds[chunk];
    }

    /** Returns the row after the last of a chunk. */
    public int to(int chunk) {
        return bounds[chunk + 1];
    }
}
