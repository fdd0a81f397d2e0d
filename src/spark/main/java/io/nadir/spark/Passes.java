package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.polar.EntryTotals;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Objects;

/**
 * Passes over the rows: each is one stage of Spark. Keeps the point of the last pass on the
 * executors. Used by one thread at a time.
 */
final class Passes implements AutoCloseable {
    private final JavaSparkContext context;
    private final SparkProblem problem;
    private final DistributedRows rows;
    private final JobNames names;
    private final SentPoint sentPoint;
    private final @Nullable OffsetPasses offsets;
    private @Nullable Evaluation known;
    private boolean knownFinely;

    /** The evaluation of the point with offsets that were given. */
    private @Nullable Evaluation given;

    Passes(SparkProblem problem, JobNames names) {
        this.rows = problem.rows();
        this.context = rows.context();
        this.problem = problem;
        this.names = names;
        this.sentPoint = new SentPoint(context, problem);
        OffsetTerms terms = problem.offsetTerms();
        this.offsets = terms == null ? null : new OffsetPasses(this, terms);
    }

    SparkProblem problem() {
        return problem;
    }

    DistributedRows rows() {
        return rows;
    }

    ConvexLoss loss() {
        return problem.loss();
    }

    double lambda() {
        return problem.lambda();
    }

    JobNames names() {
        return names;
    }

    /** The offsets of the columns at the last point; null if there are none. */
    double @Nullable [] columnOffsets() {
        return offsets == null ? null : offsets.q();
    }

    /** Evaluates a point, with a pass unless it is that of the last one; more with offsets. */
    Evaluation evaluate(Panel at) {
        return names.run(() -> evaluated(at, false));
    }

    /** Does the same with offsets that are good enough for a certificate. */
    Evaluation evaluateFinely(Panel at) {
        return names.run(() -> evaluated(at, true));
    }

    /** Evaluates a point with given offsets of the columns, which become those of this point. */
    Evaluation evaluateAt(Panel at, double[] columnOffsets) {
        return names.run(() -> {
            OffsetPasses present = Objects.requireNonNull(offsets, "offsets");
            present.setQ(columnOffsets);
            Evaluation last = given;
            if (last != null && sentPoint.isAt(at, columnOffsets)) {
                return last;
            }
            Evaluation found = pass(send(at, columnOffsets));
            given = found;
            return found;
        });
    }

    /** Moves the offsets of the columns, from which those of the next point are sought. */
    void setColumnOffsets(double[] columnOffsets) {
        Objects.requireNonNull(offsets, "offsets").setQ(columnOffsets);
    }

    /** The derivative of f by the offsets of the columns, see {@link OffsetPasses}. */
    double[] offsetSlopes(double[] columnOffsets, double[] columnSums) {
        OffsetPasses present = Objects.requireNonNull(offsets, "offsets");
        return names.run(() -> present.projectedSlopes(columnOffsets, columnSums));
    }

    /** The mean of the offsets of the rows at a point: one pass. */
    double meanOfRowOffsets(Panel at) {
        double sum = compute(at, Partial.none(1, 0, 0), 0, BlockWork::sumOfRowOffsets).sums()[0];
        return sum / rows.rows();
    }

    private Evaluation evaluated(Panel at, boolean fine) {
        Evaluation present = known;
        if (present != null
                && (knownFinely || !fine)
                && sentPoint.isAt(at, offsets == null ? null : offsets.q())) {
            return present;
        }
        Evaluation found =
                offsets == null
                        ? pass(send(at, null))
                        : offsets.evaluate(at, fine ? ColumnOffsets.FINE : ColumnOffsets.COARSE);
        known = found;
        knownFinely = fine || offsets == null;
        return found;
    }

    /** GᵀG·B at a point: one pass. */
    Panel multiplyGram(Panel at, Panel b) {
        return names.run(() -> multiplied(at, b));
    }

    private Panel multiplied(Panel at, Panel b) {
        Point sent = current(at);
        int width = b.columns();
        Partial nothing = Partial.none(0, 0, width);
        Broadcast<double[]> right = context.broadcast(Partial.unpadded(b));
        try {
            Function<RowBlock, Partial> part =
                    block ->
                            block.compute(
                                    sent,
                                    work -> work.multiplyGram(sent, right.value(), width),
                                    nothing);
            return Partial.padded(sum(part, width).panel(), rows.columns(), width);
        } finally {
            JobNames.uninterrupted(right::destroy);
        }
    }

