package io.nadir.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a run has measured beside a figure: the limits of the machine, peers, and fewer threads.
 *
 * @param results the run
 */
record Neighbours(ResultFile results) {
    /** Of the interval of a speed-up. */
    private static final double CONFIDENCE = 0.99;

    private static final String NADIR = "nadir";
    private static final String GATHER = "gather";
    private static final String SOLVE = "SolveBenchmark.solve";

    /** The benchmark whose rows are peers of a solve with either evidence. */
    static final String TRUNCATED = "TruncatedSvd.triplets";

    /** Whether a figure is that of a peer or a bound, and says nothing about Nadir. */
    static boolean isPeer(Measurement row) {
        String implementation = row.parameter("implementation");
        return !implementation.isEmpty() && !implementation.equals(NADIR);
    }

    /** How many times as long peers take, or one thread. */
    List<String> others(Measurement row) {
        List<String> out = new ArrayList<>();
        for (Measurement other : results.measurements()) {
            if (isPeerOf(row, other) && !isGather(other)) {
                double times = other.seconds() / row.seconds();
                out.add(other.parameter("implementation") + " " + Format.digits(times) + "×");
            } else if (isOneThreadOf(row, other)) {
                out.add("1 thread " + speedUp(Ratio.of(row, other, CONFIDENCE)));
            }
        }
        return out;
    }

    /** Shares of what as many threads can reach: of additions and multiplications, and of reads. */
    List<String> limits(Measurement row) {
        List<String> out = new ArrayList<>();
        add(out, flopsShare(row), "of FMA peak");
        add(out, readShare(row), "of reads");
        add(out, gatherShare(row), "of gathering");
        return out;
    }

    /** Share of the rate at which the same rows of a factor can be read at all. */
    String gatherShare(Measurement row) {
        return results.measurements().stream()
                .filter(other -> isPeerOf(row, other) && isGather(other))
                .map(other -> Format.share(other.seconds(), row.seconds()))
                .findFirst()
                .orElse(Format.NONE);
    }

    /** Share of the FMA peak of as many threads. */
    String flopsShare(Measurement row) {
        return share(row.giga(Cost::flops), results.gigaflops(row.threads()));
    }

    /** Share of the read bandwidth of as many threads. */
    String readShare(Measurement row) {
        return share(row.giga(Cost::bytes), results.gigabytes(row.threads()));
    }

    private static String share(double rate, double limit) {
        return rate > 0 ? Format.share(rate, limit) : Format.NONE;
    }

    private static void add(List<String> out, String share, String what) {
        if (!share.equals(Format.NONE)) {
            out.add(share + " " + what);
        }
    }

    private static String speedUp(Ratio ratio) {
        String value = Format.digits(ratio.value()) + "×";
        return Double.isFinite(ratio.low())
                ? value
                        + " ("
                        + Format.digits(ratio.low())
                        + "–"
                        + Format.digits(ratio.high())
                        + ")"
                : value;
    }

    private static boolean isPeerOf(Measurement row, Measurement other) {
        if (other.benchmark().equals(TRUNCATED)) {
            return row.benchmark().equals(SOLVE)
                    && row.parameter("size").equals(other.parameter("size"))
                    && row.threads() == other.threads();
        }
        return row.parameter("implementation").equals(NADIR)
                && isPeer(other)
                && row.isLike(other, Set.of("implementation"));
    }

    private static boolean isGather(Measurement row) {
        return row.parameter("implementation").equals(GATHER);
    }

    private static boolean isOneThreadOf(Measurement row, Measurement other) {
        return row.threads() > 1 && other.threads() == 1 && row.isLike(other, Set.of("threads"));
    }
}
