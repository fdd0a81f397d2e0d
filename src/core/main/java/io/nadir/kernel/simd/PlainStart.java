package io.nadir.kernel.simd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the inner kernels still compute without vectors, at the start of a process. A vector
 * operation that is not compiled yet boxes every vector, and compiling a register tile takes longer
 * than a small problem does; so the first multiply-adds are left to {@link PlainTiles} and {@link
 * PlainLoops}, which compute each lane by itself: the results have the same bits.
 *
 * <p>The system property {@code nadir.simd.plain} is the number of these multiply-adds; without it
 * there are none. The start is over as soon as a single call has much to do. Threads count without
 * a lock: what they lose moves the end of the start, and changes no result.
 */
final class PlainStart {
    /** Multiply-adds of one call that are too many to begin without vectors. */
    private static final long MUCH = 1 << 22;

    /** Multiply-adds of runs that are left without vectors also where there is much to do. */
    private static final long RUNS = 1 << 25;

    private static final long FIRST = Long.getLong("nadir.simd.plain", 0);

    private static final boolean EVER = FIRST > 0;

    private static final AtomicLong LEFT = new AtomicLong(FIRST);

    private static final AtomicLong LEFT_OF_RUNS = new AtomicLong(Math.min(FIRST, RUNS));

    /** Whether a thread can compile what another one does without meanwhile. */
    private static final boolean ASIDE = Runtime.getRuntime().availableProcessors() > 1;

    private PlainStart() {}

    /** Whether to compute without vectors. */
    static boolean isOn() {
        return LEFT.getPlain() > 0;
    }

    /** Whether to compute runs of numbers without vectors. */
    static boolean isOnForRuns() {
        return LEFT.getPlain() > 0 || LEFT_OF_RUNS.getPlain() > 0;
    }

    /** Whether to compute a register tile without vectors. */
    private static boolean isOnFor(WarmTile tile) {
        return LEFT.getPlain() > 0 || (ASIDE && !tile.isReady());
    }

    /** Whether to compute a tile of {@link RowTile} without vectors. */
    static boolean isOnForRows(int vectors) {
        return EVER && isOnFor(WarmTile.ofRows(vectors));
    }

    /** Whether to compute a tile of {@link ColumnTile} without vectors. */
    static boolean isOnForColumns(int vectors) {
        return EVER && isOnFor(WarmTile.ofColumns(vectors));
    }

    /** Counts multiply-adds of a run that is about to be computed without vectors. */
    static void countRun(long multiplyAdds) {
        count(multiplyAdds);
        LEFT_OF_RUNS.setPlain(LEFT_OF_RUNS.getPlain() - multiplyAdds);
    }

    /** Counts multiply-adds that are about to be computed without vectors. */
    static void count(long multiplyAdds) {
        LEFT.setPlain(LEFT.getPlain() - multiplyAdds);
    }

    /** Ends the start where {@code rows} times {@code columns} times {@code depth} is much. */
    static void announce(long rows, int columns, int depth) {
        if (isOn() && (double) rows * columns * depth > MUCH) {
            LEFT.setPlain(0);
        }
    }
}
