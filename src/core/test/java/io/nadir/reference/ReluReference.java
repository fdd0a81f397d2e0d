package io.nadir.reference;

import io.nadir.loss.Loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * min over two-layer networks of any width of Σℓ(y, x) + λΣ‖w¹‖|w²|, x = Σσ(S·w¹)w², for one output
 * and few samples in the plane or in space, by the convex program over the cells of the arrangement
 * of the samples' hyperplanes (Pilanci &amp; Ergen, Neural Networks are Convex Regularizers, 2020,
 * equation 8): σ is linear in each cell, a cone, so that x = Σ ±D_c·S·v_c with v_c in cell c under
 * λΣ‖v_c‖. Solved by accelerated proximal gradient with loops of its own.
 */
public final class ReluReference {
    private static final int MOST_STEPS = 20_000;
    private static final int STEPS_BETWEEN_BOUNDS = 20;

    private final double[][] s;
    private final double[] y;
    private final double slope;
    private final Loss loss;
    private final double lambda;
    private final List<Cell> cells;
    private double upper = Double.POSITIVE_INFINITY;
    private double lower;

    /**
     * States a problem.
     *
     * @param s samples in general position, no fewer than their dimension, 2 or 3
     */
    public ReluReference(double[][] s, double[] y, double slope, Loss loss, double lambda) {
        this.s = s;
        this.y = y;
        this.slope = slope;
        this.loss = loss;
        this.lambda = lambda;
        this.cells = cells();
    }

    /** An objective that is attained. */
    public double upper() {
        return upper;
    }

    /** A dual value. */
    public double lower() {
        return lower;
    }

    /** Narrows the interval to {@code accuracy} relative to the objective if it can be done. */
    public ReluReference solve(double accuracy) {
        double[][] v = new double[2 * cells.size()][s[0].length];
        double[][] extrapolated = copy(v);
        double step = 1 / (loss.curvature() * squaredNorm());
        double last = Double.POSITIVE_INFINITY;
        double momentum = 1;
        for (int k = 0; k < MOST_STEPS; k++) {
            double[][] next = proximal(extrapolated, step);
            double value = objective(next);
            upper = Math.min(upper, value);
            if (k % STEPS_BETWEEN_BOUNDS == 0) {
                lower = Math.max(lower, dual(next));
                if (upper - lower <= accuracy * upper) {
                    break;
                }
            }
            boolean restart = value > last;
            double nextMomentum = restart ? 1 : 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
            double weight = restart ? 0 : (momentum - 1) / nextMomentum;
            for (int g = 0; g < v.length; g++) {
                for (int j = 0; j < v[g].length; j++) {
                    extrapolated[g][j] = next[g][j] + weight * (next[g][j] - v[g][j]);
                }
            }
            momentum = nextMomentum;
            v = next;
            last = value;
        }
        return this;
    }

    /** max over w of |zᵀσ(S·w)| for ‖w‖ ≤ 1. */
    public double polar(double[] z) {
        double largest = 0;
        for (int g = 0; g < 2 * cells.size(); g++) {
            Cell cell = cells.get(g / 2);
            largest = Math.max(largest, norm(cell.project(cell.transposeMultiply(sign(g), z))));
        }
        return largest;
    }

    private static double sign(int group) {
        return group % 2 == 0 ? 1 : -1;
    }

    private double[] outputs(double[][] v) {
        double[] x = new double[y.length];
        for (int g = 0; g < v.length; g++) {
            cells.get(g / 2).addProduct(sign(g), v[g], x);
        }
        return x;
    }

