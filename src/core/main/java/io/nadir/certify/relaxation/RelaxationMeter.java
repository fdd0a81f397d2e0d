package io.nadir.certify.relaxation;

import io.nadir.certify.relaxation.RelaxationSearch.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What a {@link RelaxationSearch} has used of its limits. */
final class RelaxationMeter {
    /** A limit beyond this is none. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private final RelaxationLimits limits;
    private long iterations;
    private double operations;
    private long deadline;

    RelaxationMeter(RelaxationLimits limits) {
        this.limits = limits;
    }

    long iterations() {
        return iterations;
    }

    double operations() {
        return operations;
    }

    /** Whether more iterations are allowed. */
    boolean allowsIterations() {
        return iterations < limits.iterations();
    }

    boolean allowsMemory(long bytes) {
        return bytes <= limits.memory();
    }

    /**
     * Counts iterations.
     *
     * @param allOperations of all iterations so far
     */
    void iterated(int number, double allOperations) {
        iterations += number;
        operations = allOperations;
    }

    /** Why a search must end; null if it may go on. The time counts from the first call. */
    @Nullable Outcome limit() {
        if (!allowsIterations()) {
            return Outcome.ITERATIONS;
        }
        if (operations >= limits.operations()) {
            return Outcome.OPERATIONS;
        }
        Duration time = limits.time();
        if (time == null || time.compareTo(LONGEST) > 0) {
            return null;
        }
        long now = System.nanoTime();
        if (iterations == 0) {
            deadline = now + time.toNanos();
        }
        return now - deadline >= 0 ? Outcome.TIME : null;
    }
}
