package io.nadir.loss;

/** A loss as a user would write it: √(1 + (x − y)²) − 1, by its scalar functions alone. */
public final class PseudoHuber implements Loss {
    @Override
    public String name() {
        return "pseudo-huber";
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double value(double y, double x) {
        double d = x - y;
        return d * d / (Math.sqrt(1 + d * d) + 1);
    }

    @Override
    public double derivative(double y, double x) {
        double d = x - y;
        return d / Math.sqrt(1 + d * d);
    }

    @Override
    public double dualValue(double y, double g) {
        return Math.abs(g) <= 1 ? Math.sqrt(1 - g * g) - 1 - g * y : Double.NEGATIVE_INFINITY;
    }
}
