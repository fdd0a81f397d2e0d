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

    private static final AtomicLong LEFT = new AtomicLong(Long.getLong("nadir.simd.plain", 0));

    private PlainStart() {}

    /** Whether to compute without vectors. */
    static boolean isOn() {
        return LEFT.getPlain() > 0;
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
