package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.PANEL;
import static io.nadir.kernel.simd.Tuning.STRIDE;

/**
 * {@link RowTile} and {@link ColumnTile}, or {@link PlainTiles} in their place at the {@link
 * PlainStart}.
 */
final class Tiles {
    private Tiles() {}

    /** See {@link RowTile#addProduct}. */
    static void addRowProduct(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            int vectors,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        if (PlainStart.isOn()) {
            int height = Tuning.tileRows(vectors);
            int width = vectors * Width.COUNT;
            PlainTiles.addProduct(
                    as, a, aStride, 1, bs, b, depth, height, width, ds, d, dStride, c, at, cStride);
        } else {
            RowTile.addProduct(
                    as, a, aStride, bs, b, depth, vectors, ds, d, dStride, c, at, cStride);
        }
    }

    /** See {@link RowTile#setProducts}. */
    static void setRowProducts(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int tiles) {
        if (PlainStart.isOn()) {
            int height = tiles * Tuning.tileRows(Tuning.PANEL_VECTORS);
            PlainTiles.addProduct(
                    as, a, STRIDE, 1, bs, b, depth, height, PANEL, null, 0, 0, c, at, STRIDE);
        } else {
            RowTile.setProducts(as, a, bs, b, depth, c, at, tiles);
        }
    }

    /** See {@link ColumnTile#addProduct}. */
    static void addColumnProduct(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            int vectors,
            double[] c,
            int at,
            int cStride) {
        if (PlainStart.isOn()) {
            int height = Tuning.tileRows(vectors);
            int width = vectors * Width.COUNT;
            PlainTiles.addProduct(
                    as, a, 1, aStride, bs, b, depth, height, width, c, at, cStride, c, at, cStride);
        } else {
            ColumnTile.addProduct(as, a, aStride, bs, b, depth, vectors, c, at, cStride);
        }
    }

    /** See {@link ColumnTile#addProducts}. */
    static void addColumnProducts(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            double[] c,
            int at,
            int tiles) {
        if (PlainStart.isOn()) {
            int height = tiles * Tuning.tileRows(Tuning.PANEL_VECTORS);
            PlainTiles.addProduct(
                    as, a, 1, aStride, bs, b, depth, height, PANEL, c, at, PANEL, c, at, PANEL);
        } else {
            ColumnTile.addProducts(as, a, aStride, bs, b, depth, c, at, tiles);
        }
    }
}
