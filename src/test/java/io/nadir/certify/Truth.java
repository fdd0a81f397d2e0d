package io.nadir.certify;

import io.nadir.kernel.Panel;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Gauge;
import io.nadir.model.MixedNorm;
import io.nadir.model.NonNegative;

import java.util.ArrayList;
import java.util.List;

/** Polars of tiny matrices by exhaustive search, with formulas of its own. */
final class Truth {
    private static final int ANGLES = 180;
    private static final int REFINEMENTS = 60;

    /** Peaks of the scan below this share of the best cannot become the best. */
    private static final double NEAR = 0.99;

    private static final List<double[]> PLANE = directions(2);

    private Truth() {}

    /**
     * max over u, v of uᵀZv / (g₁(u)·g₂(v)), by a scan of all directions v of at most 3 dimensions.
     */
    static double scan(double[][] z, Gauge left, Gauge right) {
        int n = z[0].length;
        if (n == 1) {
            double[] minus = {-1};
            return Math.max(value(z, new double[] {1}, left, right), value(z, minus, left, right));
        }
        List<double[]> directions = n == 2 ? PLANE : directions(n);
        double[] values = new double[directions.size()];
        double best = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = value(z, directions.get(i), left, right);
            best = Math.max(best, values[i]);
        }
        double refined = best;
        for (int i = 0; i < values.length; i++) {
            boolean peak = i == 0 || i + 1 == values.length || isPeak(values, i);
            if (peak && values[i] > NEAR * best) {
                refined = Math.max(refined, refine(z, directions.get(i), values[i], left, right));
            }
        }
        return refined;
    }

    private static boolean isPeak(double[] values, int i) {
        return values[i] >= values[i - 1] && values[i] >= values[i + 1];
    }

    private static List<double[]> directions(int n) {
        List<double[]> directions = new ArrayList<>();
        for (int j = 0; j <= (n == 3 ? ANGLES / 2 : 0); j++) {
            double b = n == 3 ? 2 * Math.PI * j / ANGLES : Math.PI / 2;
            for (int i = 0; i < ANGLES; i++) {
                directions.add(direction(n, 2 * Math.PI * i / ANGLES, b));
            }
        }
        return directions;
    }

    /** Pattern search around the best direction of the scan. */
    private static double refine(
            double[][] z, double[] start, double known, Gauge left, Gauge right) {
        double[] v = start.clone();
        double best = known;
        double step = 0.05;
        for (int round = 0; round < REFINEMENTS; round++) {
            boolean better = false;
            for (int k = 0; k < 2 * v.length; k++) {
                double[] other = v.clone();
                other[k / 2] += (k % 2 == 0 ? 1 : -1) * step;
                double value = value(z, other, left, right);
                if (value > best) {
                    best = value;
                    v = other;
                    better = true;
                }
            }
            step = better ? step : 0.5 * step;
        }
        return best;
    }

    /**
     * u, v ≥ 0 of norm 1: the top singular values of all subblocks that have nonnegative vectors.
     */
    static double nonNegative(double[][] z) {
        double best = 0;
        for (int rows = 1; rows < 1 << z.length; rows++) {
            for (int columns = 1; columns < 1 << z[0].length; columns++) {
                Panel block = block(z, rows, columns);
                SmallDense.Svd svd = SmallDense.svd(block);
                if (svd.values()[0] > best
                        && (allOfSign(svd.u(), svd.v(), 1) || allOfSign(svd.u(), svd.v(), -1))) {
                    best = svd.values()[0];
                }
            }
        }
        return best;
    }

    private static boolean allOfSign(Panel u, Panel v, double sign) {
        boolean all = true;
        for (int i = 0; i < u.rows(); i++) {
            all &= sign * u.get(i, 0) >= -1e-12;
        }
        for (int j = 0; j < v.rows(); j++) {
            all &= sign * v.get(j, 0) >= -1e-12;
        }
        return all;
    }

    private static Panel block(double[][] z, int rows, int columns) {
        Panel block = Panel.zeros(Integer.bitCount(rows), Integer.bitCount(columns));
        int row = 0;
        for (int i = 0; i < z.length; i++) {
            if ((rows >> i & 1) == 0) {
                continue;
            }
            int column = 0;
            for (int j = 0; j < z[0].length; j++) {
                if ((columns >> j & 1) != 0) {
                    block.set(row, column++, z[i][j]);
                }
            }
            row++;
        }
        return block;
    }

    private static double value(double[][] z, double[] v, Gauge left, Gauge right) {
        double size = gauge(right, v);
        if (!(size > 0) || size == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double[] image = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < v.length; j++) {
                image[i] += z[i][j] * v[j];
            }
        }
        return dual(left, image) / size;
    }

    private static double gauge(Gauge gauge, double[] v) {
        double squares = 0;
        double sum = 0;
        for (double x : v) {
            if (gauge instanceof NonNegative && x < 0) {
                return Double.POSITIVE_INFINITY;
            }
            squares += x * x;
            sum += Math.abs(x);
        }
        MixedNorm norm = norm(gauge);
        return norm.euclidean() * Math.sqrt(squares) + norm.one() * sum;
    }

    /** min { t : ‖(|z| − bt)₊‖₂ ≤ at } by bisection. */
    private static double dual(Gauge gauge, double[] z) {
        MixedNorm norm = norm(gauge);
        if (norm.one() == 0 || norm.euclidean() == 0) {
            return single(gauge, norm, z);
        }
        double low = 0;
        double high = 0;
        for (double x : z) {
            high += Math.abs(x) / Math.max(norm.euclidean(), norm.one());
        }
        for (int i = 0; i < 60; i++) {
            double t = 0.5 * (low + high);
            double squares = 0;
            for (double x : z) {
                double size = gauge instanceof NonNegative ? Math.max(0, x) : Math.abs(x);
                double excess = Math.max(0, size - norm.one() * t);
                squares += excess * excess;
            }
            if (Math.sqrt(squares) <= norm.euclidean() * t) {
                high = t;
            } else {
                low = t;
            }
        }
        return low;
    }

    private static double single(Gauge gauge, MixedNorm norm, double[] z) {
        double squares = 0;
        double largest = 0;
        for (double x : z) {
            double size = gauge instanceof NonNegative ? Math.max(0, x) : Math.abs(x);
            squares += size * size;
            largest = Math.max(largest, size);
        }
        return norm.one() == 0 ? Math.sqrt(squares) / norm.euclidean() : largest / norm.one();
    }

    private static MixedNorm norm(Gauge gauge) {
        return (MixedNorm) (gauge instanceof NonNegative signed ? signed.norm() : gauge);
    }

    private static double[] direction(int n, double a, double b) {
        double[] v = {Math.cos(a) * Math.sin(b), Math.sin(a) * Math.sin(b), Math.cos(b)};
        return n == 3 ? v : new double[] {v[0], v[1]};
    }
}
