package io.nadir.tensor.polar;

import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Branch and bound for max f over products of unit spheres, f(v¹, …, v^m) ≥ 0 a norm or gauge of a
 * form linear in each argument, the same at −v^k or for v^k ≥ 0 alone.
 *
 * <p>A cell is a product of simplicial cones. For unit w = Σ α_i a_i in the cone of a_1 … a_d, α ≥
 * 0, convexity gives f(w) ≤ Σα_i · max f(a_i), and for every n with nᵀa_i ≥ 1 for all i, Σα_i ≤ nᵀw
 * ≤ ‖n‖: the reciprocal distance of the cone's base from the origin, which tends to 1 as the square
 * of the cell's size. Cells are halved at their longest edge, that of the largest bound first;
 * around an isolated maximum a bounded number of each size are left.
 *
 * <p>Rounding: the base's plane is checked with rounding errors included, and midpoints that are
 * not quite on their edge by a share of 1e-11 of the result.
 */
final class SphereCover {
    /** Covers slivers between cells: 8·d·u for each of some hundred halvings. */
    private static final double SLIVERS = 1 + 1e-11;

    /** An upper bound of f at the given vertices. */
    interface Function {
        double upper(List<double[]> vertices);
    }

    private final Function function;
    private final int most;
    private final List<List<double[]>> vertices = new ArrayList<>();
    private final List<Map<Long, Integer>> midpoints = new ArrayList<>();
    private final Map<List<Integer>, Double> values = new HashMap<>();
    private final PriorityQueue<Cell> cells =
            new PriorityQueue<>(Comparator.comparingDouble(Cell::bound).reversed());

