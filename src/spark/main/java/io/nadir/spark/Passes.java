package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.polar.EntryTotals;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Passes over the rows: each is one stage of Spark. Keeps the point of the last pass on the
 * executors. Used by one thread at a time.
 */
final class Passes implements AutoCloseable {
    private final JavaSparkContext context;
    private final DistributedRows rows;
    private final JobNames names;
    private final ConvexLoss loss;
    private final double lambda;
    private @Nullable Panel v;
    private @Nullable Point point;
    private @Nullable Evaluation known;

    Passes(DistributedRows rows, ConvexLoss loss, double lambda, JobNames names) {
        this.context = rows.context();
        this.rows = rows;
        this.loss = loss;
        this.lambda = lambda;
        this.names = names;
    }

    DistributedRows rows() {
        return rows;
    }

    ConvexLoss loss() {
        return loss;
    }

    double lambda() {
        return lambda;
    }

    JobNames names() {
        return names;
    }

    /**
     * What one pass tells about a point.
     *
     * @param loss ℓ(Y, X) at U·Vᵀ with the U of the executors
     * @param terms a bound of the norm of the terms that add up to X
     * @param cancellation the size of the terms that cancel in ℓ
     * @param seen the number of entries that the loss sees, times the curvature of the loss
     * @param gram UᵀU, r×r
     * @param gradient GᵀU, n×r; not to be modified
     */
    record Evaluation(
            double loss,
            double terms,
            double cancellation,
            double seen,
            Panel gram,
            Panel gradient) {
        /** ‖U‖_F². */
        double square() {
            double trace = 0;
            for (int i = 0; i < gram.rows(); i++) {
                trace += gram.get(i, i);
            }
            return trace;
        }
    }

    /** Evaluates a point, with a pass unless it is that of the last one. */
    Evaluation evaluate(Panel at) {
        return names.run(() -> evaluated(at));
    }

    private Evaluation evaluated(Panel at) {
        Point sent = send(at);
        Evaluation present = known;
        if (present != null) {
            return present;
        }
        int r = sent.rank();
        int n = rows.columns();
        Partial nothing = Partial.none(BlockWork.SUMS, r * r, r);
        Partial sum =
                sum(block -> block.compute(sent.loss(), work -> work.evaluate(sent), nothing), r);
        Evaluation found =
                new Evaluation(
                        sum.sums()[BlockWork.LOSS],
                        Math.sqrt(sum.sums()[BlockWork.TERMS]),
                        sum.sums()[BlockWork.CANCELLATION],
                        sum.sums()[BlockWork.SEEN],
                        Partial.padded(sum.small(), r, r),
                        Partial.padded(sum.panel(), n, r));
        known = found;
        return found;
    }

    /** GᵀG·B at a point: one pass. */
    Panel multiplyGram(Panel at, Panel b) {
        return names.run(() -> multiplied(at, b));
    }

    private Panel multiplied(Panel at, Panel b) {
        Point sent = send(at);
        int width = b.columns();
        Partial nothing = Partial.none(0, 0, width);
        Broadcast<double[]> right = context.broadcast(Partial.unpadded(b));
        try {
            Partial sum =
                    sum(
                            block ->
                                    block.compute(
                                            sent.loss(),
                                            work -> work.multiplyGram(sent, right.value(), width),
                                            nothing),
                            width);
            return Partial.padded(sum.panel(), rows.columns(), width);
        } finally {
            JobNames.uninterrupted(right::destroy);
        }
    }

    /** −ℓ*(s·G) at a point: one pass. */
    double dualValue(Panel at, double s) {
        return names.run(() -> dual(at, s));
    }

    private double dual(Panel at, double s) {
        Point sent = send(at);
        Partial sum =
                sum(
                        block ->
                                new Partial(
                                        new double[] {
                                            block.compute(
                                                    sent.loss(),
                                                    work -> work.dualValue(sent, s),
                                                    0.0)
                                        },
                                        new double[0],
                                        new int[0],
                                        0,
                                        new double[0]),
                        0);
        return sum.sums()[0];
    }

    /**
     * Sums over the entries of a point, see {@link io.nadir.matrix.polar.EntryTotals}: one pass.
     */
    double[] totals(Panel at) {
        return names.run(() -> added(at)).sums();
    }

    private Partial added(Panel at) {
        Point sent = send(at);
        Partial nothing = Partial.none(EntryTotals.LENGTH, 0, 0);
        return sum(block -> block.compute(sent.loss(), work -> work.totals(sent), nothing), 0);
    }

    private Partial sum(Function<RowBlock, Partial> part, int width) {
        return OrderedSums.of(rows.blocks(), part, rows.columns(), width);
    }

    private Point send(Panel at) {
        Point present = point;
        Panel last = v;
        if (present != null && last != null && Panels.equalsExactly(last, at)) {
            return present;
        }
        close();
        Broadcast<double[]> elements = context.broadcast(Partial.unpadded(at));
        Point next = new Point(elements.id(), at.columns(), lambda, loss, elements);
        v = Panels.copy(at);
        point = next;
        return next;
    }

    /** Frees the memory of the point on the executors. */
    @Override
    public void close() {
        Point present = point;
        if (present != null) {
            JobNames.uninterrupted(present.elements()::destroy);
        }
        point = null;
        known = null;
        v = null;
    }
}
