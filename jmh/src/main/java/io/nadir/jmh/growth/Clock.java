package io.nadir.jmh.growth;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Objects;

/** What seconds are. */
enum Clock {
    /** Those of the clock on the wall: the fastest call, as other programs make none faster. */
    WALL {
        @Override
        double measure(int repeats, Runnable call) {
            long fastest = Long.MAX_VALUE;
            for (int k = 0; k < repeats; k++) {
                long start = System.nanoTime();
                call.run();
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
            return fastest / 1e9;
        }

        @Override
        int workers(int cores) {
            return cores;
        }
    },

    /**
     * Those of all threads of this process together, which other programs hardly change. The system
     * counts them in steps of up to 10 ms, so this is a mean.
     */
    PROCESSOR {
        @Override
        double measure(int repeats, Runnable call) {
            long start = processors();
            for (int k = 0; k < repeats; k++) {
                call.run();
            }
            return (processors() - start) / 1e9 / repeats;
        }

        @Override
        int workers(int cores) {
            return 1;
        }
    };

    private static final OperatingSystemMXBean SYSTEM =
            Objects.requireNonNull(
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));

    /** Over how many workers the time of computations is divided. */
    abstract int workers(int cores);

    /** The seconds of a call, after some that do not count. */
    final double seconds(int warmUp, int repeats, Runnable call) {
        for (int k = 0; k < warmUp; k++) {
            call.run();
        }
        return measure(repeats, call);
    }

    abstract double measure(int repeats, Runnable call);

    private static long processors() {
        return SYSTEM.getProcessCpuTime();
    }
}
