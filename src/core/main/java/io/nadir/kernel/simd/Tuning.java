package io.nadir.kernel.simd;

/**
 * Every size that was found by measurement; the pages of {@code native-notes} say how.
 *
 * <p>The shapes of the register tiles are what the methods that ask for the number of registers
 * return, {@link #NARROW_WIDTH}, {@link #COLUMN_DOT_ROWS} and {@link #COLUMN_ADD_ROWS}. The sources
 * of {@link RowTile}, {@link ColumnTile} and {@link NarrowTile} are written from them by templates,
 * which are among the tests of this package. After a change of a shape they have to be written
 * anew; {@code TileTemplateTest} fails until they are, and says how.
 */
final class Tuning {
    /** Most vectors in a row of a panel: each broadcast feeds as many multiply-adds. */
    static final int PANEL_VECTORS = panelVectors(Width.MANY_REGISTERS);

    /** Columns of a packed panel; the last one may have fewer vectors. */
    static final int PANEL = PANEL_VECTORS * Width.COUNT;

    /** Rows of the tallest register tile. */
    static final int TALLEST_TILE = tallestTile();

    /** Rows that meet all panels before the next ones do: a multiple of every tile's rows. */
    private static final int ROW_GROUP = Width.MANY_REGISTERS ? 24 : 60;

    /** The same where tiles start from the data: a multiple of most tiles' rows. */
    private static final int STREAMED_GROUP = Width.MANY_REGISTERS ? 12 : 10;

    /**
     * Whether tiles are computed in runs, one below the other in one call, and with a result whose
     * rows are at a constant distance: where registers are few they are small, and calls and checks
     * weigh.
     */
    static final boolean TILES_IN_RUNS = !Width.MANY_REGISTERS;

    /** Rows of the left factor that meet all panels before the next ones do in such runs. */
    static final int RUN_GROUP = 20;

    /** Whether the next slice of narrow data is read between tiles. */
    static final boolean READ_AHEAD = !Width.MANY_REGISTERS;

    /** Rows of the data handled together. */
    static final int SLICE = Width.MANY_REGISTERS ? 72 : 60;

    /** Columns of the data handled together: runs of a page, which the hardware reads ahead. */
    static final int BLOCK = Width.MANY_REGISTERS ? 512 : 256;

    /** Rows of a slice of the Gram matrix, for each of which that matrix is read and written. */
    static final int GRAM_SLICE = 512;

    /** Columns of a block of the Gram matrix: what is computed ends with a block. */
    static final int GRAM_BLOCK = 120;

    /** Vectors in a row of the register tile of float32. */
    private static final int FLOAT_VECTORS = floatVectors(Width.MANY_REGISTERS);

    /** Rows of the register tile of float32. */
    static final int FLOAT_ROWS = tileRows(FLOAT_VECTORS);

    /** Columns of the register tile of float32, of which a vector has twice as many. */
    static final int FLOAT_COLUMNS = FLOAT_VECTORS * 2 * Width.COUNT;

    /**
     * Columns of a panel of float32: a multiple of the rows and of the columns of a tile, so that
     * both of its factors are read from the same panels.
     */
    static final int FLOAT_PANEL =
            Width.MANY_REGISTERS ? FLOAT_COLUMNS : FLOAT_ROWS * FLOAT_COLUMNS;

    /**
     * Rows and columns of a block of a Gram matrix of float32: a quarter of a common second-level
     * cache, which has the panels of a chain besides. A multiple of the rows and of the columns of
     * a tile.
     */
    static final int FLOAT_BLOCK = 240;

    /**
     * Distance between rows of a block's own storage: one cache line more than a block, so that the
     * rows of a tile do not fall into the same set of the first-level cache.
     */
    static final int STRIDE = BLOCK + 8;

    /**
     * First element in use in packed arrays. Large arrays start at a page plus a header of 16
     * bytes, so this one is on a cache line; a vector load across two lines costs twice.
     */
    static final int ORIGIN = 6;

    /**
     * Smallest length of large packed arrays: large enough for the usual collector, with regions of
     * up to 4 MiB, to give each regions of its own, which is what aligns it.
     */
    private static final int MIN_LENGTH = 1 << 18;

    /** Longest packed array that is not large: a solve of a small problem takes a dozen of them. */
    private static final int SMALL_LENGTH = 1 << 15;

    /**
     * Most columns of B in the narrow power step, for which memory and not arithmetic is the limit.
     * With eight the vectors of 512 bits of the general tiles are full, and these are faster. Where
     * registers are few the general tiles take eight columns at a time, and are slower up to here.
     */
    static final int NARROW_COLUMNS = Width.MANY_REGISTERS ? 7 : 12;

    /** Most rows of a slice in it. */
    static final int NARROW_ROWS = 64;

    /** Bytes of a slice of a narrow product; one of so many is read before it is multiplied. */
    static final int NARROW_BYTES = 1 << 18;

    /** Bytes of a line of the caches. */
    static final int LINE_BYTES = 64;

    /** Columns of B, T and W that {@link NarrowTile} takes at once. */
    static final int NARROW_WIDTH = 4;

