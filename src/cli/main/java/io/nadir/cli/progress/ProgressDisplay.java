package io.nadir.cli.progress;

import io.nadir.certify.Certificate;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;

/**
 * Shows a solve on a terminal: rank, objective, and how far the gap has closed, in digits, towards
 * the gap that was asked for. Appears only once a solve takes long enough to wait for.
 */
public final class ProgressDisplay implements SolveListener, AutoCloseable {
    private static final double SECONDS_BEFORE_SHOWN = 0.5;
    private static final int WIDTH = 79;
    private static final int STEPS = 100;

    private final PrintStream err;
    private final double targetGap;
    private final boolean visible;
    private volatile @Nullable ProgressBar bar;
    private volatile String message = "";
    private volatile boolean lineShown;
    private String task = "gap";

    /** Seconds in the solves before this one, and in this one so far. */
    private double earlier;

    private double seconds;

    /**
     * Makes a display.
     *
     * @param visible whether it shows anything
     */
    public ProgressDisplay(PrintStream err, double targetGap, boolean visible) {
        this.err = err;
        this.targetGap = targetGap;
        this.visible = visible;
    }

    @Override
    public boolean onIteration(Progress progress) {
        show(progress);
        return true;
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        show(progress);
        return true;
    }

    @Override
    public boolean onPolarBound(double upper, double sufficient, Progress progress) {
        String bound =
                upper < Double.POSITIVE_INFINITY
                        ? String.format("polar <= %.5f", upper)
                        : "no bound of the polar yet";
        show(progress, bound + String.format(", needed %.5f", sufficient));
        return true;
    }

    /**
     * Another solve of several begins.
     *
     * @param name what the display calls it
     */
    public void begin(String name) {
        close();
        task = name;
        earlier += seconds;
        seconds = 0;
    }

    /** Removes the display. */
    @Override
    public void close() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
            bar = null;
        }
        if (shown != null || lineShown) {
            line(err, "");
            err.print("\r");
            lineShown = false;
        }
    }

    /** Rewrites the line of a display. */
    static void line(PrintStream err, String text) {
        String padded = text + " ".repeat(Math.max(0, WIDTH - text.length()));
        err.print("\r" + padded.substring(0, WIDTH));
    }

    /**
     * Shows how far a pass over the data has come; called by any thread.
     *
     * @return whether there is something to show it in
     */
    boolean showPass(String pass) {
        ProgressBar shown = bar;
        if (shown == null) {
            lineShown = true;
            return false;
        }
        // The line is short, and cut at its end.
        shown.setExtraMessage(pass + ", " + message);
        return true;
    }

    /** The share of digits, from 0 to 1, by which a relative gap has come closer to its target. */
    static double closed(double relativeGap, double target) {
        double share = Math.log(relativeGap) / Math.log(Math.min(target, 0.5));
        return Double.isNaN(share) ? 0 : Math.clamp(share, 0.0, 1.0);
    }

    private void show(Progress progress) {
        show(progress, String.format("f %.4g, gap %.1e", progress.objective(), gap(progress)));
    }

    private static double gap(Progress progress) {
        return (progress.objective() - progress.lowerBound()) / progress.objective();
    }

    private void show(Progress progress, String text) {
        seconds = progress.seconds();
        if (!visible || earlier + seconds < SECONDS_BEFORE_SHOWN) {
            return;
        }
        ProgressBar shown = bar;
        if (shown == null) {
            shown = makeBar();
            bar = shown;
        }
        message = "rank " + progress.rank() + ", " + text;
        shown.stepTo(Math.round(STEPS * closed(gap(progress), targetGap)));
        shown.setExtraMessage(message);
    }

    private ProgressBar makeBar() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(STEPS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new OneLine(err))
                .setUpdateIntervalMillis(200)
                .hideEta()
                .build();
    }

    /** Rewrites one line of a terminal, and leaves it empty. */
    private record OneLine(PrintStream err) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String line) {
            err.print("\r" + line);
        }

        /**
         * Not called of a bar that ends before its first drawing, so the display clears the line.
         */
        @Override
        public void close() {}
    }
}
