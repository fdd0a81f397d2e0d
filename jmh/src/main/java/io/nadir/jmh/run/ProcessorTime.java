package io.nadir.jmh.run;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Processor time as Linux counts it, in seconds since the machine or the process began.
 *
 * @param busy of all processors of the machine
 * @param stolen that the machine was ready to work, and other machines of its host worked
 * @param own of this process and of those that it has started and waited for
 * @param children of those alone
 * @param nanos the clock at that time
 */
record ProcessorTime(double busy, double stolen, double own, double children, long nanos) {
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final Path SELF = Path.of("/proc/self/stat");

    /** Of Linux on every processor that it shows to programs. */
    private static final double TICKS_PER_SECOND = 100;

    /** Now; null where the system is not Linux. */
    static @Nullable ProcessorTime now() throws IOException {
        if (!Files.isReadable(MACHINE) || !Files.isReadable(SELF)) {
            return null;
        }
        return parse(Files.readString(MACHINE), Files.readString(SELF), System.nanoTime());
    }

    /**
     * Reads the two files, as proc(5) describes them.
     *
     * @param machine begins with "cpu", and user, nice, system, idle, iowait, irq, softirq, stolen
     * @param self after the name in parentheses has the state as its third field, and as its 14th
     *     to 17th user and system time of the process, and of its children
     */
    static ProcessorTime parse(String machine, String self, long nanos) {
        double[] all = numbers(machine.lines().findFirst().orElse("").replaceFirst("cpu +", ""));
        double[] process = numbers(self.substring(self.lastIndexOf(')') + 4));
        double children = process[12] + process[13];
        return new ProcessorTime(
                (all[0] + all[1] + all[2] + all[5] + all[6]) / TICKS_PER_SECOND,
                all[7] / TICKS_PER_SECOND,
                (process[10] + process[11] + children) / TICKS_PER_SECOND,
                children / TICKS_PER_SECOND,
                nanos);
    }

    /** Processors that other processes have used since then, on average. */
    double othersSince(ProcessorTime start) {
        return Math.max(0, busy - start.busy - (own - start.own)) / seconds(start);
    }

    /** Processors that were stolen since then, on average. */
    double stolenSince(ProcessorTime start) {
        return (stolen - start.stolen) / seconds(start);
    }

    private double seconds(ProcessorTime start) {
        return 1e-9 * (nanos - start.nanos);
    }

    private static double[] numbers(String fields) {
        return Stream.of(fields.strip().split(" +")).mapToDouble(Double::parseDouble).toArray();
    }
}
