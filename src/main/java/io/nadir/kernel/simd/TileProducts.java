package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.PANEL;
import static io.nadir.kernel.simd.Tuning.TILE;

import io.nadir.kernel.Panel;

import java.util.Arrays;

/**
 * Adds products of a slab and a packed matrix to a result C, tile by tile. Tiles that stick out of
 * C are computed aside and added as far as they belong to it, so nothing else is ever written, not
 * even padding.
 */
final class TileProducts {
    private final double[] edge = new double[TILE * PANEL];
    private double[] target = edge;
    private int origin;
    private int stride;

    /** Chooses as C the rows of a panel from the global index {@code row} on. */
    TileProducts into(Panel panel, long row) {
        return into(panel.data(), panel.index(row), panel.stride());
    }

    /** Chooses a slab as C. */
    TileProducts into(Slab slab) {
        return into(slab.data(), Slab.index(0, 0), Tuning.STRIDE);
    }

    /** Chooses C by array, index of its first element, and distance between rows. */
    TileProducts into(double[] array, int at, int stride) {
        this.target = array;
        this.origin = at;
        this.stride = stride;
        return this;
    }

    /** C += A·B, with A p×q and B in the q rows of {@code b} from {@code row} on. */
    void add(Slab a, Packed b, int row) {
        addPanels(a, b, row, 0, b.panels());
    }

    /** {@link #add} with B confined to some panels; the first of them meets column 0 of C. */
    void addPanels(Slab a, Packed b, int row, int firstPanel, int endPanel) {
        for (int panel = firstPanel; panel < endPanel; panel++) {
            int column = (panel - firstPanel) * PANEL;
            for (int i = 0; i < a.rows(); i += TILE) {
                addTile(false, a, i, b, b.index(panel, row), b.width(panel), column);
            }
        }
    }

    /** C += Aᵀ·B, with A p×q and B p×r. */
    void addTransposed(Slab a, Packed b) {
        addTransposedPanels(a, b, b.panels());
    }

    /** {@link #addTransposed} with B confined to its first panels. */
    void addTransposedPanels(Slab a, Packed b, int endPanel) {
        for (int panel = 0; panel < endPanel; panel++) {
            for (int j = 0; j < a.columns(); j += TILE) {
                addTile(true, a, j, b, b.index(panel, 0), b.width(panel), panel * PANEL);
            }
        }
    }

    /** One tile: {@code i} is its first row in C, {@code column} its first column there. */
    private void addTile(
            boolean transposed, Slab a, int i, Packed b, int bIndex, int width, int column) {
        int at = origin + i * stride + column;
        int height = Math.min(TILE, (transposed ? a.columns() : a.rows()) - i);
        boolean whole = height == TILE && width == PANEL;
        double[] c = whole ? target : edge;
        int to = whole ? at : 0;
        int distance = whole ? stride : PANEL;
        if (transposed) {
            ColumnTile.addProduct(
                    a.data(), Slab.index(0, i), b.data(), bIndex, a.rows(), width, c, to, distance);
        } else {
            RowTile.addProduct(
                    a.data(),
                    Slab.index(i, 0),
                    b.data(),
                    bIndex,
                    a.columns(),
                    width,
                    c,
                    to,
                    distance);
        }
        if (!whole) {
            flushEdge(height, width, at);
        }
    }

    private void flushEdge(int height, int width, int at) {
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                target[at + i * stride + j] += edge[i * PANEL + j];
            }
        }
        Arrays.fill(edge, 0.0);
    }
}
