package io.nadir.spark;

import java.util.function.UnaryOperator;

/**
 * Finds the offsets q of the columns that belong to a V, by conjugate gradients: f is quadratic in
 * q once the best U and row offsets are taken for each q, so that its slope is linear, and a
 * product with the Hessian is a difference of two slopes. Each costs a pass.
 */
final class ColumnOffsets {
    /** What more steps may lower f by, relative to f, for descent. */
    static final double COARSE = 1e-16;

    /** The same for certificates, in which slopes count where offsets have no penalty. */
    static final double FINE = 1e-24;

    private static final int MOST_STEPS = 100;

    private final UnaryOperator<double[]> slopes;
    private final double[] diagonal;

    /**
     * Takes the problem.
     *
     * @param slopes the derivative of f by q at a q
     * @param diagonal what is near the diagonal of the Hessian, positive
     */
    ColumnOffsets(UnaryOperator<double[]> slopes, double[] diagonal) {
        this.slopes = slopes;
        this.diagonal = diagonal;
    }

    /** Whether the slopes at a point are so small that f cannot fall by much more than that. */
    boolean isSmall(double[] slope, double change) {
        return 0.5 * weighted(slope, slope) <= change;
    }

    /**
     * Moves to the minimum.
     *
     * @param q where to start; replaced
     * @param slope the slopes there
     * @param change what more steps may lower f by at the end
     */
    void minimize(double[] q, double[] slope, double change) {
        double[] rest = slope.clone();
        double[] direction = new double[q.length];
        double square = weighted(rest, rest);
        double[] start = q.clone();
        for (int j = 0; j < q.length; j++) {
            direction[j] = -rest[j] / diagonal[j];
        }
        for (int step = 0; step < MOST_STEPS && 0.5 * square > change; step++) {
            double[] image = image(start, slope, direction);
            double bend = dot(direction, image);
            if (!(bend > 0)) {
                return;
            }
            double length = square / bend;
            add(length, direction, q);
            add(length, image, rest);
            double next = weighted(rest, rest);
            if (!(next < square) && step > q.length) {
                return;
            }
            double turn = next / square;
            square = next;
            for (int j = 0; j < q.length; j++) {
                direction[j] = turn * direction[j] - rest[j] / diagonal[j];
            }
        }
    }

    /** H·d, from the slopes at a distance at which their difference is not made of rounding. */
    private double[] image(double[] start, double[] base, double[] d) {
        double scale = (1 + Math.sqrt(dot(start, start))) / Math.sqrt(dot(d, d));
        double[] ahead = start.clone();
        add(scale, d, ahead);
        double[] image = slopes.apply(ahead);
        add(-1, base, image);
        for (int j = 0; j < image.length; j++) {
            image[j] /= scale;
        }
        return image;
    }

    private double weighted(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j] / diagonal[j];
        }
        return sum;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    private static void add(double factor, double[] x, double[] y) {
        for (int j = 0; j < x.length; j++) {
            y[j] += factor * x[j];
        }
    }
}
