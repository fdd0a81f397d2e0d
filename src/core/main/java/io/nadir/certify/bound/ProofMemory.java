package io.nadir.certify.bound;

import io.nadir.model.PolarOracle.ProofMemoryException;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.WeakReference;

/**
 * The large arrays that a proof needs at least. They are checked before there is work to lose. A
 * proof is refused only if it is certain not to fit. What it needs besides is not counted: rows of
 * the gradient and copies of operands do. For 1000×1000 a proof takes a heap of 46 MiB at rank 0,
 * with the data in it. Where a proof in float32 may suffice, its arrays are counted; one in
 * float64, which follows if it does not, takes twice as much, and is tried all the same. Other
 * threads may take the memory meanwhile; if a proof then runs out of memory, the solve keeps the
 * bounds that it has.
 *
 * @param count the number of arrays of doubles
 * @param elements the number of elements of each array
 */
public record ProofMemory(int count, double elements) {
    /** No memory worth counting. */
    public static final ProofMemory NONE = new ProofMemory(0, 0);

    private static final double MEBIBYTE = 1 << 20;

    private double bytes() {
        return elements * Double.BYTES;
    }

    /**
     * Throws unless the heap has room for the arrays in addition to the data, which are already in
     * memory. Runs the garbage collector only if the answer depends on how much garbage there is.
     *
     * @throws ProofMemoryException naming what is needed and what is available
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
     * Returns how many of the arrays fit. No array spans two regions of the heap, and some
     * collectors limit their regions.
     *
     * @param besides whether the arrays must fit beside what the regions hold now, garbage included
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

    /** Runs the garbage collector; returns whether it did. */
    private static boolean collect() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        System.gc();
        return garbage.refersTo(null);
    }
}