    /**
     * Covers all spheres with orthants, or with half of them if f is even.
     *
     * @param dimensions the dimensions of the spheres' spaces
     * @param nonNegative whether only vectors ≥ 0 count
     * @param most the largest number of evaluations of f, in addition to those of the orthants
     */
    SphereCover(int[] dimensions, boolean nonNegative, Function function, int most) {
        this.function = function;
        this.most = most;
        List<int[][]> products = new ArrayList<>();
        products.add(new int[0][]);
        for (int d : dimensions) {
            vertices.add(axes(d));
            midpoints.add(new HashMap<>());
            products = extended(products, orthants(d, nonNegative));
        }
        for (int[][] corners : products) {
            add(corners, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * Returns an upper bound of the maximum. Continues until it is at most {@code enough}, or the
     * budget is spent.
     */
    double bound(double enough, Runnable checkpoint) {
        while (cells.element().bound > enough && values.size() < most) {
            checkpoint.run();
            halve(cells.remove());
        }
        return Rounding.up(cells.element().bound * SLIVERS);
    }

    /** Evaluations of f so far. */
    int evaluations() {
        return values.size();
    }

    private void halve(Cell cell) {
        int mode = 0;
        int from = 0;
        int to = 0;
        double longest = -1;
        for (int k = 0; k < cell.corners.length; k++) {
            int[] corners = cell.corners[k];
            for (int i = 0; i < corners.length; i++) {
                for (int j = 0; j < i; j++) {
                    double length = distance(k, corners[i], corners[j]);
                    if (length > longest) {
                        longest = length;
                        mode = k;
                        from = i;
                        to = j;
                    }
                }
            }
        }
        int middle = midpoint(mode, cell.corners[mode][from], cell.corners[mode][to]);
        add(replaced(cell.corners, mode, from, middle), cell.bound);
        add(replaced(cell.corners, mode, to, middle), cell.bound);
    }

    private static int[][] replaced(int[][] corners, int mode, int place, int vertex) {
        int[][] copy = corners.clone();
        copy[mode] = corners[mode].clone();
        copy[mode][place] = vertex;
        return copy;
    }

    private void add(int[][] corners, double parent) {
        double spread = 1;
        for (int k = 0; k < corners.length; k++) {
            spread *= spread(k, corners[k]);
        }
        double largest = largest(corners, new ArrayList<>());
        cells.add(new Cell(corners, Math.min(parent, Rounding.up(spread * largest))));
    }

    /** The largest f over all combinations of corners, beginning with {@code chosen}. */
    private double largest(int[][] corners, List<Integer> chosen) {
        int k = chosen.size();
        if (k == corners.length) {
            return value(chosen);
        }
        double largest = 0;
        for (int corner : corners[k]) {
            List<Integer> longer = new ArrayList<>(chosen);
            longer.add(corner);
            largest = Math.max(largest, largest(corners, longer));
        }
        return largest;
    }

    private double value(List<Integer> chosen) {
        Double known = values.get(chosen);
        if (known == null) {
            List<double[]> arguments = new ArrayList<>();
            for (int k = 0; k < chosen.size(); k++) {
                arguments.add(vertices.get(k).get(chosen.get(k)));
            }
            known = function.upper(arguments);
            values.put(chosen, known);
        }
        return known;
    }

    /** ‖n‖ with nᵀa_i ≥ 1 for all corners, rounding included. */
    private double spread(int mode, int[] corners) {
        int d = corners.length;
        double[][] a = new double[d][];
        for (int i = 0; i < d; i++) {
            a[i] = vertices.get(mode).get(corners[i]);
        }
        double[] normal = solve(a);
        double norm = 0;
        for (double x : normal) {
            norm += x * x;
        }
        norm = Math.sqrt(norm);
        double least = Double.POSITIVE_INFINITY;
        for (double[] corner : a) {
            double inner = 0;
            for (int i = 0; i < d; i++) {
                inner += normal[i] * corner[i];
            }
            least = Math.min(least, inner);
        }
        // The corners' norms are 1 to a few roundings.
        double certain = least - 2 * Rounding.gamma(d + 4) * norm;
        return certain > 0
                ? Rounding.up(norm * (1 + Rounding.gamma(d + 2)) / certain)
                : Double.POSITIVE_INFINITY;
    }

    /** The solution of aᵢᵀn = 1 for all i, by elimination with partial pivoting. */
    private static double[] solve(double[][] rows) {
        int d = rows.length;
        double[][] a = new double[d][];
        for (int i = 0; i < d; i++) {
            a[i] = Arrays.copyOf(rows[i], d + 1);
            a[i][d] = 1;
        }
        for (int k = 0; k < d; k++) {
            swapPivot(a, k);
            for (int i = k + 1; i < d; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j <= d; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        double[] x = new double[d];
        for (int i = d - 1; i >= 0; i--) {
            double sum = a[i][d];
            for (int j = i + 1; j < d; j++) {
                sum -= a[i][j] * x[j];
            }
            x[i] = sum / a[i][i];
        }
        return x;
    }

    private static void swapPivot(double[][] a, int k) {
        int pivot = k;
        for (int i = k + 1; i < a.length; i++) {
            pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
        }
        double[] row = a[k];
        a[k] = a[pivot];
        a[pivot] = row;
    }

    private double distance(int mode, int i, int j) {
        double[] a = vertices.get(mode).get(i);
        double[] b = vertices.get(mode).get(j);
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }

    /** The number of the vertex half way between two others on the sphere. */
    private int midpoint(int mode, int i, int j) {
        long edge = (long) Math.min(i, j) << 32 | Math.max(i, j);
        List<double[]> known = vertices.get(mode);
        return midpoints
                .get(mode)
                .computeIfAbsent(
                        edge,
                        absent -> {
                            known.add(middle(known.get(i), known.get(j)));
                            return known.size() - 1;
                        });
    }

    private static double[] middle(double[] a, double[] b) {
        double[] sum = new double[a.length];
        double square = 0;
        for (int k = 0; k < a.length; k++) {
            sum[k] = a[k] + b[k];
            square += sum[k] * sum[k];
        }
        double norm = Math.sqrt(square);
        for (int k = 0; k < a.length; k++) {
            sum[k] /= norm;
        }
        return sum;
    }

    /** e_1 … e_d, then −e_1 … −e_d. */
    private static List<double[]> axes(int d) {
        List<double[]> axes = new ArrayList<>();
        for (int i = 0; i < 2 * d; i++) {
            double[] axis = new double[d];
            axis[i % d] = i < d ? 1 : -1;
            axes.add(axis);
        }
        return axes;
    }

    /** The corners of the orthants with a first coordinate of at least 0. */
    private static List<int[]> orthants(int d, boolean nonNegative) {
        List<int[]> orthants = new ArrayList<>();
        int count = nonNegative ? 1 : 1 << (d - 1);
        for (int signs = 0; signs < count; signs++) {
            int[] corners = new int[d];
            for (int i = 1; i < d; i++) {
                corners[i] = i + d * (signs >> (i - 1) & 1);
            }
            orthants.add(corners);
        }
        return orthants;
    }

    private static List<int[][]> extended(List<int[][]> products, List<int[]> factors) {
        List<int[][]> longer = new ArrayList<>();
        for (int[][] product : products) {
            for (int[] factor : factors) {
                int[][] next = Arrays.copyOf(product, product.length + 1);
                next[product.length] = factor;
                longer.add(next);
            }
        }
        return longer;
    }

    /** Corners by mode, and an upper bound of f over the cell. */
    private record Cell(int[][] corners, double bound) {}
}
