package io.nadir.reference;

import io.nadir.array.Panel;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Gauge;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.NonNegative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Polars of tiny matrices by exhaustive search, with formulas of its own. */
public final class Truth {
    /** In a plane: two peaks may be closer to each other than two degrees. */
    private static final int PLANE_ANGLES = 720;

    private static final int SPHERE_ANGLES = 180;
    private static final int REFINEMENTS = 60;

    /** Peaks of the scan below this share of the best cannot become the best. */
    private static final double NEAR = 0.99;

    private static final List<double[]> PLANE = directions(2);

    private Truth() {}

    /**
     * A direction v, and the most that uᵀZv / (g₁(u)·g₂(v)) is for any u.
     *
     * @param v not copied
     */
    public record Peak(double value, double[] v) {
        Peak higher(Peak other) {
            return other.value > value ? other : this;
        }
    }

    /** The value of the highest of {@link #peaks}. */
    public static double scan(double[][] z, Gauge left, Gauge right) {
        double best = 0;
        for (Peak peak : peaks(z, left, right)) {
            best = Math.max(best, peak.value());
        }
        return best;
    }

    /**
     * Local maxima over v of max over u of uᵀZv / (g₁(u)·g₂(v)), by a scan of all directions v of
     * at most 3 dimensions: the highest, and those that are nearly as high.
     */
    public static List<Peak> peaks(double[][] z, Gauge left, Gauge right) {
        int n = z[0].length;
        if (n == 1) {
            return List.of(
                    at(z, new double[] {1}, left, right), at(z, new double[] {-1}, left, right));
        }
        List<double[]> directions = n == 2 ? PLANE : directions(n);
        double[] values = new double[directions.size()];
        double best = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = value(z, directions.get(i), left, right);
            best = Math.max(best, values[i]);
        }
        List<Peak> peaks = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            boolean peak = i == 0 || i + 1 == values.length || isPeak(values, i);
            if (peak && values[i] > NEAR * best) {
                peaks.add(refine(z, new Peak(values[i], directions.get(i)), left, right));
            }
        }
        return peaks;
    }

    private static Peak at(double[][] z, double[] v, Gauge left, Gauge right) {
        return new Peak(value(z, v, left, right), v);
    }

    private static boolean isPeak(double[] values, int i) {
        return values[i] >= values[i - 1] && values[i] >= values[i + 1];
    }

    private static List<double[]> directions(int n) {
        List<double[]> directions = new ArrayList<>();
        int angles = n == 3 ? SPHERE_ANGLES : PLANE_ANGLES;
        for (int j = 0; j <= (n == 3 ? angles / 2 : 0); j++) {
            double b = n == 3 ? 2 * Math.PI * j / angles : Math.PI / 2;
            for (int i = 0; i < angles; i++) {
                directions.add(direction(n, 2 * Math.PI * i / angles, b));
            }
        }
        return directions;
    }

    /** Pattern search around a direction of the scan; in the plane across it only. */
    private static Peak refine(double[][] z, Peak start, Gauge left, Gauge right) {
        Peak best = start;
        double step = 0.05;
        int n = start.v().length;
        for (int round = 0; round < REFINEMENTS; round++) {
            Peak before = best;
            for (int k = 0; k < (n == 2 ? 2 : 2 * n); k++) {
                double[] v = before.v().clone();
                double signed = k % 2 == 0 ? step : -step;
                if (n == 2) {
                    v[0] -= signed * before.v()[1];
                    v[1] += signed * before.v()[0];
                } else {
                    v[k / 2] += signed;
                }
                best = best.higher(at(z, v, left, right));
            }
            step = best.equals(before) ? 0.5 * step : step;
        }
        return best;
    }

    /**
     * u, v ≥ 0 of norm 1: the top singular values of all subblocks that have nonnegative vectors.
     */
    public static double nonNegative(double[][] z) {
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

    /** g(v). */
    public static double gauge(Gauge gauge, double[] v) {
        double squares = 0;
        double sum = 0;
        for (double x : v) {
            if (gauge instanceof NonNegative && x < 0) {
                return Double.POSITIVE_INFINITY;
            }
            squares += x * x;
            sum += Math.abs(x);
        }
        EuclideanPlusL1 norm = norm(gauge);
        return norm.euclidean() * Math.sqrt(squares) + norm.one() * sum;
    }

    /** min { t : ‖(|z| − bt)₊‖₂ ≤ at }, from the entries in order of size. */
    public static double dual(Gauge gauge, double[] z) {
        EuclideanPlusL1 norm = norm(gauge);
        if (norm.one() == 0 || norm.euclidean() == 0) {
            return single(gauge, norm, z);
        }
        double[] sizes = z.clone();
        for (int i = 0; i < z.length; i++) {
            sizes[i] = gauge instanceof NonNegative ? Math.max(0, z[i]) : Math.abs(z[i]);
        }
        Arrays.sort(sizes);
        double a = norm.euclidean();
        double b = norm.one();
        double sum = 0;
        double squares = 0;
        int count = 0;
        // Those above bt are the largest: more are added until t is at least the next one's.
        for (int i = sizes.length - 1; i >= 0; i--) {
            sum += sizes[i];
            squares += sizes[i] * sizes[i];
            count++;
            double next = i == 0 ? 0 : sizes[i - 1] / b;
            double excess = squares - 2 * sum * b * next + count * b * b * next * next;
            if (excess >= a * a * next * next) {
                break;
            }
        }
        double root = b * b * sum * sum + (a * a - count * b * b) * squares;
        return squares == 0 ? 0 : squares / (b * sum + Math.sqrt(Math.max(0, root)));
    }

    private static double single(Gauge gauge, EuclideanPlusL1 norm, double[] z) {
        double squares = 0;
        double largest = 0;
        for (double x : z) {
            double size = gauge instanceof NonNegative ? Math.max(0, x) : Math.abs(x);
            squares += size * size;
            largest = Math.max(largest, size);
        }
        return norm.one() == 0 ? Math.sqrt(squares) / norm.euclidean() : largest / norm.one();
    }

    /** The norm of a gauge, its sign left out. */
    public static EuclideanPlusL1 norm(Gauge gauge) {
        return (EuclideanPlusL1) (gauge instanceof NonNegative signed ? signed.norm() : gauge);
    }

    private static double[] direction(int n, double a, double b) {
        double[] v = {Math.cos(a) * Math.sin(b), Math.sin(a) * Math.sin(b), Math.cos(b)};
        return n == 3 ? v : new double[] {v[0], v[1]};
    }
}
