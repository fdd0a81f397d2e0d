package embedder;

import io.nadir.loss.Loss;

/** A loss of the application's own: log cosh(x − y). */
// @start region="loss"
final class LogCosh implements Loss {
    @Override
    public String name() {
        return "log-cosh";
    }

    @Override
    public double curvature() {
        return 1;
    }

    /** Without cancellation where x is close to y, without overflow where it is far. */
    @Override
    public double value(double y, double x) {
        double r = Math.abs(x - y);
        if (r < 1) {
            double half = Math.sinh(r / 2);
            return Math.log1p(2 * half * half);
        }
        return r - Math.log(2) + Math.log1p(Math.exp(-2 * r));
    }

    @Override
    public double derivative(double y, double x) {
        return Math.tanh(x - y);
    }

    /** ℓ*(y, g) = g·y + ½(1 + g)·log(1 + g) + ½(1 − g)·log(1 − g) for |g| ≤ 1. */
    @Override
    public double dualValue(double y, double g) {
        if (Math.abs(g) > 1) {
            return Double.NEGATIVE_INFINITY;
        }
        return -g * y - 0.5 * (entropy(g) + entropy(-g));
    }

    private static double entropy(double g) {
        return g == -1 ? 0 : (1 + g) * Math.log1p(g);
    }
}
// @end