    /** Rows of A that {@link NarrowTile#dotRows} takes at once. */
    static final int NARROW_TILE_ROWS = narrowTileRows(Width.MANY_REGISTERS);

    /** Vectors of columns of A that {@link NarrowTile#addColumns} takes at once. */
    static final int NARROW_TILE_VECTORS = narrowTileVectors(Width.MANY_REGISTERS);

    /** Rows of A that {@link NarrowTile#dotColumn} takes at once. */
    static final int COLUMN_DOT_ROWS = 4;

    /** Rows of A that {@link NarrowTile#addRows} takes at once: a multiple of the former. */
    static final int COLUMN_ADD_ROWS = 8;

    /**
     * The rows of a slice that is read twice are a multiple of this number, except for the last
     * slice.
     */
    private static final int TALL_STEP = Width.MANY_REGISTERS ? 24 : 20;

    /** Bytes of a slice that is read twice: three quarters of a common second-level cache. */
    private static final int TALL_BYTES = 3 << 18;

    /**
     * The same for a power step, where B, W and T are in that cache as well: with 16 columns of
     * them and of 2000 data, as much as a slice of 32 rows.
     */
    private static final int POWER_BYTES = Width.MANY_REGISTERS ? 3 << 17 : TALL_BYTES;

    private Tuning() {}

    /**
     * Length of a packed array that holds {@code needed} elements: a power of two if it is small,
     * so that one which grows column by column is seldom replaced.
     */
    static int length(int needed) {
        return needed > SMALL_LENGTH
                ? Math.max(MIN_LENGTH, needed)
                : Integer.highestOneBit(Math.max(2, needed) - 1) << 1;
    }

    /** Vectors that hold {@code width} columns, as many as some register tile has in a row. */
    static int tileVectors(int width) {
        return Width.MANY_REGISTERS ? Math.ceilDiv(width, Width.COUNT) : PANEL_VECTORS;
    }

    /** Rows of the register tile whose rows have a number of vectors. */
    static int tileRows(int vectors) {
        return tileRows(Width.MANY_REGISTERS, vectors);
    }

    /** {@link #PANEL_VECTORS} with many registers, or few. */
    static int panelVectors(boolean manyRegisters) {
        return manyRegisters ? 4 : 2;
    }

    /** Vectors in a row of the register tile of float32 with many registers, or few. */
    static int floatVectors(boolean manyRegisters) {
        return manyRegisters ? 3 : 2;
    }

    /**
     * {@link #tileRows(int)} with many registers, or few: 24 accumulators of 32 registers, and 10
     * of 16. With 12 of 16 the compiler spills some in all shapes but 2 × 6.
     */
    static int tileRows(boolean manyRegisters, int vectors) {
        if (!manyRegisters) {
            return 5;
        }
        return switch (vectors) {
            case 1, 2 -> 12;
            case 3 -> 8;
            default -> 6;
        };
    }

    /** {@link #NARROW_TILE_ROWS} with many registers, or few. */
    static int narrowTileRows(boolean manyRegisters) {
        return manyRegisters ? 4 : 2;
    }

    /** {@link #NARROW_TILE_VECTORS} with many registers, or few. */
    static int narrowTileVectors(boolean manyRegisters) {
        return manyRegisters ? 4 : 2;
    }

    private static int tallestTile() {
        int rows = 0;
        for (int vectors = 1; vectors <= PANEL_VECTORS; vectors++) {
            rows = Math.max(rows, tileRows(vectors));
        }
        return rows;
    }

    /**
     * Rows that meet all panels before the next ones do: whole tiles of the panels, of which the
     * last has a number of vectors.
     *
     * @param streamed whether tiles start from data in memory, which the hardware reads ahead along
     *     a few rows better than along many
     */
    static int groupRows(boolean streamed, int vectors) {
        return streamed && STREAMED_GROUP % tileRows(vectors) == 0 ? STREAMED_GROUP : ROW_GROUP;
    }

    /** Rows of a slice of {@code columns} columns that is read twice. */
    static int tallRows(int columns) {
        return tallRows(columns, TALL_BYTES);
    }

    /** Rows of a slice of {@code columns} columns in a power step. */
    static int powerRows(int columns) {
        return tallRows(columns, POWER_BYTES);
    }

    private static int tallRows(int columns, int bytes) {
        int rows = bytes / (Double.BYTES * Math.max(1, columns));
        return Math.clamp(rows - rows % TALL_STEP, TALL_STEP, SLICE);
    }

    /** Rows of a slice of {@code columns} columns, of so many bytes each, in a narrow product. */
    static int narrowRows(int columns, int bytes) {
        int rows = NARROW_BYTES / (bytes * Math.max(1, columns));
        return Math.clamp(rows - rows % NARROW_TILE_ROWS, NARROW_TILE_ROWS, NARROW_ROWS);
    }

    /** The same for a product with one column. */
    static int columnRows(int columns, int bytes) {
        int rows = NARROW_BYTES / (bytes * Math.max(1, columns));
        return Math.clamp(rows - rows % COLUMN_ADD_ROWS, COLUMN_ADD_ROWS, NARROW_ROWS);
    }
}
