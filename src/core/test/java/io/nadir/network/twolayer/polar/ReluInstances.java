package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;

import java.util.Random;

/** Instances of polars of two-layer networks, Gaussian and made to fool. */
final class ReluInstances {
    /** Kinds of inputs. */
    static final int KINDS = 10;

    private ReluInstances() {}

    /**
     * Gaussian; with a constant column; duplicates; opposite rows; zero rows; all on a line; on a
     * coarse grid; nearly parallel; of very different lengths; equally spaced on a circle.
     */
    static double[][] inputs(Random random, int kind, int n, int d) {
        double[][] s = gaussian(random, n, d, 1);
        for (int i = 0; i < n; i++) {
            double[] first = s[0];
            double length = Math.pow(10, random.nextInt(9) - 4);
            for (int j = 0; j < d; j++) {
                s[i][j] =
                        switch (kind) {
                            case 1 -> j == d - 1 ? 1 : s[i][j];
                            case 2 -> i % 3 > 0 ? s[i - 1][j] : s[i][j];
                            case 3 -> i % 2 == 1 ? -s[i - 1][j] : s[i][j];
                            case 4 -> i % 2 == 1 ? 0 : s[i][j];
                            case 5 -> i > 0 ? (i % 2 == 0 ? i : -0.5 * i) * first[j] : s[i][j];
                            case 6 -> random.nextInt(3) - 1;
                            case 7 -> i > 0 ? first[j] + 1e-13 * s[i][j] : s[i][j];
                            case 8 -> length * s[i][j];
                            case 9 -> Math.cos(2 * Math.PI * i / n - Math.PI / 2 * j);
                            default -> s[i][j];
                        };
            }
        }
        return s;
    }

    /** Gaussian; positive; negative; alternating equal; with zero rows. */
    static double[][] dual(Random random, int kind, int n, int q) {
        double[][] z = gaussian(random, n, q, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < q; j++) {
                z[i][j] =
                        switch (kind) {
                            case 1 -> Math.abs(z[i][j]);
                            case 2 -> -Math.abs(z[i][j]);
                            case 3 -> i % 2 == 0 ? 1 : -1;
                            case 4 -> i % 3 == 2 ? 0 : z[i][j];
                            default -> z[i][j];
                        };
            }
        }
        return z;
    }

    static double[][] gaussian(Random random, int n, int d, double scale) {
        double[][] a = new double[n][d];
        for (double[] row : a) {
            for (int j = 0; j < d; j++) {
                row[j] = scale * random.nextGaussian();
            }
        }
        return a;
    }

    static Panel panel(double[][] a) {
        Panel panel = Panel.zeros(a.length, a[0].length);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                panel.set(i, j, a[i][j]);
            }
        }
        return panel;
    }

    static double[][] scaled(double[][] a, double scale) {
        double[][] b = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                b[i][j] = scale * a[i][j];
            }
        }
        return b;
    }

    /** f for S, Z and a. */
    static ReluFunction function(double[][] s, double[][] z, double a) {
        return new ReluFunction(panel(s), panel(z), a);
    }
}
