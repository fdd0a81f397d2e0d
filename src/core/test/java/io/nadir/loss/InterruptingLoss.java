package io.nadir.loss;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Huber's loss, but that it interrupts a thread once it has been evaluated at so many entries: an
 * interruption from within a kernel, at the same place of a solve whatever the machine.
 */
public final class InterruptingLoss implements Loss {
    private final Loss huber = new HuberLoss(0.5);
    private final Thread solver;
    private final long moment;
    private final AtomicLong entries = new AtomicLong();

    /**
     * Makes a loss for one solve.
     *
     * @param solver whom to interrupt
     * @param moment the number of the entry whose evaluation does, from 1; 0 for never
     */
    public InterruptingLoss(Thread solver, long moment) {
        this.solver = solver;
        this.moment = moment;
    }

    /** At how many entries it has been evaluated. */
    public long entries() {
        return entries.get();
    }

    private void count(int length) {
        long after = entries.addAndGet(length);
        if (after - length < moment && moment <= after) {
            solver.interrupt();
        }
    }

    @Override
    public String name() {
        return huber.name();
    }

    @Override
    public double curvature() {
        return huber.curvature();
    }

    @Override
    public double errorConstant() {
        return huber.errorConstant();
    }

    @Override
    public double value(double y, double x) {
        count(1);
        return huber.value(y, x);
    }

    @Override
    public double derivative(double y, double x) {
        count(1);
        return huber.derivative(y, x);
    }

    @Override
    public double dualValue(double y, double g) {
        count(1);
        return huber.dualValue(y, g);
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        count(length);
        return huber.gradientInPlace(y, yOffset, x, xOffset, length);
    }
}
