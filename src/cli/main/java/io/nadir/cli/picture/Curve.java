package io.nadir.cli.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Points of a chart.
 *
 * @param x from left to right
 * @param y as many
 */
public record Curve(List<Double> x, List<Double> y) {
    /** No points, to which {@link #add} adds. */
    public Curve() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** Adds a point. */
    public void add(double newX, double newY) {
        x.add(newX);
        y.add(newY);
    }

    /** Without the points for which a logarithmic scale has no place. */
    public Curve positive() {
        Curve positive = new Curve();
        for (int i = 0; i < x.size(); i++) {
            if (y.get(i) > 0) {
                positive.add(x.get(i), y.get(i));
            }
        }
        return positive;
    }

    /**
     * Returns the curve with a corner between any two points, so that each value holds until the
     * next.
     */
    Curve stepped() {
        Curve steps = new Curve();
        for (int i = 0; i < x.size(); i++) {
            if (i > 0) {
                steps.add(x.get(i), y.get(i - 1));
            }
            steps.add(x.get(i), y.get(i));
        }
        return steps;
    }
}
