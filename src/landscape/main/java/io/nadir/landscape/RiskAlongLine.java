package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;

import java.util.ArrayList;
import java.util.List;

/**
 * R(W + tΔ) − R(W), a polynomial in t of degree 2L, with exact coefficients up to rounding: no
 * difference of risks is formed.
 */
final class RiskAlongLine {
    /** Binary orders of magnitude of t searched on either side of 1. */
    private static final int RANGE = 60;

    private static final int GOLDEN_STEPS = 60;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final double[] coefficients;

    RiskAlongLine(WhitenedPoint point, List<Panel> direction) {
        List<Panel> terms = terms(point, direction);
        coefficients = new double[2 * terms.size() + 1];
        for (int a = 0; a < terms.size(); a++) {
            coefficients[a + 1] -= 2 * Panels.inner(point.gap(), terms.get(a));
            for (int b = 0; b < terms.size(); b++) {
                coefficients[a + b + 2] += Panels.inner(terms.get(a), terms.get(b));
            }
        }
    }

    /** The matrices of t¹ to t^L in the product of the layers W_l + t·Δ_l. */
    private static List<Panel> terms(WhitenedPoint point, List<Panel> direction) {
        List<Panel> terms = List.of(point.layer(1), direction.getFirst());
        for (int l = 2; l <= point.depth(); l++) {
            List<Panel> product = new ArrayList<>();
            for (int s = 0; s <= terms.size(); s++) {
                Panel term = Panel.zeros(point.layer(l).rows(), terms.getFirst().columns());
                if (s < terms.size()) {
                    SmallMatrices.add(1, SmallMatrices.times(point.layer(l), terms.get(s)), term);
                }
                if (s > 0) {
                    Panel step = direction.get(l - 1);
                    SmallMatrices.add(1, SmallMatrices.times(step, terms.get(s - 1)), term);
                }
                product.add(term);
            }
            terms = product;
        }
        return terms.subList(1, terms.size());
    }

    /** R(W + tΔ) − R(W). */
    double change(double t) {
        double value = 0;
        for (int s = coefficients.length - 1; s > 0; s--) {
            value = (value + coefficients[s]) * t;
        }
        return value;
    }

    /** The coefficient of t^s. */
    double coefficient(int s) {
        return coefficients[s];
    }

    /** The least power, 2 or more, with a coefficient above {@code relative} times the largest. */
    int order(double relative) {
        double largest = 0;
        for (double coefficient : coefficients) {
            largest = Math.max(largest, Math.abs(coefficient));
        }
        int order = 2;
        while (order + 1 < coefficients.length
                && Math.abs(coefficients[order]) <= relative * largest) {
            order++;
        }
        return order;
    }

    /**
     * Returns a t &gt; 0 at which the risk is smallest, from a grid of powers of two, refined in
     * the interval around the best of them.
     */
    double minimizer() {
        double best = 1;
        for (int e = -RANGE; e <= RANGE; e++) {
            double t = Math.scalb(1.0, e);
            if (change(t) < change(best)) {
                best = t;
            }
        }
        double from = best / 2;
        double to = best * 2;
        for (int step = 0; step < GOLDEN_STEPS; step++) {
            double lower = to - GOLDEN * (to - from);
            double upper = from + GOLDEN * (to - from);
            if (change(lower) <= change(upper)) {
                to = upper;
            } else {
                from = lower;
            }
        }
        return (from + to) / 2;
    }
}
