package io.nadir.jmh.growth;

import io.nadir.jmh.comparison.GrowingEntries;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.GeneratedRows;
import io.nadir.spark.MeasuredPasses;

import org.apache.spark.sql.SparkSession;

import java.util.ArrayList;
import java.util.List;

/** Finds the constants of the cost model from small runs. */
final class Calibration {
    private static final long FEW = 100_000;
    private static final long SOME = 1_000_000;
    private static final long MANY = 3_000_000;
    private static final int WIDE = 512;
    private static final int WARM_UP = 60;
    private static final int SHUFFLED = 25;
    private static final int[] RANKS = {5, 10, 20};
    private static final int[] BLOCKS = {8, 16, 24};

    private final SparkSession session;
    private final Clock clock;
    private final int cores;
    private final int workers;

    Calibration(SparkSession session, Clock clock, int cores) {
        this.session = session;
        this.clock = clock;
        this.cores = cores;
        this.workers = clock.workers(cores);
    }

    CostModel run() {
        warmUp();
        CostModel model = exchanges(launch());
        rates(model);
        return model;
    }

    /** Until the compilers have done most of their work. */
    private void warmUp() {
        for (int partitions : new int[] {4, SHUFFLED}) {
            on(
                    SOME,
                    partitions,
                    passes -> {
                        for (int k = 0; k < WARM_UP; k++) {
                            passes.gradient(RANKS[1]);
                            passes.power(BLOCKS[1]);
                            passes.nothing();
                        }
                        return 0;
                    });
        }
    }

    /** Seconds for stages and tasks that do nothing. */
    private CostModel launch() {
        double four = on(FEW, 4, passes -> seconds(passes::nothing));
        double sixteen = on(FEW, 16, passes -> seconds(passes::nothing));
        double task = Math.max(0, (sixteen - four) / 12);
        double stage = four - 4 * task;
        Work groups = Work.generated(FEW, SHUFFLED);
        double both = on(FEW, SHUFFLED, passes -> often(passes::nothing));
        double known = 2 * stage + (SHUFFLED + groups.parts()) * task;
        double writer = Math.max(0, (both - known) / SHUFFLED);
        return new CostModel(stage, task, writer, 0, 0, 0, 0, new Rates(Reads.measured(cores)));
    }

    /** Seconds for bytes. */
    private CostModel exchanges(CostModel launch) {
        Work work = Work.generated(FEW, 4);
        double sent = on(FEW, 4, passes -> seconds(() -> passes.send(WIDE)));
        double received = on(FEW, 4, passes -> seconds(() -> passes.exchange(WIDE)));
        double one = on(FEW, 4, passes -> seconds(() -> passes.send(1)));
        double s = Math.max(0, (sent - one) / work.panel(WIDE - 1));
        double e = Math.max(0, one - launch.overhead(work));
        double t = (received - launch.overhead(work)) / work.received(WIDE);
        Work groups = Work.generated(FEW, SHUFFLED);
        double both = on(FEW, SHUFFLED, passes -> often(() -> passes.exchange(WIDE)));
        double known = launch.overhead(groups) + t * groups.received(WIDE);
        double h = Math.max(0, (both - known) / groups.returned(WIDE));
        return new CostModel(
                launch.stage(), launch.task(), launch.writer(), e, s, h, t, launch.rates());
    }

    private void rates(CostModel model) {
        Work work = Work.generated(MANY, 4);
        List<Rates.Sample> sweeps = new ArrayList<>();
        List<Rates.Sample> gradients = new ArrayList<>();
        List<Rates.Sample> powers = new ArrayList<>();
        on(
                MANY,
                4,
                passes -> {
                    for (int rank : RANKS) {
                        double both = seconds(() -> passes.gradient(rank));
                        double again = seconds(passes::gradientAgain);
                        sweeps.add(sample(work, rank, both - again - model.send(work, rank)));
                        gradients.add(sample(work, rank, again - model.idle(work, rank)));
                    }
                    for (int width : BLOCKS) {
                        double step = seconds(() -> passes.power(width));
                        double idle = model.idle(work, width) + model.send(work, width);
                        powers.add(sample(work, width, step - idle));
                    }
                    return 0;
                });
        model.rates().fit(Pass.HALF_SWEEP, sweeps);
        model.rates().fit(Pass.GRADIENT, gradients);
        model.rates().fit(Pass.POWER, powers);
    }

    private Rates.Sample sample(Work work, int width, double seconds) {
        return new Rates.Sample(work, width, seconds * workers);
    }

    /** The same for passes that write parts, whose times vary more. */
    private double often(Runnable pass) {
        return clock.seconds(10, 60, pass);
    }

    private double seconds(Runnable pass) {
        return clock.seconds(5, 20, pass);
    }

    /** Measures passes over generated rows. */
    private double on(long entries, int partitions, Measurement measurement) {
        GrowingEntries few = new GrowingEntries(entries);
        try (DistributedRows rows =
                        GeneratedRows.of(session, () -> new GrowingEntries(entries), partitions);
                MeasuredPasses passes = new MeasuredPasses(rows, few.lambda())) {
            return measurement.of(passes);
        }
    }

    /** Seconds of a pass. */
    @FunctionalInterface
    private interface Measurement {
        double of(MeasuredPasses passes);
    }
}