    /** (−G·B)₊ and its product with −Gᵀ at a point: one pass. */
    NonNegativeOracle.Positive positive(Panel at, Panel b) {
        return names.run(() -> {
            Point sent = current(at);
            int width = b.columns();
            Partial nothing = Partial.none(0, width, width);
            Broadcast<double[]> right = context.broadcast(Partial.unpadded(b));
            try {
                Function<RowBlock, Partial> part =
                        block ->
                                block.compute(
                                        sent,
                                        work -> work.positive(sent, right.value(), width),
                                        nothing);
                Partial total = sum(part, width);
                return new NonNegativeOracle.Positive(
                        total.small(), Partial.padded(total.panel(), rows.columns(), width));
            } finally {
                JobNames.uninterrupted(right::destroy);
            }
        });
    }

    /** −ℓ*(s·G) at a point: one pass. */
    double dualValue(Panel at, double s) {
        return compute(at, Partial.none(1, 0, 0), 0, (work, sent) -> work.dualValue(sent, s))
                .sums()[0];
    }

    /** Sums over the entries of a point, see {@link EntryTotals}: one pass. */
    double[] totals(Panel at) {
        return compute(at, Partial.none(EntryTotals.LENGTH, 0, 0), 0, BlockWork::totals).sums();
    }

    /** The dual point of a {@link ClippedBlock}: one pass. */
    Partial clipped(Panel at, double[] units, double[] shares) {
        int partitions = rows.partitions();
        Broadcast<double[]> sent = context.broadcast(units);
        try {
            return compute(
                    at,
                    Partial.none(ClippedBlock.SUMS, 0, 0),
                    0,
                    (work, point) ->
                            ClippedBlock.clipped(work, point, sent.value(), shares, partitions));
        } finally {
            JobNames.uninterrupted(sent::destroy);
        }
    }

    /** What the rows of a block contribute at a point. */
    @FunctionalInterface
    interface BlockPass extends Serializable {
        /** Computes it. */
        Partial on(BlockWork work, Point point);
    }

    /**
     * Adds up what all blocks contribute at a point: one pass.
     *
     * @param nothing what no rows contribute
     * @param width of the panel of a contribution
     */
    Partial compute(Panel at, Partial nothing, int width, BlockPass pass) {
        return names.run(() -> {
            Point sent = current(at);
            return sum(block -> block.compute(sent, work -> pass.on(work, sent), nothing), width);
        });
    }

    /** Evaluates a point without offsets, with the regressions of the rows of V: one pass. */
    Sweep sweep(Panel at) {
        return names.run(() -> {
            Point sent = send(at, null);
            int r = at.columns();
            int width = SweepBlock.width(r);
            Partial nothing = Partial.none(BlockWork.SUMS, r * r, width);
            Partial sum =
                    sum(
                            block ->
                                    block.compute(
                                            sent, work -> SweepBlock.evaluate(work, sent), nothing),
                            width);
            Sweep found = Sweep.of(at, problem.lambda(), sum);
            known = found.evaluation();
            knownFinely = true;
            return found;
        });
    }

    /** One pass with a point that has been sent. */
    Evaluation pass(Point sent) {
        int r = sent.rank();
        int width = sent.offsets() == null ? r : r + 1;
        Partial nothing = Partial.none(BlockWork.SUMS, r * r, width);
        return Evaluation.of(partial(sent, nothing, width), rows.columns(), r);
    }

    /** The sums of which such a pass is made. */
    Partial partial(Point sent, Partial nothing, int width) {
        return sum(block -> block.compute(sent, work -> work.evaluate(sent), nothing), width);
    }

    /** Gᵀ1 at a point with offsets that has been sent: one pass. */
    double[] columnSums(Point sent) {
        Partial nothing = Partial.none(0, 0, 1);
        return sum(block -> block.compute(sent, work -> work.columnSums(sent), nothing), 1).panel();
    }

    /** The sum of the weights of the entries of each column: one pass. */
    double[] columnWeights() {
        return names.run(() -> sum(RowBlock::columnWeights, 1).panel());
    }

    private Partial sum(Function<RowBlock, Partial> part, int width) {
        return OrderedSums.of(rows.blocks(), part, rows.columns(), width);
    }

    /** A point that has been evaluated, with its offsets. */
    private Point current(Panel at) {
        evaluated(at, false);
        return sentPoint.present();
    }

    /** Sends a point unless the executors have it. */
    Point send(Panel at, double @Nullable [] columnOffsets) {
        if (!sentPoint.isAt(at, columnOffsets)) {
            known = null;
            given = null;
        }
        return sentPoint.send(at, columnOffsets);
    }

    /** Frees the memory of the point on the executors. */
    @Override
    public void close() {
        sentPoint.close();
        known = null;
        given = null;
    }
}
