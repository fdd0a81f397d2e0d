package io.nadir.jmh.growth;

import java.io.IOException;
import java.util.Locale;

/** The model on clusters of growing size. */
final class ClusterTables {
    private static final int BLOCK = 8;

    /** Passes of a descent, and steps of certificates, of a solve that is not hard. */
    private static final int DESCENTS = 100;

    private static final int STEPS = 50;

    private final CostModel model;
    private final Appendable out;

    ClusterTables(CostModel model, Appendable out) {
        this.model = model;
        this.out = out;
    }

    void print() throws IOException {
        out.append(
                """

                | N | m×n | r | nodes | P | begin | send | compute | shuffle | driver | pass of descent, s | power step b = 8, s | 100 + 50 passes | driver GB | node GB | |
                |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (int rank : new int[] {10, 50}) {
            row(1e9, 1e7, 1e5, rank);
            row(1e11, 1e9, 1e6, rank);
        }
        row(1e11, 1e9, 1e7, 10);
        row(1e11, 1e9, 1e7, 30);
    }

    private void row(double entries, double rows, double columns, int rank) throws IOException {
        for (int nodes : new int[] {10, 100, 300, 1000}) {
            Cluster cluster = Cluster.of(nodes);
            row(new Work(entries, rows, columns, cluster.partitions()), cluster, rank);
        }
    }

    private void row(Work work, Cluster cluster, int rank) throws IOException {
        Rates rates = model.rates();
        Cluster.Seconds descent =
                cluster.pass(
                        model,
                        work,
                        rank,
                        rates.of(Pass.HALF_SWEEP, work, rank)
                                + rates.of(Pass.GRADIENT, work, rank));
        Cluster.Seconds step = cluster.pass(model, work, BLOCK, rates.of(Pass.POWER, work, BLOCK));
        double solve = DESCENTS * descent.total() + STEPS * step.total();
        String obstacle = cluster.obstacle(work, rank);
        boolean goes = obstacle.isEmpty() || obstacle.startsWith("`");
        out.append(
                String.format(
                        Locale.ROOT,
                        "| %.0e | %.0e×%.0e | %d | %d | %d | %s | %s | %s | %.1f | %.1f | %s |%n",
                        work.entries(),
                        work.rows(),
                        work.columns(),
                        rank,
                        cluster.nodes(),
                        work.partitions(),
                        parts(descent),
                        goes ? String.format(Locale.ROOT, "%.1f", descent.total()) : "–",
                        goes ? duration(step.total(), solve) : "– | –",
                        cluster.driverMemory(work, rank) / 1e9,
                        cluster.nodeMemory(work, rank) / 1e9,
                        obstacle));
    }

    private static String parts(Cluster.Seconds s) {
        return String.format(
                Locale.ROOT,
                "%.1f | %.1f | %.1f | %.1f | %.1f",
                s.launch(),
                s.send(),
                s.compute(),
                s.shuffle(),
                s.driver());
    }

    private static String duration(double step, double solve) {
        return String.format(Locale.ROOT, "%.1f | %.1f h", step, solve / 3600);
    }
}
