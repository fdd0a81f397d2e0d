package io.nadir.network.twolayer.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.NormalEquations;

/**
 * Minimizes ½ Σ_ij G_ij⟨c_i, c_j⟩ − Σ_i ⟨b_i, c_i⟩ + λ Σ_i ‖c_i‖₂ over c_1 … c_r in R^q, where G is
 * positive semidefinite: the output weights of units under a norm that switches units off.
 *
 * <p>Minimizes exactly over one c_i at a time. That is slow if units are nearly equal, so Newton
 * steps in all nonzero c_i are made in between. A step that would reverse some of them ends where
 * the first one reaches 0 on its line, and leaves it at 0. Monotone. A sweep costs r²·q operations,
 * a Newton step (r·q)³/3.
 */
final class GroupLasso {
    /** Sweeps between Newton steps. */
    private static final int SWEEPS = 4;

    private static final int MOST_ROUNDS = 200;

    /** Unknowns beyond which no Newton step is made. */
    private static final int LARGEST_SYSTEM = 600;

    /** Share of the diagonal added to the Newton matrix, which may be singular. */
    private static final double RIDGE = 1e-14;

    private static final int MOST_CUTS = 20;

    /** Newton steps in a round beyond those that switch off. */
    private static final int MORE_STEPS = 8;

    private final int r;
    private final int q;
    private final Panel gram;
    private final double lambda;

    /** c_i in row i. */
    private final double[][] c;

    /** b_i − Σ_j G_ij·c_j in row i. */
    private final double[][] rest;