    private double objective(double[][] v) {
        double[] x = outputs(v);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += loss.value(y[i], x[i]);
        }
        return sum + lambda * Arrays.stream(v).mapToDouble(ReluReference::norm).sum();
    }

    private double[] derivative(double[][] v) {
        double[] x = outputs(v);
        for (int i = 0; i < x.length; i++) {
            x[i] = loss.derivative(y[i], x[i]);
        }
        return x;
    }

    private double dual(double[][] v) {
        double[] g = derivative(v);
        double scale = Math.min(1, lambda / polar(g)) * (1 - 1e-14);
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            sum += loss.dualValue(y[i], scale * g[i]);
        }
        return sum;
    }

    /** For a cone the proximal step of ‖·‖ on it is that of ‖·‖ at the projection. */
    private double[][] proximal(double[][] v, double step) {
        double[] derivative = derivative(v);
        double[][] out = new double[v.length][];
        for (int g = 0; g < v.length; g++) {
            Cell cell = cells.get(g / 2);
            double[] moved = cell.transposeMultiply(-step * sign(g), derivative);
            for (int j = 0; j < moved.length; j++) {
                moved[j] += v[g][j];
            }
            out[g] = cell.project(moved);
            double size = norm(out[g]);
            double shrink = size > step * lambda ? 1 - step * lambda / size : 0;
            for (int j = 0; j < moved.length; j++) {
                out[g][j] *= shrink;
            }
        }
        return out;
    }

    /** No less than ‖ΣA_cA_cᵀ‖₂, for both signs: the largest sum of magnitudes in a row. */
    private double squaredNorm() {
        double largest = 0;
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                double entry = 0;
                for (Cell cell : cells) {
                    entry += 2 * inner(cell.rows[i], cell.rows[k]);
                }
                sum += Math.abs(entry);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    /** Extreme rays are where all hyperplanes but one dimension's meet; cells lie around them. */
    private List<Cell> cells() {
        Map<List<Integer>, List<double[]>> rays = new LinkedHashMap<>();
        boolean plane = s[0].length == 2;
        for (int i = 0; i < s.length; i++) {
            if (plane) {
                addRay(new double[] {-s[i][1], s[i][0]}, i, i, rays);
            }
            for (int k = i + 1; k < s.length && !plane; k++) {
                addRay(cross(s[i], s[k]), i, k, rays);
            }
        }
        return rays.entrySet().stream().map(e -> cell(e.getKey(), e.getValue())).toList();
    }

    /** Adds ±{@code ray}, on the hyperplanes i and k, to the cells on all sides of these. */
    private void addRay(double[] ray, int i, int k, Map<List<Integer>, List<double[]>> rays) {
        for (double factor : new double[] {1 / norm(ray), -1 / norm(ray)}) {
            double[] unit = Arrays.stream(ray).map(e -> factor * e).toArray();
            int[] signs = new int[s.length];
            for (int row = 0; row < s.length; row++) {
                signs[row] = inner(s[row], unit) > 0 ? 1 : -1;
            }
            for (signs[i] = -1; signs[i] <= 1; signs[i] += 2) {
                for (int side = -1; side <= (i == k ? -1 : 1); side += 2) {
                    signs[k] = i == k ? signs[i] : side;
                    List<Integer> cell = Arrays.stream(signs).boxed().toList();
                    rays.computeIfAbsent(cell, key -> new ArrayList<>()).add(unit);
                }
            }
        }
    }

    private Cell cell(List<Integer> signs, List<double[]> rays) {
        double[][] rows = new double[s.length][];
        for (int i = 0; i < s.length; i++) {
            double factor = signs.get(i) > 0 ? 1 : slope;
            rows[i] = Arrays.stream(s[i]).map(e -> factor * e).toArray();
        }
        return new Cell(rows, rays.toArray(double[][]::new));
    }

    private static double[][] copy(double[][] v) {
        return Arrays.stream(v).map(double[]::clone).toArray(double[][]::new);
    }

    private static double[] cross(double[] x, double[] y) {
        return new double[] {
            x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]
        };
    }

    private static double inner(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    private static double norm(double[] x) {
        return Math.sqrt(inner(x, x));
    }

    /** D_c·S, and the cone by its extreme rays. */
    private static final class Cell {
        private final double[][] rows;
        private final double[][] rays;
        private final double[][] gram;

        Cell(double[][] rows, double[][] rays) {
            this.rows = rows;
            this.rays = rays;
            this.gram = new double[rays.length][rays.length];
            for (int i = 0; i < rays.length; i++) {
                for (int k = 0; k < rays.length; k++) {
                    gram[i][k] = inner(rays[i], rays[k]);
                }
            }
        }

        void addProduct(double factor, double[] v, double[] x) {
            for (int i = 0; i < x.length; i++) {
                x[i] += factor * inner(rows[i], v);
            }
        }

        double[] transposeMultiply(double factor, double[] z) {
            double[] out = new double[rays[0].length];
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < out.length; j++) {
                    out[j] += factor * rows[i][j] * z[i];
                }
            }
            return out;
        }

        /** The nearest point of the cone. */
        double[] project(double[] z) {
            double[] b = Arrays.stream(rays).mapToDouble(ray -> inner(ray, z)).toArray();
            double[] weights = NonNegativeQuadratic.minimize(gram, b);
            double[] out = new double[z.length];
            for (int k = 0; k < rays.length; k++) {
                for (int j = 0; j < z.length; j++) {
                    out[j] += weights[k] * rays[k][j];
                }
            }
            return out;
        }
    }
}
