package io.nadir.reference;

import io.nadir.array.Panel;
import io.nadir.kernel.SmallDense;

import java.util.ArrayList;
import java.util.List;

/**
 * The maximum of ‖Zᵀσ(S·w)‖ over the unit sphere by enumeration, with plain loops of its own. Every
 * candidate is a point that f is evaluated at, so that what is found is never above the truth.
 */
public final class ReluTruth {
    private final double[][] s;
    private final double[][] z;
    private final double a;
    private double best;

    private ReluTruth(double[][] s, double[][] z, double a) {
        this.s = s;
        this.z = z;
        this.a = a;
    }

    public static double value(double[][] s, double[][] z, double a, double[] w) {
        double[] y = new double[z[0].length];
        double size = 0;
        for (double x : w) {
            size += x * x;
        }
        if (size == 0) {
            return 0;
        }
        for (int i = 0; i < s.length; i++) {
            double t = 0;
            for (int j = 0; j < w.length; j++) {
                t += s[i][j] * w[j];
            }
            t = Math.max(t, a * t);
            for (int j = 0; j < y.length; j++) {
                y[j] += z[i][j] * t;
            }
        }
        double sum = 0;
        for (double x : y) {
            sum += x * x;
        }
        return Math.sqrt(sum / size);
    }

    /**
     * All 3^N patterns of positive, negative and zero rows: the top singular vector of Zᵀ D S on
     * the complement of the zero rows. The maximum is one of them: on the smallest face of the
     * arrangement that holds it, it is a maximum of a quadratic over a sphere, and if that has
     * several, one lies on a smaller face.
     */
    public static double allPatterns(double[][] s, double[][] z, double a) {
        ReluTruth truth = new ReluTruth(s, z, a);
        truth.patterns(new int[s.length], 0);
        return truth.best;
    }

    private void patterns(int[] signs, int i) {
        if (i == signs.length) {
            critical(signs);
            return;
        }
        for (int sign = -1; sign <= 1; sign++) {
            signs[i] = sign;
            patterns(signs, i + 1);
        }
    }

    private void critical(int[] signs) {
        List<double[]> normals = new ArrayList<>();
        for (int i = 0; i < signs.length; i++) {
            if (signs[i] == 0) {
                addNormal(normals, s[i]);
            }
        }
        if (normals.size() < s[0].length) {
            top(jacobian(signs), normals);
        }
    }

    private double[][] jacobian(int[] signs) {
        double[][] m = new double[z[0].length][s[0].length];
        for (int i = 0; i < signs.length; i++) {
            double slope = signs[i] > 0 ? 1 : a;
            for (int j = 0; j < m.length; j++) {
                for (int k = 0; k < m[j].length; k++) {
                    m[j][k] += slope * z[i][j] * s[i][k];
                }
            }
        }
        return m;
    }

    /** Evaluates f at the top singular vectors, both signs, on the complement of the normals. */
    private void top(double[][] m, List<double[]> normals) {
        int d = s[0].length;
        Panel restricted = Panel.zeros(m.length + normals.size(), d);
        for (int i = 0; i < m.length; i++) {
            double[] row = m[i].clone();
            removeAll(normals, row);
            for (int j = 0; j < d; j++) {
                restricted.set(i, j, row[j]);
            }
        }
        SmallDense.Svd svd = SmallDense.svd(restricted);
        double[] w = new double[d];
        for (int j = 0; j < d; j++) {
            w[j] = svd.v().get(j, 0);
        }
        removeAll(normals, w);
        evaluateBoth(w);
    }

    private void evaluateBoth(double[] w) {
        double[] opposite = new double[w.length];
        for (int j = 0; j < w.length; j++) {
            opposite[j] = -w[j];
        }
        best = Math.max(best, Math.max(value(s, z, a, w), value(s, z, a, opposite)));
    }

