package io.nadir.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * Polars of small deep networks, by exhaustive search of all weights up to symmetries: a box of
 * angles and shares is divided until a Lipschitz constant says that nothing larger is left. Plain
 * arithmetic on purpose, nothing of it is the library's.
 *
 * @param lower a value that is attained, up to rounding
 * @param upper an upper bound
 */
public record DeepTruth(double lower, double upper) {
    private static final int MOST_BOXES = 400_000;

    private record Box(double[] center, double[] radius, double bound) {}

    /**
     * max ‖Zᵀσ_s(g)‖ over g = τ·ε_1·σ_s'(S·w_1) + (1 − τ)·ε_2·σ_s'(S·w_2), ‖w_i‖ = 1 in the plane,
     * 0 ≤ τ ≤ 1, ε_i = ±1: three linear layers with two hidden units and one.
     *
     * @param share of the value by which the bounds may differ
     */
    public static DeepTruth ofTwoUnits(
            double[][] s, double[][] z, double before, double slope, double share) {
        double mass = 0;
        for (int n = 0; n < s.length; n++) {
            mass += norm(s[n]) * norm(z[n]);
        }
        double lower = 0;
        double upper = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            for (int first = -1; first <= 1; first += 2) {
                double one = first;
                double two = sign;
                DeepTruth of =
                        search(
                                x -> {
                                    double[] g = new double[s.length];
                                    for (int n = 0; n < g.length; n++) {
                                        double a = leaky(inner(s[n], x[0]), before);
                                        double b = leaky(inner(s[n], x[1]), before);
                                        g[n] = x[2] * one * a + (1 - x[2]) * two * b;
                                    }
                                    return image(z, g, slope);
                                },
                                new double[] {Math.PI, Math.PI, 0.5},
                                new double[] {Math.PI, Math.PI, 0.5},
                                new double[] {mass, mass, 2 * mass},
                                share,
                                lower);
                lower = Math.max(lower, of.lower);
                upper = Math.max(upper, of.upper);
            }
        }
        return new DeepTruth(lower, upper);
    }

    /**
     * max over unit vectors k of the plane of (Σ_c ‖Σ_n z_n Σ_p A_cp·σ_s(x_np·k)‖²)^½: a
     * convolution of windows of two numbers, a rectifier, mean pools and a linear layer.
     *
     * @param windows x_np, by samples and pixels
     * @param means A, by cells and pixels
     */
    public static DeepTruth ofWindows(
            double[][][] windows, double[][] means, double[][] z, double slope, double share) {
        double square = 0;
        for (double[] cell : means) {
            double mass = 0;
            for (int n = 0; n < z.length; n++) {
                for (int p = 0; p < cell.length; p++) {
                    mass += norm(z[n]) * Math.abs(cell[p]) * norm(windows[n][p]);
                }
            }
            square += mass * mass;
        }
        return search(
                x -> {
                    double sum = 0;
                    for (double[] cell : means) {
                        double[] g = new double[z.length];
                        for (int n = 0; n < g.length; n++) {
                            for (int p = 0; p < cell.length; p++) {
                                g[n] += cell[p] * leaky(inner(windows[n][p], x[0]), slope);
                            }
                        }
                        double value = image(z, g, 1);
                        sum += value * value;
                    }
                    return Math.sqrt(sum);
                },
                new double[] {Math.PI},
                new double[] {Math.PI},
                new double[] {Math.sqrt(square)},
                share,
                0);
    }

    /** Divides boxes, the one with the largest bound first. */
    private static DeepTruth search(
            ToDoubleFunction<double[]> f,
            double[] center,
            double[] radius,
            double[] lipschitz,
            double share,
            double known) {
        PriorityQueue<Box> queue = new PriorityQueue<>(Comparator.comparingDouble(b -> -b.bound));
        double lower = Math.max(known, f.applyAsDouble(center));
        queue.add(new Box(center, radius, bound(f.applyAsDouble(center), radius, lipschitz)));
        int boxes = 1;
        while (queue.element().bound > lower * (1 + share) && boxes < MOST_BOXES) {
            Box box = queue.remove();
            int longest = 0;
            for (int i = 1; i < radius.length; i++) {
                boolean longer =
                        lipschitz[i] * box.radius[i] > lipschitz[longest] * box.radius[longest];
                longest = longer ? i : longest;
            }
            for (int side = -1; side <= 1; side += 2) {
                double[] half = box.radius.clone();
                half[longest] /= 2;
                double[] at = box.center.clone();
                at[longest] += side * half[longest];
                double value = f.applyAsDouble(at);
                lower = Math.max(lower, value);
                queue.add(new Box(at, half, bound(value, half, lipschitz)));
                boxes++;
            }
        }
        return new DeepTruth(lower, Math.max(lower, queue.element().bound));
    }

    private static double bound(double value, double[] radius, double[] lipschitz) {
        double sum = value * (1 + 1e-12);
        for (int i = 0; i < radius.length; i++) {
            sum += radius[i] * lipschitz[i] * (1 + 1e-12);
        }
        return sum;
    }

    private static double inner(double[] s, double angle) {
        return s[0] * Math.cos(angle) + s[1] * Math.sin(angle);
    }

    private static double leaky(double t, double slope) {
        return Math.max(t, slope * t);
    }

    private static double image(double[][] z, double[] g, double slope) {
        double[] y = new double[z[0].length];
        for (int n = 0; n < g.length; n++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += z[n][j] * leaky(g[n], slope);
            }
        }
        return norm(y);
    }

    private static double norm(double[] a) {
        return Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
    }
}
