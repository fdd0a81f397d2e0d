package io.nadir.jmh.growth;

import static io.nadir.jmh.comparison.Measured.megabytes;
import static io.nadir.jmh.comparison.Measured.number;

import io.nadir.jmh.comparison.GrowingEntries;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.GeneratedRows;
import io.nadir.spark.MeasuredPasses;

import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/** Calibrates the model on small runs, then measures others beside what it predicts. */
final class GrowthRun {
    private static final int RANK = 10;
    private static final int BLOCK = 8;

    /** From here on a pass takes long enough to be measured by a few. */
    private static final double LARGE = 3e7;

    private final SparkSession session;
    private final int cores;
    private final Clock clock;
    private final int workers;
    private final Appendable out;
    private final Traffic traffic = new Traffic();
    private final StringBuilder memory = new StringBuilder();

    GrowthRun(SparkSession session, int cores, Clock clock, Appendable out) {
        this.session = session;
        this.cores = cores;
        this.clock = clock;
        this.workers = clock.workers(cores);
        this.out = out;
    }

    void print(double[] sizes) throws IOException {
        session.sparkContext().addSparkListener(traffic);
        CostModel model = new Calibration(session, clock, cores).run();
        printConstants(model);
        printReads(model.rates().reads());
        new ClusterTables(model, out).print();
        printPasses(model, sizes);
        printMemory();
    }

    private void printConstants(CostModel model) throws IOException {
        out.append(
                """

                | constant | |
                |---|---|
                """);
        constant("a, a stage", "ms", 1e3 * model.stage());
        constant("b, a task", "ms", 1e3 * model.task());
        constant("d, a task that writes parts", "ms", 1e3 * model.writer());
        constant("e, a broadcast", "ms", 1e3 * model.broadcast());
        constant("s, a byte sent", "ns", 1e9 * model.sent());
        constant("h, a byte shuffled", "ns", 1e9 * model.shuffled());
        constant("t, a byte received", "ns", 1e9 * model.received());
        for (Pass pass : Pass.values()) {
            StringBuilder line = new StringBuilder();
            for (double c : model.rates().coefficients(pass)) {
                line.append(line.isEmpty() ? "" : ", ").append(number(1e9 * c));
            }
            out.append("| " + pass.label() + ", an entry on a core | " + line + " ns |\n");
        }
    }

    private void printReads(Reads reads) throws IOException {
        out.append("\n| V or U, MB | a line read at random, ns |\n|---|---|\n");
        for (int k = 0; k < reads.sizes().length; k++) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "| %.2f | %.2f |%n",
                            reads.sizes()[k] / (1 << 20),
                            1e9 * reads.seconds()[k]));
        }
    }

    private void constant(String name, String unit, double value) throws IOException {
        out.append("| " + name + " | " + number(value) + " " + unit + " |\n");
    }

    private void printPasses(CostModel model, double[] sizes) throws IOException {
        out.append(
                """

                | entries | P | pass | predicted, s | measured, s | predicted/measured | sent, KB (predicted/measured) | shuffled, KB | received, KB |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (double size : sizes) {
            printOnSpark(model, (long) size, 4, RANK, BLOCK);
            if (size < LARGE) {
                printOnSpark(model, (long) size, 8, 3 * RANK / 2, 12);
                printOnSpark(model, (long) size, 30, RANK, BLOCK);
            }
            printInOneHeap(model, (long) size);
        }
    }

    private void printOnSpark(CostModel model, long size, int partitions, int rank, int width)
            throws IOException {
        Work work = Work.generated((double) size, partitions);
        double before = megabytes();
        try (DistributedRows rows =
                        GeneratedRows.of(session, () -> new GrowingEntries(size), partitions);
                MeasuredPasses passes =
                        new MeasuredPasses(rows, new GrowingEntries(size).lambda())) {
            Row row = new Row(session, work, String.valueOf(partitions));
            String r = ", r = " + rank;
            double descent = model.descent(work, rank, workers);
            double gradient = model.gradient(work, rank, workers);
            double first = row.measure("descent" + r, rank, descent, () -> passes.gradient(rank));
            double again = row.measure("gradient" + r, rank, gradient, passes::gradientAgain);
            row.print("half sweep" + r, descent - gradient, first - again, " | | ");
            double power = model.power(work, width, workers);
            row.measure("power step, b = " + width, width, power, () -> passes.power(width));
            noteMemory(size, String.valueOf(partitions), before);
        }
    }

    private void printInOneHeap(CostModel model, long size) throws IOException {
        double before = megabytes();
        try (OneHeap heap = new OneHeap(new GrowingEntries(size), RANK, cores)) {
            Row row = new Row(null, Work.generated((double) size, cores), "one heap");
            row.measure(model, Pass.HALF_SWEEP, ", r = ", RANK, heap::halfSweep);
            row.measure(model, Pass.GRADIENT, ", r = ", RANK, heap.gradient());
            row.measure(model, Pass.POWER, ", b = ", BLOCK, heap.power(BLOCK));
            noteMemory(size, "one heap", before);
        }
    }

    private void noteMemory(long size, String where, double before) {
        memory.append(
                String.format(
                        Locale.ROOT,
                        "| %.0e | %s | %.0f | %.0f |%n",
                        (double) size,
                        where,
                        12 * size / 1e6,
                        megabytes() - before));
    }

    private void printMemory() throws IOException {
        out.append(
                        """

                        | entries | P | entries, MB | heap for data and passes after a collection, MB |
                        |---|---|---|---|
                        """)
                .append(memory);
    }

    /** Rows of the table. */
    private final class Row {
        private final @Nullable SparkSession session;
        private final Work work;
        private final String partitions;

        Row(@Nullable SparkSession session, Work work, String partitions) {
            this.session = session;
            this.work = work;
            this.partitions = partitions;
        }

        /** Measures time and bytes of a pass on Spark. */
        double measure(String name, int width, double predicted, Runnable pass) throws IOException {
            SparkSession present = Objects.requireNonNull(session, "session");
            double measured = seconds(pass);
            traffic.reset(present);
            pass.run();
            Traffic.Counts counts = traffic.counts(present);
            // On the driver, and on each executor of a cluster.
            int copies = present.sparkContext().getExecutorMemoryStatus().size();
            double sent = name.startsWith("gradient") ? 0 : copies * work.panel(width);
            double shuffled = work.isShuffled() ? work.returned(width) : 0;
            print(
                    name,
                    predicted,
                    measured,
                    pair(sent, counts.sent())
                            + " | "
                            + pair(shuffled, counts.shuffled())
                            + " | "
                            + pair(work.received(width), counts.returned()));
            return measured;
        }

        /** Measures the time of the same computations in one heap. */
        void measure(CostModel model, Pass pass, String label, int width, Runnable call)
                throws IOException {
            double predicted = work.entries() / workers * model.rates().of(pass, work, width);
            print(pass.label() + label + width, predicted, seconds(call), " | | ");
        }

        void print(String name, double predicted, double measured, String bytes)
                throws IOException {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "| %.0e | %s | %s | %s | %s | %.2f | %s |%n",
                            work.entries(),
                            partitions,
                            name,
                            number(predicted),
                            number(measured),
                            predicted / measured,
                            bytes));
        }

        private double seconds(Runnable pass) {
            return clock.seconds(3, work.entries() < LARGE ? 15 : 3, pass);
        }

        private static String pair(double predicted, long measured) {
            return String.format(Locale.ROOT, "%.0f/%.0f", predicted / 1e3, measured / 1e3);
        }
    }
}
