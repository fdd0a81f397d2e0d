package io.nadir.kernel;

import java.util.Arrays;

/**
 * The fixed cut of compressed rows into chunks of whole rows with about as many entries each. A
 * kernel that writes only its own rows gives the same bits for every cut; sums over chunks do
 * because the cut depends on the entries alone.
 */
public final class EntryPlan {
    /** Entries of a chunk, a row counting as one more: some tenths of a millisecond. */
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

    /** Number of chunks. */
    public int size() {
        return bounds.length - 1;
    }

    /** First row of a chunk. */
    public int from(int chunk) {
        return bounds[chunk];
    }

    /** Row after the last of a chunk. */
    public int to(int chunk) {
        return bounds[chunk + 1];
    }
}
