package io.nadir.kernel.simd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether packed panels have one vector only, after the {@link PlainStart} of a process. Each shape
 * of a register tile takes as long to compile as a thousand million multiply-adds, and a call of it
 * waits for that. Panels of one vector need one shape where those of up to four need four, and are
 * somewhat slower: at first they are, therefore, faster. Every element of a product has the same
 * sum in the same order in a panel of any width, so results have the same bits.
 *
 * <p>The system property {@code nadir.simd.narrow} is the number of multiply-adds in such panels;
 * without it there are none. Threads count without a lock, as in {@link PlainStart}.
 */
final class NarrowStart {
    private static final AtomicLong LEFT = new AtomicLong(Long.getLong("nadir.simd.narrow", 0));

    private NarrowStart() {}

    /** Vectors in a row of the panels that are packed now. */
    static int panelVectors() {
        return Width.MANY_REGISTERS && LEFT.getPlain() > 0 ? 1 : Tuning.PANEL_VECTORS;
    }

    /** Counts multiply-adds with a packed matrix. */
    static void count(Packed packed, long multiplyAdds) {
        if (packed.panelColumns() < Tuning.PANEL) {
            LEFT.setPlain(LEFT.getPlain() - multiplyAdds);
        }
    }
}
