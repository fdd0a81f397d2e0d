package io.nadir.kernel.simd;

import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The shapes of {@link RowTile} and {@link ColumnTile} after a {@link PlainStart}. Compiling one
 * takes as long as tens of millions of multiply-adds without vectors. So whoever needs one first
 * does not wait for the compiler: it goes on with {@link PlainTiles}, while a thread of its own
 * calls the shape on a few zeros until it is compiled. When that is does not matter to a result,
 * since the bits are the same.
 */
final class WarmTile {
    private static final WarmTile[] ROWS = shapes(false);
    private static final WarmTile[] COLUMNS = shapes(true);

    /** Calls that are interpreted, which have little to do. */
    private static final int FIRST_CALLS = 5;

    /** Calls after which the launcher's rules have had a tile compiled. */
    private static final int CALLS = 100;

    private static final int SHALLOW = 8;
    private static final int DEPTH = 64;

    /** Ends when nothing is left to compile, and does not keep the process alive. */
    private static final ThreadPoolExecutor THREAD = thread();

    private final boolean columns;
    private final int vectors;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private volatile boolean isReady;

    private WarmTile(boolean columns, int vectors) {
        this.columns = columns;
        this.vectors = vectors;
    }

    /** The tile of {@link RowTile} with a number of vectors. */
    static WarmTile ofRows(int vectors) {
        return ROWS[vectors - 1];
    }

    /** The tile of {@link ColumnTile} with a number of vectors. */
    static WarmTile ofColumns(int vectors) {
        return COLUMNS[vectors - 1];
    }

    /** Whether the tile is compiled; if not, it soon will be. */
    boolean isReady() {
        if (!isReady && isAsked.compareAndSet(false, true)) {
            THREAD.execute(this::compile);
        }
        return isReady;
    }

    private void compile() {
        double[] zeros = new double[DEPTH * Tuning.STRIDE];
        double[] tile = new double[Tuning.TALLEST_TILE * Tuning.PANEL];
        for (int call = 0; call < CALLS; call++) {
            call(call < FIRST_CALLS ? SHALLOW : DEPTH, zeros, tile);
        }
        isReady = true;
    }

    private void call(int depth, double[] zeros, double[] tile) {
        int stride = Tuning.STRIDE;
        int width = Tuning.PANEL;
        if (columns) {
            ColumnTile.addProduct(zeros, 0, stride, zeros, 0, depth, vectors, tile, 0, width);
        } else {
            RowTile.addProduct(
                    zeros, 0, stride, zeros, 0, depth, vectors, tile, 0, width, tile, 0, width);
        }
    }

    private static WarmTile[] shapes(boolean columns) {
        WarmTile[] shapes = new WarmTile[Tuning.PANEL_VECTORS];
        Arrays.setAll(shapes, i -> new WarmTile(columns, i + 1));
        return shapes;
    }

    private static ThreadPoolExecutor thread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(
                        1,
                        1,
                        100,
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "nadir-warm-tile");
                            thread.setDaemon(true);
                            return thread;
                        });
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
