package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.PANEL;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * Adds products of a block and a packed matrix to a result C, tile by tile. Tiles that stick out of
 * C are computed aside and added as far as they belong to it, so nothing else is ever written, not
 * even padding. A tile that sticks out of the block is moved back into it; its part that then
 * repeats another one is dropped.
 *
 * <p>What is not transposed may start from elsewhere than C: C = D + A·B, after {@link #from} or
 * {@link #fromZero}.
 */
final class TileProducts {
    private final double[] edge = new double[Tuning.TALLEST_TILE * PANEL];
    private final double[] zeros = new double[Tuning.BLOCK];
    private double[] target = edge;
    private int origin;
    private int stride;
    private double[] source = edge;
    private int sourceOrigin;
    private int sourceStride;

    /** Whether D is not C. */
    private boolean apart;

    /** Whether D = 0. */
    private boolean fresh;

    private final ReadAhead ahead = new ReadAhead();

    /** Chooses as C the rows of a panel from the global index {@code row} on. */
    TileProducts into(Panel panel, long row) {
        return into(panel.data(), panel.index(row), panel.stride());
    }

    /** Chooses a block as C. */
    TileProducts into(Block block) {
        return into(block.data(), block.index(0, 0), block.stride());
    }

    /** Chooses C by array, index of its first element, and distance between rows; D is C. */
    TileProducts into(double[] array, int at, int stride) {
        this.target = array;
        this.origin = at;
        this.stride = stride;
        from(array, at, stride);
        this.apart = false;
        return this;
    }

    /** Sets a D that is separate from C. */
    TileProducts from(double[] array, int at, int stride) {
        this.source = array;
        this.sourceOrigin = at;
        this.sourceStride = stride;
        this.apart = true;
        this.fresh = false;
        return this;
    }

    /** What is read meanwhile. */
    ReadAhead ahead() {
        return ahead;
    }

    /** Chooses D = 0; C has to be the own storage of a block then. */
    TileProducts fromZero() {
        from(zeros, 0, 0);
        fresh = true;
        return this;
    }

    /** C = D + A·B, with A p×q and B in the q rows of {@code b} from {@code row} on. */
    void add(Block a, Packed b, int row) {
        addPanels(a, b, row, 0, b.panels());
    }

    /**
     * Computes {@link #add} with B confined to some panels; the first of them belongs to column 0
     * of C.
     */
    void addPanels(Block a, Packed b, int row, int firstPanel, int endPanel) {
        if (Tuning.TILES_IN_RUNS && fresh) {
            setPanels(a, b, row, firstPanel, endPanel);
            return;
        }
        NarrowStart.count(
                b, (long) a.rows() * a.columns() * (endPanel - firstPanel) * b.panelColumns());
        int group = Tuning.groupRows(apart, b.vectors(endPanel - 1));
        for (int first = 0; first < a.rows(); first += group) {
            int end = Math.min(first + group, a.rows());
            for (int panel = firstPanel; panel < endPanel; panel++) {
                int height = Tuning.tileRows(b.vectors(panel));
                int column = (panel - firstPanel) * b.panelColumns();
                for (int i = first; i < end; i += height) {
                    addTile(false, a, i, b, panel, row, column);
                }
            }
        }
    }

    /**
     * C = A·B for a block C, whose rows have room for whole panels and whose tiles may have rows
     * too many: what these get is never read.
     */
    private void setPanels(Block a, Packed b, int row, int firstPanel, int endPanel) {
        int height = Tuning.tileRows(Tuning.PANEL_VECTORS);
        int group = Tuning.RUN_GROUP;
        for (int first = 0; first < a.rows(); first += group) {
            int tiles = Math.ceilDiv(Math.min(group, a.rows() - first), height);
            for (int panel = firstPanel; panel < endPanel; panel++) {
                ahead.read(tiles * height * PANEL / 8);
                Tiles.setRowProducts(
                        a.data(),
                        a.index(first, 0),
                        b.data(),
                        b.index(panel, row),
                        a.columns(),
                        target,
                        origin + first * stride + (panel - firstPanel) * PANEL,
                        tiles);
            }
        }
    }

    /**
     * Adds Aᵀ·B, with A p×q and B p×r, to the q rows of {@code sums} from {@code row} on, whose
     * panels are those of B.
     */
    void addTransposed(Block a, Packed b, Packed sums, int row) {
        int height = Tuning.tileRows(Tuning.PANEL_VECTORS);
        int tiles = a.columns() / height;
        for (int panel = 0; panel < b.panels(); panel++) {
            int at = sums.index(panel, row);
            Tiles.addColumnProducts(
                    a.data(),
                    a.index(0, 0),
                    a.stride(),
                    b.data(),
                    b.index(panel, 0),
                    a.rows(),
                    sums.data(),
                    at,
                    tiles);
            if (tiles * height < a.columns()) {
                into(sums.data(), at, PANEL);
                addTile(true, a, tiles * height, b, panel, 0, 0);
            }
        }
    }

    /** C += Aᵀ·B, with A p×q and B p×r. */
    void addTransposed(Block a, Packed b) {
        for (int panel = 0; panel < b.panels(); panel++) {
            addTransposedPanel(a, b, panel, 0);
        }
    }

    /**
     * {@link #addTransposed} for some rows of the lower triangle of a symmetric C: without the
     * tiles that lie above its diagonal as a whole.
     *
     * @param first number of the first of these rows in the triangle
     */
    void addTransposedLower(Block a, Packed b, int first) {
        int panels = Math.ceilDiv(first + a.columns(), b.panelColumns());
        for (int panel = 0; panel < panels; panel++) {
            int height = Tuning.tileRows(b.vectors(panel));
            int above = Math.max(0, panel * b.panelColumns() - first);
            addTransposedPanel(a, b, panel, above - above % height);
        }
    }

    /** The columns of a panel, from a row of C on that a tile begins with. */
    private void addTransposedPanel(Block a, Packed b, int panel, int from) {
        NarrowStart.count(b, (long) a.rows() * (a.columns() - from) * b.lanes(panel));
        int height = Tuning.tileRows(b.vectors(panel));
        for (int j = from; j < a.columns(); j += height) {
            addTile(true, a, j, b, panel, 0, panel * b.panelColumns());
        }
    }

    /** One tile: {@code i} is its first row in C, {@code column} its first column there. */
    private void addTile(
            boolean transposed, Block a, int i, Packed b, int panel, int row, int column) {
        int vectors = b.vectors(panel);
        int width = b.width(panel);
        int height = Tuning.tileRows(vectors);
        int extent = transposed ? a.columns() : a.rows();
        int first = Math.max(0, Math.min(i, extent - height));
        boolean whole = i + height <= extent && width == vectors * COUNT;
        double[] c = whole ? target : edge;
        int to = whole ? origin + i * stride + column : 0;
        int distance = whole ? stride : PANEL;
        int at = b.index(panel, row);
        if (transposed) {
            Tiles.addColumnProduct(
                    a.data(),
                    a.index(0, first),
                    a.stride(),
                    b.data(),
                    at,
                    a.rows(),
                    vectors,
                    c,
                    to,
                    distance);
        } else {
            Tiles.addRowProduct(
                    a.data(),
                    a.index(first, 0),
                    a.stride(),
                    b.data(),
                    at,
                    a.columns(),
                    vectors,
                    whole ? source : edge,
                    whole ? sourceOrigin + i * sourceStride + column : 0,
                    whole ? sourceStride : PANEL,
                    c,
                    to,
                    distance);
        }
        if (!whole) {
            flushEdge(first, i, Math.min(first + height, extent), column, width);
        }
    }

    /**
     * Adds to the rows {@code from} to {@code to} of D, the first of which is row {@code first} of
     * what was computed.
     */
    private void flushEdge(int first, int from, int to, int column, int width) {
        for (int i = from; i < to; i++) {
            int at = origin + i * stride + column;
            if (apart) {
                int start = sourceOrigin + i * sourceStride + column;
                System.arraycopy(source, start, target, at, width);
            }
            Loops.axpy(1, edge, (i - first) * PANEL, target, at, width);
        }
        Arrays.fill(edge, 0.0);
    }
}