    /**
     * States a problem.
     *
     * @param gram G, r×r
     * @param b b_i in row i, r×q; becomes garbage
     * @param start c_i in row i, r×q; becomes the minimizer
     */
    GroupLasso(Panel gram, double[][] b, double lambda, double[][] start) {
        this.r = start.length;
        this.q = r == 0 ? 0 : start[0].length;
        this.gram = gram;
        this.lambda = lambda;
        this.c = start;
        this.rest = b;
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                add(-gram.get(i, j), c[j], rest[i]);
            }
        }
    }

    /**
     * Minimizes.
     *
     * @param tolerance ends when a round lowers the objective by less
     * @return by how much the objective fell
     */
    double minimize(double tolerance) {
        double total = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double fall = 0;
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                fall += sweep();
            }
            fall += newtonSteps(tolerance);
            total += fall;
            if (fall <= tolerance) {
                break;
            }
        }
        return total;
    }

    private double sweep() {
        double fall = 0;
        for (int i = 0; i < r; i++) {
            fall += minimizeOne(i, gram.get(i, i));
        }
        return fall;
    }

    /** c_i ← (1 − λ/‖z‖)₊·z/G_ii with z = b_i − Σ_{j≠i} G_ij·c_j; 0 if G_ii is, as then z = 0. */
    private double minimizeOne(int i, double weight) {
        double[] z = rest[i].clone();
        add(weight, c[i], z);
        double size = norm(z);
        double factor = size > lambda && weight > 0 ? (1 - lambda / size) / weight : 0;
        double[] step = c[i].clone();
        double fall = 0;
        for (int k = 0; k < q; k++) {
            step[k] = factor * z[k] - c[i][k];
            fall += step[k] * (rest[i][k] - 0.5 * weight * step[k]);
        }
        double before = norm(c[i]);
        move(i, 1, step);
        return fall + lambda * (before - norm(c[i]));
    }

    private void move(int i, double length, double[] step) {
        add(length, step, c[i]);
        for (int j = 0; j < r; j++) {
            add(-length * gram.get(j, i), step, rest[j]);
        }
    }

    /** Newton steps until one gains no more than the tolerance and switches nothing off. */
    private double newtonSteps(double tolerance) {
        double total = 0;
        for (int left = r + MORE_STEPS; left > 0; left--) {
            int[] active = active();
            double fall = newton(active);
            total += fall;
            if (fall <= tolerance && active().length == active.length) {
                break;
            }
        }
        return total;
    }

    /** A step in the active c_i together; 0 and no change if it does not lower the objective. */
    private double newton(int[] active) {
        int n = active.length * q;
        if (n == 0 || n > LARGEST_SYSTEM) {
            return 0;
        }
        double[] direction = direction(active, n);
        int first = firstToVanish(active, direction);
        if (first >= 0) {
            double length = untilVanished(c[active[first]], part(direction, first));
            double[] rest = part(direction, first);
            for (int k = 0; k < q; k++) {
                direction[first * q + k] = -c[active[first]][k] / length;
            }
            double fall = tryStep(active, direction, length);
            if (fall > 0) {
                java.util.Arrays.fill(c[active[first]], 0);
                return fall;
            }
            System.arraycopy(rest, 0, direction, first * q, q);
        }
        double length = first < 0 ? 1 : untilVanished(c[active[first]], part(direction, first));
        for (int cut = 0; cut < MOST_CUTS; cut++) {
            double fall = tryStep(active, direction, length);
            if (fall > 0) {
                return fall;
            }
            length /= 2;
        }
        return 0;
    }

    /** Moves if that lowers the objective; by how much, or something not positive. */
    private double tryStep(int[] active, double[] direction, double length) {
        double fall = fall(active, direction, length);
        if (fall > 0) {
            for (int a = 0; a < active.length; a++) {
                move(active[a], length, part(direction, a));
            }
        }
        return fall;
    }

    private int[] active() {
        return java.util.stream.IntStream.range(0, r).filter(i -> norm(c[i]) > 0).toArray();
    }

    /** −H⁻¹·gradient, H = G ⊗ I + λ·diag((I − ĉĉᵀ)/‖c‖). */
    private double[] direction(int[] active, int n) {
        double[] matrix = new double[n * n];
        double[] slope = new double[n];
        double largest = 0;
        for (int a = 0; a < active.length; a++) {
            double[] ca = c[active[a]];
            double size = norm(ca);
            for (int k = 0; k < q; k++) {
                int row = a * q + k;
                slope[row] = rest[active[a]][k] - lambda * ca[k] / size;
                for (int b = 0; b <= a; b++) {
                    matrix[row * n + b * q + k] = gram.get(active[a], active[b]);
                }
                for (int l = 0; l <= k; l++) {
                    double bend = (k == l ? 1 : 0) - ca[k] / size * (ca[l] / size);
                    matrix[row * n + a * q + l] += lambda * bend / size;
                }
                largest = Math.max(largest, matrix[row * n + row]);
            }
        }
        double[] direction = new double[n];
        NormalEquations.solve(
                matrix, slope, 0, n, n, RIDGE * largest, new double[n * n], direction, 0);
        return direction;
    }

    /** Index among the active of the first that turns around within a full step; −1 for none. */
    private int firstToVanish(int[] active, double[] direction) {
        int first = -1;
        double length = 1;
        for (int a = 0; a < active.length; a++) {
            double until = untilVanished(c[active[a]], part(direction, a));
            if (until < length) {
                length = until;
                first = a;
            }
        }
        return first;
    }

    /** The step at which c_i turns around on its own line, infinite if it never does. */
    private static double untilVanished(double[] ci, double[] step) {
        double along = inner(ci, step);
        return along < 0 ? inner(ci, ci) / -along : Double.POSITIVE_INFINITY;
    }

    /** Returns by how much a step lowers the objective. */
    private double fall(int[] active, double[] direction, double length) {
        double linear = 0;
        double quadratic = 0;
        double norms = 0;
        for (int a = 0; a < active.length; a++) {
            double[] step = part(direction, a);
            linear += inner(rest[active[a]], step);
            for (int b = 0; b < active.length; b++) {
                quadratic += gram.get(active[a], active[b]) * inner(step, part(direction, b));
            }
            double[] moved = c[active[a]].clone();
            add(length, step, moved);
            norms += norm(moved) - norm(c[active[a]]);
        }
        return length * linear - 0.5 * length * length * quadratic - lambda * norms;
    }

    private double[] part(double[] direction, int a) {
        return java.util.Arrays.copyOfRange(direction, a * q, (a + 1) * q);
    }

    private static void add(double alpha, double[] x, double[] y) {
        for (int k = 0; k < y.length; k++) {
            y[k] += alpha * x[k];
        }
    }

    private static double inner(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    private static double norm(double[] x) {
        return Math.sqrt(inner(x, x));
    }
}
