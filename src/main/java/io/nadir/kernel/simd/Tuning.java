package io.nadir.kernel.simd;

/** Every size that was found by measurement; the pages of {@code native-notes} say how. */
final class Tuning {
    /** Columns of a packed panel: two vectors, so that each broadcast feeds two multiply-adds. */
    static final int PANEL = 2 * Lanes.COUNT;

    /**
     * Rows of a register tile. With two vectors in each row that makes 16 accumulators where there
     * are 32 registers, and 8 where there are 16; with 12 of 16 the compiler already spills,
     * because it loads several broadcasts ahead.
     */
    static final int TILE = Lanes.MANY_REGISTERS ? 8 : 4;

    /** Rows of the data handled together. */
    static final int SLICE = 128;

    /** Columns of the data handled together: one panel of this length fills half of 32 KiB. */
    static final int BLOCK = 128;

    /**
     * Distance between rows of a slab: one cache line more than a block, so that the rows of a tile
     * do not fall into the same set of the first-level cache.
     */
    static final int STRIDE = BLOCK + 8;

    /**
     * First element in use in packed arrays. Large arrays start at a page plus a header of 16
     * bytes, so this one is on a cache line; a vector load across two lines costs twice.
     */
    static final int ORIGIN = 6;

    /**
     * Smallest length of packed arrays: large enough for the usual collector to give each a region
     * of its own, which is what aligns it.
     */
    static final int MIN_LENGTH = 1 << 17;

    /** Most columns of B for which memory, not arithmetic, limits the power step. */
    static final int NARROW_COLUMNS = 8;

    /** Most rows of a slice in it. */
    static final int NARROW_ROWS = 64;

    /** Bytes of a slice of a narrow product. */
    private static final int NARROW_BYTES = 1 << 18;

    /** Bytes of a slice that is read twice: half of a common second-level cache. */
    private static final int TALL_BYTES = 1 << 19;

    private Tuning() {}

    /** Rows of a slice of {@code columns} columns that is read twice. */
    static int tallRows(int columns) {
        int rows = TALL_BYTES / (Double.BYTES * Math.max(1, columns));
        return Math.clamp(rows - rows % TILE, TILE, SLICE);
    }

    /** Rows of a slice of {@code columns} columns in a narrow product. */
    static int narrowRows(int columns) {
        int rows = NARROW_BYTES / (Double.BYTES * Math.max(1, columns));
        return Math.clamp(rows - rows % NarrowTile.ROWS, NarrowTile.ROWS, NARROW_ROWS);
    }
}
