package io.nadir.jmh.report;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

import java.util.List;

/**
 * The time of one measurement over that of another, with its confidence interval.
 *
 * <p>Where both have several forks, each fork counts as one sample, because the same code may be
 * compiled differently in each process: Welch's interval of the difference of mean logarithms.
 * Otherwise there is only JMH's interval of the iterations of one process, which says nothing about
 * the next one.
 *
 * @param value the second time over the first
 * @param low end of the interval; NaN if there are too few samples
 * @param high end of the interval; NaN if there are too few samples
 * @param acrossForks whether the interval includes differences between processes
 */
record Ratio(double value, double low, double high, boolean acrossForks) {
    /** JMH's errors are half-widths at this confidence. */
    private static final double CONFIDENCE_OF_JMH = 0.999;

    /** Times within this share of each other are called the same. */
    static final double SAME = 0.05;

    /** What an interval says. */
    enum Verdict {
        /** The second is faster. */
        FASTER,
        /** The second is slower. */
        SLOWER,
        /** The interval lies within {@link #SAME} of 1. */
        SAME,
        /** The interval has 1 in it and is wide, or there is none. */
        UNDECIDED
    }

    static Ratio of(Measurement first, Measurement second, double confidence) {
        return first.forks().size() > 1 && second.forks().size() > 1
                ? acrossForks(first.forks(), second.forks(), confidence)
                : withinProcesses(first, second, confidence);
    }

    Verdict verdict() {
        if (low >= 1 - SAME && high <= 1 + SAME) {
            return Verdict.SAME;
        }
        if (high < 1) {
            return Verdict.FASTER;
        }
        return low > 1 ? Verdict.SLOWER : Verdict.UNDECIDED;
    }

    private static Ratio acrossForks(List<Double> first, List<Double> second, double confidence) {
        double difference = meanLog(second) - meanLog(first);
        double a = variance(first) / first.size();
        double b = variance(second) / second.size();
        double half = 0;
        if (a + b > 0) {
            double freedom =
                    (a + b) * (a + b) / (a * a / (first.size() - 1) + b * b / (second.size() - 1));
            half =
                    Math.sqrt(a + b)
                            * new TDistribution(freedom)
                                    .inverseCumulativeProbability(0.5 + confidence / 2);
        }
        return around(difference, half, true);
    }

    private static Ratio withinProcesses(Measurement first, Measurement second, double confidence) {
        double a = first.error() / first.seconds();
        double b = second.error() / second.seconds();
        double half = Math.sqrt(a * a + b * b) * quantile(confidence) / quantile(CONFIDENCE_OF_JMH);
        return around(Math.log(second.seconds() / first.seconds()), half, false);
    }

    private static Ratio around(double logarithm, double half, boolean acrossForks) {
        return new Ratio(
                Math.exp(logarithm),
                Math.exp(logarithm - half),
                Math.exp(logarithm + half),
                acrossForks);
    }

    private static double quantile(double confidence) {
        return new NormalDistribution().inverseCumulativeProbability(0.5 + confidence / 2);
    }

    private static double meanLog(List<Double> samples) {
        return samples.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
    }

    private static double variance(List<Double> samples) {
        double mean = meanLog(samples);
        double squares =
                samples.stream()
                        .mapToDouble(
                                sample -> (Math.log(sample) - mean) * (Math.log(sample) - mean))
                        .sum();
        return squares / (samples.size() - 1);
    }
}
