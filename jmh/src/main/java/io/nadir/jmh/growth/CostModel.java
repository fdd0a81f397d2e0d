package io.nadir.jmh.growth;

/**
 * The time of a pass, as a sum of what has to happen one after the other:
 *
 * <pre>
 * stages·a + tasks·b + P·d        Spark begins tasks; d if they write parts (P &gt; 16)
 * + e + 8nw·s                     the driver sends n×w numbers, and executors read them
 * + ⌈P/C⌉·(N/P)·c(w)              C cores compute
 * + 8w·Σn_p·h                     parts are written, and read by the tasks that add them (P &gt; 16)
 * + bytes received·t              the driver reads and adds the parts
 * </pre>
 *
 * @param stage a, seconds
 * @param task b, seconds
 * @param writer d, seconds
 * @param broadcast e, seconds
 * @param sent s, seconds for a byte
 * @param shuffled h, seconds for a byte
 * @param received t, seconds for a byte
 * @param rates c
 */
record CostModel(
        double stage,
        double task,
        double writer,
        double broadcast,
        double sent,
        double shuffled,
        double received,
        Rates rates) {
    /** One pass of a descent at a new point: V is sent, U and the gradient are computed. */
    double descent(Work work, int rank, int cores) {
        double entry = rates.of(Pass.HALF_SWEEP, work, rank) + rates.of(Pass.GRADIENT, work, rank);
        return idle(work, rank) + send(work, rank) + computing(work, cores) * entry;
    }

    /** The same pass at the same point: only the gradient is computed. */
    double gradient(Work work, int rank, int cores) {
        return idle(work, rank) + computing(work, cores) * rates.of(Pass.GRADIENT, work, rank);
    }

    /** One step of a certificate. */
    double power(Work work, int width, int cores) {
        return idle(work, width)
                + send(work, width)
                + computing(work, cores) * rates.of(Pass.POWER, work, width);
    }

    /** What it takes to send n×w numbers. */
    double send(Work work, int width) {
        return broadcast + sent * work.panel(width);
    }

    /** A pass that sends and computes nothing. */
    double idle(Work work, int width) {
        return overhead(work) + exchange(work, width);
    }

    /** What Spark takes for stages without work. */
    double overhead(Work work) {
        return work.isShuffled()
                ? 2 * stage + (work.partitions() + work.parts()) * task + work.partitions() * writer
                : stage + work.partitions() * task;
    }

    /** The entries that the busiest core works on. */
    private static double computing(Work work, int cores) {
        return Math.ceilDiv(work.partitions(), cores) * work.entries() / work.partitions();
    }

    private double exchange(Work work, int width) {
        double parts = work.isShuffled() ? shuffled * work.returned(width) : 0;
        return parts + received * work.received(width);
    }
}
