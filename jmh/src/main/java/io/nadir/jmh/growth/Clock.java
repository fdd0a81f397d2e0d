package io.nadir.jmh.growth;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Objects;

/** What seconds are. */
enum Clock {
    /** Those of the clock on the wall. */
    WALL {
        @Override
        long nanos() {
            return System.nanoTime();
        }

        @Override
        int workers(int cores) {
            return cores;
        }
    },

    /** Those of all threads of this process together, which other programs hardly change. */
    PROCESSOR {
        @Override
        long nanos() {
            return SYSTEM.getProcessCpuTime();
        }

        @Override
        int workers(int cores) {
            return 1;
        }
    };

    private static final OperatingSystemMXBean SYSTEM =
            Objects.requireNonNull(
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));

    abstract long nanos();

    /** Over how many workers the time of computations is divided. */
    abstract int workers(int cores);

    /** The seconds of the fastest call, after some that do not count. */
    double fastest(int warmUp, int repeats, Runnable call) {
        for (int k = 0; k < warmUp; k++) {
            call.run();
        }
        long fastest = Long.MAX_VALUE;
        for (int k = 0; k < repeats; k++) {
            long start = nanos();
            call.run();
            fastest = Math.min(fastest, nanos() - start);
        }
        return fastest / 1e9;
    }
}
