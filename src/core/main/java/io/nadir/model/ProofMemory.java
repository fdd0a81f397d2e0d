package io.nadir.model;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.WeakReference;

/**
 * The large arrays that a proof allocates at least, asked for before there is work to lose. Only
 * what is sure not to fit is refused: other threads may need the rest, and a proof that runs out of
 * memory all the same leaves the solve with the bounds that it has.
 *
 * @param count how many arrays of doubles
 * @param elements of each
 */
public record ProofMemory(int count, double elements) {
    /** Nothing worth counting. */
    public static final ProofMemory NONE = new ProofMemory(0, 0);

    private static final double MEBIBYTE = 1 << 20;

    private double bytes() {
        return elements * Double.BYTES;
    }

    /**
     * Throws unless there is room, the data being in memory already. Collects garbage, but only
     * where there is so much of it that this cannot be told otherwise.
     *
     * @throws ProofMemoryException naming what is needed and what there is
     */
    public void require() {
        if (count == 0 || room(true) >= count) {
            return;
        }
        // Where the virtual machine was told not to collect on demand, what is garbage is unknown.
        int room = room(collect());
        if (room < count) {
            Runtime heap = Runtime.getRuntime();
            throw new ProofMemoryException(
                    String.format(
                            "evidence = PROVED, allowed is PROBABLE: beside the data, a proof needs"
                                    + " %d times %.0f MiB in one piece; of a heap of at most %d MiB"
                                    + " %d MiB are available, with room for %d",
                            count,
                            Math.ceil(bytes() / MEBIBYTE),
                            heap.maxMemory() >> 20,
                            (heap.maxMemory() - heap.totalMemory() + heap.freeMemory()) >> 20,
                            room));
        }
    }

    /**
     * How many of the arrays fit. None spans two parts of the heap, and the parts of some
     * collectors have limits of their own.
     *
     * @param besides whether beside what the parts hold, be it garbage
     */
    private int room(boolean besides) {
        double room = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (pool.getType() == MemoryType.HEAP && usage.getMax() > 0) {
                double used = besides ? usage.getUsed() : 0;
                room += Math.floor((usage.getMax() - used) / bytes());
            }
        }
        return (int) room;
    }

    /** Whether garbage was collected. */
    private static boolean collect() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        System.gc();
        return garbage.refersTo(null);
    }
}
