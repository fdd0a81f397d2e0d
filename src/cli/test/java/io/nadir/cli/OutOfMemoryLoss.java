package io.nadir.cli;

import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;

/** Huber's loss, but that a proof, which alone asks in this way, finds no memory. */
final class OutOfMemoryLoss implements Loss {
    private final Loss huber = new HuberLoss(0.5);

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
        return huber.value(y, x);
    }

    @Override
    public double dualValue(double y, double g) {
        return huber.dualValue(y, g);
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        return huber.gradientInPlace(y, yOffset, x, xOffset, length);
    }

    @Override
    public double derivative(double y, double x) {
        boolean proof =
                StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(f -> f.getClassName().endsWith("EntrySums")));
        if (proof) {
            throw new OutOfMemoryError("for a test");
        }
        return huber.derivative(y, x);
    }
}
