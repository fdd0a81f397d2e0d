package io.nadir.reference;

import java.util.Arrays;
import java.util.stream.IntStream;

/** min over c ≥ 0 of ½cᵀGc − bᵀc for small G, by the active sets of Lawson and Hanson. */
final class NonNegativeQuadratic {
    private static final int MOST_CHANGES = 200;
    private static final double TOLERANCE = 1e-13;

    private final double[][] g;
    private final double[] b;
    private final boolean[] free;
    private double[] c;

    private NonNegativeQuadratic(double[][] g, double[] b) {
        this.g = g;
        this.b = b;
        this.free = new boolean[b.length];
        this.c = new double[b.length];
    }

    static double[] minimize(double[][] g, double[] b) {
        return new NonNegativeQuadratic(g, b).run();
    }

    private double[] run() {
        for (int change = 0; change < MOST_CHANGES; change++) {
            int entering = steepest();
            if (entering < 0) {
                break;
            }
            free[entering] = true;
            if (!moveToMinimum()) {
                free[entering] = false;
                c[entering] = 0;
                break;
            }
        }
        return c;
    }

    /** The number at 0 whose growth lowers the value most; −1 if none does. */
    private int steepest() {
        int best = -1;
        double most = 0;
        for (int k = 0; k < b.length; k++) {
            double slope = b[k];
            double size = Math.abs(b[k]);
            for (int l = 0; l < b.length; l++) {
                slope -= g[k][l] * c[l];
                size += Math.abs(g[k][l] * c[l]);
            }
            double share = slope / Math.sqrt(g[k][k]);
            if (!free[k] && slope > TOLERANCE * size && share > most) {
                most = share;
                best = k;
            }
        }
        return best;
    }

    /** To the minimum over the free numbers, leaving out those that reach 0 on the way. */
    private boolean moveToMinimum() {
        while (true) {
            double[] target = solve();
            double step = 1;
            int blocking = -1;
            for (int k = 0; k < c.length; k++) {
                if (Double.isNaN(target[k])) {
                    return false;
                }
                if (free[k] && target[k] <= 0 && c[k] / (c[k] - target[k]) < step) {
                    step = c[k] / (c[k] - target[k]);
                    blocking = k;
                }
            }
            for (int k = 0; k < c.length; k++) {
                c[k] = free[k] ? Math.max(0, c[k] + step * (target[k] - c[k])) : 0;
            }
            if (blocking < 0) {
                return true;
            }
            free[blocking] = false;
            c[blocking] = 0;
        }
    }

    /** G_FF⁻¹b_F by elimination; 0 elsewhere. NaN where G_FF is singular. */
    private double[] solve() {
        int[] at = IntStream.range(0, b.length).filter(k -> free[k]).toArray();
        double[][] a = new double[at.length][at.length + 1];
        for (int i = 0; i < at.length; i++) {
            for (int j = 0; j < at.length; j++) {
                a[i][j] = g[at[i]][at[j]];
            }
            a[i][at.length] = b[at[i]];
        }
        double[] target = new double[b.length];
        for (int i = 0; i < at.length; i++) {
            if (!(a[i][i] > 1e-15 * g[at[i]][at[i]])) {
                Arrays.fill(target, Double.NaN);
                return target;
            }
            for (int row = i + 1; row < at.length; row++) {
                double factor = a[row][i] / a[i][i];
                for (int j = i; j <= at.length; j++) {
                    a[row][j] -= factor * a[i][j];
                }
            }
        }
        for (int i = at.length - 1; i >= 0; i--) {
            double sum = a[i][at.length];
            for (int j = i + 1; j < at.length; j++) {
                sum -= a[i][j] * target[at[j]];
            }
            target[at[i]] = sum / a[i][i];
        }
        return target;
    }
}
