package io.nadir.io;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches pages of a mapped file that will be read next, on another thread, so that the disk works
 * while kernels compute. Does so only while reading has to wait for a disk: what is in the cache of
 * the operating system is as fast without. Changes no number that is read.
 */
final class PagesAhead {
    /** How far ahead: what a disk reads in some ten milliseconds. */
    private static final long DISTANCE = 1 << 24;

    /** What is fetched is a multiple of this. */
    private static final long BLOCK = 1 << 20;

    /** Bytes in a nanosecond below which a reading has waited; a cache gives several times more. */
    private static final double WAITED = 2;

    /** Readings after one that has waited for which pages are fetched. */
    private static final int PATIENCE = 64;

    /** Fetches at the same time. */
    private static final int FETCHES = 4;

    private final MemorySegment all;
    private final Semaphore free = new Semaphore(FETCHES);
    private final AtomicInteger patience = new AtomicInteger();

    PagesAhead(MemorySegment all) {
        this.all = all;
    }

    /** Bytes of the file that are read together. */
    record Span(long begin, long count) {}

    /** Is told how many nanoseconds a reading took, and fetches what is some readings behind it. */
    void after(long nanoseconds, Span... spans) {
        long bytes = 0;
        for (Span span : spans) {
            bytes += span.count;
        }
        if (bytes < WAITED * nanoseconds) {
            patience.set(PATIENCE);
        } else if (patience.get() <= 0 || patience.decrementAndGet() < 0) {
            return;
        }
        for (Span span : spans) {
            fetchBehind(span);
        }
    }

    /** Fetches whole blocks, so that those of many small readings are fetched once each. */
    private void fetchBehind(Span span) {
        long first = span.begin / BLOCK;
        long last = (span.begin + span.count) / BLOCK;
        long from = first * BLOCK + DISTANCE;
        long length = Math.min((last - first) * BLOCK, all.byteSize() - from);
        if (length > 0 && free.tryAcquire()) {
            Thread.startVirtualThread(() -> fetch(all.asSlice(from, length)));
        }
    }

    private void fetch(MemorySegment pages) {
        try {
            pages.load();
        } catch (InternalError e) {
            // The file has become shorter, which whoever reads it will notice.
        } finally {
            free.release();
        }
    }
}
