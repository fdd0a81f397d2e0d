package io.nadir.certify.relaxation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link RelaxationSearch} may use, in all of its runs together. The numbers of iterations
 * and operations end a search at the same point on every machine; the time does not.
 *
 * @param iterations at least 0
 * @param operations floating-point operations, at least 0; estimated, to within a factor of two or
 *     so
 * @param memory bytes, at least 0: a search that needs more does not begin
 * @param time from the first iteration; null for no limit
 */
public record RelaxationLimits(
        long iterations, double operations, long memory, @Nullable Duration time) {
    private static final RelaxationLimits NONE =
            new RelaxationLimits(Long.MAX_VALUE, Double.POSITIVE_INFINITY, Long.MAX_VALUE, null);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is negative or not a number
     */
    public RelaxationLimits {
        require(iterations >= 0, "iterations", iterations);
        require(operations >= 0, "operations", operations);
        require(memory >= 0, "memory", memory);
        require(time == null || !time.isNegative(), "time", time);
    }

    /** Returns no limits at all. */
    public static RelaxationLimits none() {
        return NONE;
    }

    /** Returns these limits with another number of iterations. */
    public RelaxationLimits withIterations(long number) {
        return new RelaxationLimits(number, operations, memory, time);
    }

    /** Returns these limits with another number of floating-point operations. */
    public RelaxationLimits withOperations(double number) {
        return new RelaxationLimits(iterations, number, memory, time);
    }

    /** Returns these limits with another number of bytes. */
    public RelaxationLimits withMemory(long bytes) {
        return new RelaxationLimits(iterations, operations, bytes, time);
    }

    /** Returns these limits with another limit of time. */
    public RelaxationLimits withTime(Duration limit) {
        Objects.requireNonNull(limit, "limit");

        return new RelaxationLimits(iterations, operations, memory, limit);
    }

    private static void require(boolean holds, String name, @Nullable Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + " = " + value + ", allowed are numbers of at least 0");
        }
    }
}
