package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;

/** What code allocates on the thread that runs it. */
public final class Allocation {
    /**
     * Enough for the optimising compiler to have replaced the code that boxes, on a busy machine.
     */
    private static final long WARM_UP_NANOS = 60_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes allocated by the call, less what measuring allocates. */
    public static long of(Runnable call) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long between = THREADS.getCurrentThreadAllocatedBytes();
        call.run();
        return THREADS.getCurrentThreadAllocatedBytes() - between - (between - before);
    }

    /** Runs the call until it allocates nothing; fails if it still does after a minute. */
    public static void assertNoneWhenWarm(String name, Runnable call) {
        long[] allocated = new long[1];
        warmUp(() -> {
            allocated[0] = of(call);
            return allocated[0] == 0;
        });
        assertThat(allocated[0]).as("bytes allocated by " + name).isZero();
    }

    /**
     * Asks until the answer is true; gives up after a minute, which is for the caller to notice.
     */
    public static void warmUp(BooleanSupplier isWarm) {
        long end = System.nanoTime() + WARM_UP_NANOS;
        boolean warm;
        do {
            warm = isWarm.getAsBoolean();
        } while (!warm && System.nanoTime() < end);
    }
}
