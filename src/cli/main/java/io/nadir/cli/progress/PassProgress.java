package io.nadir.cli.progress;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts rows of a file that are read in every pass over the data. Shows on a terminal how far the
 * pass has come: in the display of a solve where there is one, otherwise on a line of its own.
 */
public final class PassProgress {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int PERCENT = 100;

    private final int rows;
    private final String name;
    private final PrintStream err;
    private final boolean visible;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong shown = new AtomicLong(System.nanoTime());
    private volatile @Nullable ProgressDisplay display;

    /**
     * Makes a progress.
     *
     * @param file what the rows are called
     * @param rows how many there are
     */
    public PassProgress(Terminal terminal, Path file, int rows) {
        this.rows = rows;
        this.name = String.valueOf(file.getFileName());
        this.err = terminal.err();
        this.visible = terminal.interactive();
    }

    /** Lets the display of a solve show it; null for a line of its own. */
    public void showIn(@Nullable ProgressDisplay of) {
        display = of;
    }

    /** Counts rows that are read. */
    void add(int count) {
        long total = read.addAndGet(count);
        if (visible) {
            show(total);
        }
    }

    /** Removes what is shown, for others to write. */
    public void clear() {
        if (visible) {
            ProgressDisplay.line(err, "");
            err.print("\r");
        }
    }

    /** One thread shows it, and the others go on. */
    private void show(long total) {
        long now = System.nanoTime();
        long last = shown.get();
        if (now - last < INTERVAL || !shown.compareAndSet(last, now)) {
            return;
        }
        ProgressDisplay solve = display;
        String text = text(total, rows);
        if (solve == null || !solve.showPass(text)) {
            ProgressDisplay.line(err, "reading " + name + ": " + text);
        }
    }

    /** How far the pass has come after some rows have been read. */
    static String text(long read, int rows) {
        return "pass %d, %2d %%".formatted(read / rows + 1, read % rows * PERCENT / rows);
    }
}
