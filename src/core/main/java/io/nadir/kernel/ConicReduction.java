package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.check.Checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Carathéodory's theorem for cones, with costs. Replaces a sum Σ c_i·p_i with coefficients c ≥ 0 by
 * one of the same value and no larger cost Σ c_i·cost_i, in which the p_i with nonzero coefficients
 * are linearly independent. There are then at most as many of them as the p_i have elements.
 *
 * <p>Vectors are processed one after the other. A vector that depends on those before it gives β
 * with Σ β_i·p_i = 0; the coefficients move along ±β, in the direction in which the cost does not
 * rise, until one is 0 (Haeffele &amp; Vidal 2017, theorem 2; Vidal, Zhu &amp; Haeffele, theorem
 * 1.8). The independent vectors are kept as Q·R, so that a null vector costs a product with Qᵀ and
 * a triangular solve. No coefficient that falls moves by more than its own size, and so neither
 * does its rounding error, however ill-conditioned R is.
 *
 * <p>Costs O(n·D·k + n·k²) operations for n vectors of D elements, k of them independent, and
 * memory for k·D doubles. Single use, not thread-safe.
 */
public final class ConicReduction {
    /** A vector counts as dependent if its distance from the span is below this share of it. */
    private static final double DEPENDENT = 1e-11;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel points;
    private final double[] costs;
    private final double[] coefficients;

    /** The indices of the vectors that are the columns of Q·R. */
    private final int[] active;

    /** The columns of Q. */
    private final List<double[]> basis = new ArrayList<>();

    /** The columns of R; column j has at least j + 1 elements. */
    private final List<double[]> triangle = new ArrayList<>();

    private final double[] rest;

    private ConicReduction(Panel points, double[] coefficients, double[] costs) {
        this.points = points;
        this.costs = costs;
        this.coefficients = coefficients.clone();
        this.active = new int[points.rows()];
        this.rest = new double[points.columns()];
    }

    /**
     * Reduces a sum.
     *
     * @param points p_i in row i, n×D, finite
     * @param coefficients c_i ≥ 0, n of them; not changed
     * @param costs n of them, ≥ 0
     * @param checkpoint called for each vector; may throw to give up
     * @return the new coefficients, at most min(n, D) of them not 0
     * @throws IllegalArgumentException if the lengths differ, or a coefficient or cost is negative
     *     or not finite
     */
    public static double[] reduce(
            Panel points, double[] coefficients, double[] costs, Runnable checkpoint) {
        Objects.requireNonNull(costs, "costs");
        Objects.requireNonNull(checkpoint, "checkpoint");

        requireNonNegative("coefficients", coefficients, points.rows());
        requireNonNegative("costs", costs, points.rows());
        ConicReduction reduction = new ConicReduction(points, coefficients, costs);
        for (int i = 0; i < points.rows(); i++) {
            checkpoint.run();
            reduction.add(i);
        }
        return reduction.coefficients;
    }

    private static void requireNonNegative(String name, double[] values, int length) {
        Checks.equal(name + ".length", values.length, "points.rows()", length);
        for (double value : values) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "one of the " + name + " = " + value + ", allowed are 0 and more");
            }
        }
    }

    private void add(int index) {
        while (coefficients[index] > 0) {
            double[] inside = project(index);
            double norm = norm(points.data(), index * points.stride());
            double distance = norm(rest, 0);
            if (distance > DEPENDENT * norm && basis.size() < points.columns()) {
                append(index, inside, distance);
                return;
            }
            if (norm == 0) {
                // It adds nothing.
                coefficients[index] = 0;
                return;
            }
            slide(index, solve(inside));
        }
    }

    /** Returns Qᵀp and leaves p − Q·Qᵀp in {@link #rest}; orthogonalizes twice. */
    private double[] project(int index) {
        System.arraycopy(points.data(), index * points.stride(), rest, 0, rest.length);
        double[] inside = new double[basis.size() + 1];
        for (int pass = 0; pass < 2; pass++) {
            for (int k = 0; k < basis.size(); k++) {
                double[] q = basis.get(k);
                double along = KERNELS.dot(q, 0, rest, 0, rest.length);
                KERNELS.axpy(-along, q, 0, rest, 0, rest.length);
                inside[k] += along;
            }
        }
        return inside;
    }

    private void append(int index, double[] inside, double distance) {
        double[] q = rest.clone();
        KERNELS.scale(1 / distance, q, 0, q.length);
        inside[basis.size()] = distance;
        active[basis.size()] = index;
        basis.add(q);
        triangle.add(inside);
    }

    /** Returns the a with R·a = h: the vector is Σ a_k·p_k over the active vectors p_k. */
    private double[] solve(double[] h) {
        double[] a = h.clone();
        for (int k = basis.size() - 1; k >= 0; k--) {
            double[] column = triangle.get(k);
            a[k] /= column[k];
            for (int i = 0; i < k; i++) {
                a[i] -= a[k] * column[i];
            }
        }
        return a;
    }

    /** Adds a multiple of the null vector (−a, 1) that makes a coefficient 0 and none negative. */
    private void slide(int index, double[] a) {
        double change = costs[index];
        boolean bounded = false;
        for (int k = 0; k < basis.size(); k++) {
            change -= a[k] * costs[active[k]];
            bounded |= a[k] > 0;
        }
        // Upwards without a bound the cost cannot fall: it is 0 all along.
        double sign = change < 0 && bounded ? 1 : -1;
        double step = sign > 0 ? Double.POSITIVE_INFINITY : coefficients[index];
        int leaving = -1;
        for (int k = 0; k < basis.size(); k++) {
            double fall = sign * a[k];
            if (fall > 0 && coefficients[active[k]] < step * fall) {
                step = coefficients[active[k]] / fall;
                leaving = k;
            }
        }
        for (int k = 0; k < basis.size(); k++) {
            int i = active[k];
            coefficients[i] = Math.max(0, coefficients[i] - sign * step * a[k]);
        }
        coefficients[index] = Math.max(0, coefficients[index] + sign * step);
        if (leaving < 0) {
            coefficients[index] = 0;
        } else {
            coefficients[active[leaving]] = 0;
            drop(leaving);
        }
    }

    /** Removes a vector from Q·R, and makes R triangular again by rotations. */
    private void drop(int leaving) {
        int left = basis.size() - 1;
        System.arraycopy(active, leaving + 1, active, leaving, left - leaving);
        triangle.remove(leaving);
        for (int k = leaving; k < left; k++) {
            double[] column = triangle.get(k);
            double length = Math.hypot(column[k], column[k + 1]);
            double cos = length == 0 ? 1 : column[k] / length;
            double sin = length == 0 ? 0 : column[k + 1] / length;
            for (int j = k; j < left; j++) {
                rotate(triangle.get(j), k, cos, sin);
            }
            rotate(basis.get(k), basis.get(k + 1), cos, sin);
        }
        basis.removeLast();
    }

    private static void rotate(double[] column, int k, double cos, double sin) {
        double upper = cos * column[k] + sin * column[k + 1];
        column[k + 1] = cos * column[k + 1] - sin * column[k];
        column[k] = upper;
    }

    private static void rotate(double[] first, double[] second, double cos, double sin) {
        for (int i = 0; i < first.length; i++) {
            double upper = cos * first[i] + sin * second[i];
            second[i] = cos * second[i] - sin * first[i];
            first[i] = upper;
        }
    }

    private double norm(double[] data, int offset) {
        return Math.sqrt(KERNELS.dot(data, offset, data, offset, points.columns()));
    }
}