    private static void addNormal(List<double[]> normals, double[] row) {
        double size = norm(row);
        if (size == 0) {
            return;
        }
        double[] rest = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            rest[j] = row[j] / size;
        }
        for (int round = 0; round < 2; round++) {
            removeAll(normals, rest);
            double left = norm(rest);
            if (left < 1e-9) {
                return;
            }
            for (int j = 0; j < rest.length; j++) {
                rest[j] /= left;
            }
        }
        normals.add(rest);
    }

    private static void removeAll(List<double[]> normals, double[] x) {
        for (double[] n : normals) {
            double c = 0;
            for (int j = 0; j < x.length; j++) {
                c += n[j] * x[j];
            }
            for (int j = 0; j < x.length; j++) {
                x[j] -= c * n[j];
            }
        }
    }

    /** ‖x‖ at any scale. */
    public static double norm(double[] x) {
        double largest = 0;
        for (double e : x) {
            largest = Math.max(largest, Math.abs(e));
        }
        double sum = 0;
        for (double e : x) {
            sum += largest == 0 ? 0 : (e / largest) * (e / largest);
        }
        return largest * Math.sqrt(sum);
    }

    /** In one dimension, for any N. */
    public static double line(double[][] s, double[][] z, double a) {
        double[] plus = {1};
        double[] minus = {-1};
        return Math.max(value(s, z, a, plus), value(s, z, a, minus));
    }

    /**
     * In the plane, for any N: the ends of all arcs between critical angles, and the top singular
     * vectors of the pattern in the middle of each.
     */
    public static double plane(double[][] s, double[][] z, double a) {
        ReluTruth truth = new ReluTruth(s, z, a);
        List<Double> angles = new ArrayList<>();
        for (double[] row : s) {
            double angle = Math.atan2(row[1], row[0]);
            for (int k = 0; k < 4; k++) {
                angles.add(Math.IEEEremainder(angle + k * Math.PI / 2, 2 * Math.PI));
            }
        }
        angles.sort(Double::compare);
        for (int k = 0; k < angles.size(); k++) {
            double next = k + 1 < angles.size() ? angles.get(k + 1) : angles.get(0) + 2 * Math.PI;
            double[] middle = direction(0.5 * (angles.get(k) + next));
            truth.evaluateBoth(direction(angles.get(k)));
            truth.evaluateBoth(middle);
            truth.top(truth.jacobian(truth.signs(middle)), List.of());
        }
        return truth.best;
    }

    /**
     * In space, for any N: the crossings of all pairs of great circles; the arcs between them on
     * each circle; the cells around each crossing. The rows themselves, in case all are on a line.
     */
    public static double space(double[][] s, double[][] z, double a) {
        ReluTruth truth = new ReluTruth(s, z, a);
        for (int i = 0; i < s.length; i++) {
            List<double[]> normals = new ArrayList<>();
            addNormal(normals, s[i]);
            truth.evaluateBoth(s[i]);
            for (int j = 0; j < s.length && !normals.isEmpty(); j++) {
                double[] crossing = cross(s[i], s[j]);
                double size = norm(crossing);
                if (size > 0) {
                    truth.around(crossing, size, s[i], s[j], normals);
                }
            }
        }
        return truth.best;
    }

    private void around(
            double[] crossing,
            double size,
            double[] first,
            double[] second,
            List<double[]> normals) {
        evaluateBoth(crossing);
        double step = 1e-5;
        double x = norm(first);
        double y = norm(second);
        for (int pattern = 0; pattern < 18; pattern++) {
            double sign = pattern < 9 ? 1 : -1;
            double along = step * (pattern % 3 - 1);
            double across = step * (pattern / 3 % 3 - 1);
            double[] w = new double[3];
            for (int j = 0; j < 3; j++) {
                w[j] = sign * crossing[j] / size + along * first[j] / x + across * second[j] / y;
            }
            int[] signs = signs(w);
            top(jacobian(signs), List.of());
            top(jacobian(signs), normals);
        }
    }

    private int[] signs(double[] w) {
        int[] signs = new int[s.length];
        for (int i = 0; i < s.length; i++) {
            double t = 0;
            for (int j = 0; j < w.length; j++) {
                t += s[i][j] * w[j];
            }
            signs[i] = (int) Math.signum(t);
        }
        return signs;
    }

    private static double[] direction(double angle) {
        return new double[] {Math.cos(angle), Math.sin(angle)};
    }

    private static double[] cross(double[] x, double[] y) {
        return new double[] {
            x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]
        };
    }
}
