package io.nadir.kernel.simd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the inner kernels still compute without vectors, at the start of a process. A vector
 * operation that is not compiled yet boxes every vector, and compiling a register tile takes longer
 * than a small problem does; so the first multiply-adds are left to {@link PlainTiles} and {@link
 * PlainLoops}, which compute each lane by itself: the results have the same bits.
 *
 * <p>The system property {@code nadir.simd.plain} is the number of these multiply-adds; without it
 * there are none. For tiles the start is over as soon as a single call has much to do. Loops go on
 * without vectors for a quarter of that number of elements, whatever the tiles do: what they have
 * to do is less, and {@link VectorLoops#dot} is compiled anew for each kind of length it meets.
 *
 * <p>Threads count without a lock: what they lose moves the end of the start, and changes no
 * result.
 */
final class PlainStart {
    /** Multiply-adds of one call that are too many to begin without vectors. */
    private static final long MUCH = 1 << 22;

    private static final AtomicLong LEFT = new AtomicLong(Long.getLong("nadir.simd.plain", 0));

    /** Elements that loops may still handle after the tiles have begun with vectors. */
    private static final AtomicLong IN_LOOPS = new AtomicLong(LEFT.getPlain() / 4);

    private PlainStart() {}

    /** Whether to compute without vectors. */
    static boolean isOn() {
        return LEFT.getPlain() > 0;
    }

    /** Whether {@link Loops} are to compute without vectors. */
    static boolean isOnInLoops() {
        return IN_LOOPS.getPlain() > 0 || isOn();
    }

    /** Counts multiply-adds that are about to be computed without vectors. */
    static void count(long multiplyAdds) {
        spend(LEFT, multiplyAdds);
    }

    /** Counts elements that a loop is about to handle without vectors. */
    static void countInLoops(long elements) {
        spend(LEFT, elements);
        spend(IN_LOOPS, elements);
    }

    /** Ends the start where {@code rows} times {@code columns} times {@code depth} is much. */
    static void announce(long rows, int columns, int depth) {
        if (isOn() && (double) rows * columns * depth > MUCH) {
            LEFT.setPlain(0);
        }
    }

    private static void spend(AtomicLong budget, long amount) {
        budget.setPlain(budget.getPlain() - amount);
    }
}
