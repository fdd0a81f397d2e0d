package io.nadir.matrix;

import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Factors;

/**
 * The offsets for any loss over entries, any weights and any known entries, by Newton's method with
 * damping where the loss is flat. Starts from the offsets at X = 0, so that the result depends on
 * the factors alone. Works on the calling thread.
 */
final class NewtonOffsets implements OffsetFit {
    /** Sums of the gradient this small, relative to the sum of its magnitudes, are rounding. */
    private static final double CLOSE = 1e-15;

    /** A relative change of ℓ that rounding may hide. */
    private static final double RESOLUTION = 1e-12;

    private static final int MOST_STEPS = 1000;
    private static final double LEAST_DAMPING = 1e-18;
    private static final double FIRST_DAMPING = 1e-12;
    private static final double LARGEST_DAMPING = 1e3;
    private static final double DAMPING_STEP = 100;

    private final OffsetEntries entries;
    private final EntryBends bends;
    private final OffsetSystem system;
    private final OffsetGauge gauge;
    private final OffsetPenalty penalty;
    private final Runnable checkpoint;
    private final double curvature;
    private final boolean quadratic;

    /** The offsets at X = 0. */
    private final double[] firstP;

    private final double[] firstQ;
    private final double[] stepP;
    private final double[] stepQ;
    private final double[] nextP;
    private final double[] nextQ;
    private OffsetSums sums;
    private OffsetSums nextSums;
    private double damping;

    NewtonOffsets(MatrixMap map, OffsetEntries entries, OffsetModel model) {
        Loss loss = map.loss();
        int m = map.rows();
        int n = map.columns();
        this.entries = entries;
        this.penalty = model.ridge();
        this.gauge = new OffsetGauge(penalty, m, n, entries);
        this.checkpoint = map::checkCancelled;
        this.bends = new EntryBends(entries);
        this.system = new OffsetSystem(bends, penalty, checkpoint);
        this.curvature = loss.curvature();
        this.quadratic = loss.isQuadratic();
        this.firstP = new double[m];
        this.firstQ = model.columns(n);
        this.stepP = new double[m];
        this.stepQ = new double[n];
        this.nextP = new double[m];
        this.nextQ = new double[n];
        this.sums = new OffsetSums(penalty, m, n);
        this.nextSums = new OffsetSums(penalty, m, n);
        entries.load(Factors.empty(m, n));
        minimize(firstP, firstQ, MOST_STEPS);
    }

    @Override
    public void fit(Factors w, double[] p, double[] q) {
        System.arraycopy(firstP, 0, p, 0, p.length);
        System.arraycopy(firstQ, 0, q, 0, q.length);
        if (w.rank() > 0) {
            entries.load(w);
            minimize(p, q, MOST_STEPS);
        }
    }

    /** {@inheritDoc} A single step, if ℓ is quadratic. */
    @Override
    public void approximate(Factors w, double[] p, double[] q) {
        if (!quadratic) {
            fit(w, p, q);
            return;
        }
        System.arraycopy(firstP, 0, p, 0, p.length);
        System.arraycopy(firstQ, 0, q, 0, q.length);
        entries.load(w);
        minimize(p, q, 1);
    }

    private void minimize(double[] p, double[] q, int steps) {
        evaluate(p, q, sums);
        damping = quadratic ? 0 : FIRST_DAMPING;
        for (int step = 0; step < steps; step++) {
            checkpoint.run();
            if (sums.imbalance() <= CLOSE * sums.size() || !improve(p, q)) {
                return;
            }
        }
    }

    /** Makes a step, or raises the damping for another one; false if neither helps any more. */
    private boolean improve(double[] p, double[] q) {
        bends.load(p, q, damping * curvature);
        system.solve(sums, stepP, stepQ);
        gauge.center(stepP, stepQ);
        add(p, stepP, nextP);
        add(q, stepQ, nextQ);
        evaluate(nextP, nextQ, nextSums);
        boolean hidden = sums.promise(stepP, stepQ) <= RESOLUTION * sums.value();
        if (!isBetter(hidden)) {
            damping = Math.max(FIRST_DAMPING, damping * DAMPING_STEP);
            return !hidden && !quadratic && damping <= LARGEST_DAMPING;
        }
        double before = sums.imbalance();
        System.arraycopy(nextP, 0, p, 0, p.length);
        System.arraycopy(nextQ, 0, q, 0, q.length);
        OffsetSums old = sums;
        sums = nextSums;
        nextSums = old;
        damping = quadratic ? 0 : Math.max(LEAST_DAMPING, damping / DAMPING_STEP);
        return !hidden || sums.imbalance() < 0.9 * before;
    }

    private void evaluate(double[] p, double[] q, OffsetSums target) {
        entries.evaluate(p, q, target);
        target.addPenalty(p, q);
    }

    private boolean isBetter(boolean hidden) {
        if (hidden) {
            return nextSums.value() <= sums.value() * (1 + RESOLUTION)
                    && nextSums.imbalance() < sums.imbalance();
        }
        return nextSums.value() < sums.value();
    }

    private static void add(double[] a, double[] b, double[] sum) {
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
    }
}
