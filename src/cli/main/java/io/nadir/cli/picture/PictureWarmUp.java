package io.nadir.cli.picture;

import io.nadir.solver.SolveListener.Progress;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Draws an invisible picture on a separate thread. The first picture of a process takes half a
 * second to load classes and fonts. At the start of a solve, a processor is idle for longer than
 * that, because the solve waits for data and for the compiler.
 *
 * <p>It does not interact with the solve, so it changes no result and records no event. The thread
 * does not keep the process alive, and its errors are dropped: the picture that is written
 * encounters them again and reports them.
 */
public final class PictureWarmUp {
    private static final Progress START = new Progress(0, 0, 2, 0.5, 0);
    private static final Progress END = new Progress(1, 1, 1, 1, 1);
    private static final double TARGET = 1e-6;

    private PictureWarmUp() {}

    /** Starts drawing, where more than one processor makes that worth while. */
    public static void start() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            thread().start();
        }
    }

    /** The thread, not started yet. */
    static Thread thread() {
        Thread thread = new Thread(PictureWarmUp::draw, "nadir-picture-warm-up");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((drawing, error) -> {});
        return thread;
    }

    private static void draw() {
        try (OutputStream nowhere = OutputStream.nullOutputStream()) {
            Trace trace = Trace.of(List.of(START, END), END);
            ConvergencePlot.write("Warm-up", String.format("%.3g", TARGET), trace, TARGET, nowhere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
