package io.nadir.reference;

/**
 * The relaxation of max ‖Zᵀσ(S·w)‖², ‖w‖ ≤ 1, σ(t) = t₊ − a(−t)₊, where some elements of S·w have
 * given signs, as a semidefinite program in y = (α, w), α_n = |s_n·w| for the other ones. Of these,
 * p = ½(α + S·w) and m = ½(α − S·w) are at least 0 and p_nm_n = 0; the former, with their signs,
 * are at least 0, too. So are all products.
 */
public final class ReluSdp {
    private final double[][] s;
    private final int[] signs;
    private final int free;
    private final int order;

    private ReluSdp(double[][] s, int[] signs) {
        this.s = s;
        this.signs = signs;
        int count = 0;
        for (int sign : signs) {
            count += sign == 0 ? 1 : 0;
        }
        this.free = count;
        this.order = count + s[0].length;
    }

    /**
     * The program.
     *
     * @param a the slope
     * @param signs of the elements of S·w; 0 if not given
     */
    public static SemidefiniteProgram of(double[][] s, double[][] z, double a, int[] signs) {
        return new ReluSdp(s, signs).program(z, a);
    }

    private SemidefiniteProgram program(double[][] z, double a) {
        SemidefiniteProgram program = new SemidefiniteProgram();
        int bound = program.nonNegativeVariable(1);
        int block = program.matrix(order);
        for (int i = free; i < order; i++) {
            program.element(block, i, i).plus(1, bound);
        }
        double[][] h = outputs(z, a);
        for (int i = 0; i < order; i++) {
            for (int j = i; j < order; j++) {
                double sum = 0;
                for (double[] row : h) {
                    sum += row[i] * row[j];
                }
                program.element(block, i, j).plus(-sum);
            }
        }
        double[][] x = parts();
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                boolean zero = i < free && j == i + free;
                int t = zero ? program.variable(0) : program.nonNegativeVariable(0);
                for (int k = 0; k < order; k++) {
                    for (int l = k; l < order; l++) {
                        double product = x[i][k] * x[j][l] + x[i][l] * x[j][k];
                        program.element(block, k, l).plus(-product, t);
                    }
                }
            }
        }
        return program;
    }

    /** H: Zᵀσ(S·w) = H·(α, w). */
    private double[][] outputs(double[][] z, double a) {
        double[][] h = new double[z[0].length][order];
        for (int n = 0, at = 0; n < s.length; n++) {
            double slope = signs[n] == 0 ? 0.5 * (1 + a) : signs[n] > 0 ? 1 : a;
            for (int j = 0; j < h.length; j++) {
                for (int k = 0; k < s[n].length; k++) {
                    h[j][free + k] += slope * z[n][j] * s[n][k];
                }
                if (signs[n] == 0) {
                    h[j][at] = 0.5 * (1 - a) * z[n][j];
                }
            }
            at += signs[n] == 0 ? 1 : 0;
        }
        return h;
    }

    /** p, m and what has a sign, as linear functions of (α, w). */
    private double[][] parts() {
        double[][] x = new double[free + s.length][order];
        int at = 0;
        int given = 2 * free;
        for (int n = 0; n < s.length; n++) {
            for (int k = 0; k < s[n].length; k++) {
                if (signs[n] == 0) {
                    x[at][free + k] = 0.5 * s[n][k];
                    x[free + at][free + k] = -0.5 * s[n][k];
                } else {
                    x[given][free + k] = signs[n] * s[n][k];
                }
            }
            if (signs[n] == 0) {
                x[at][at] = 0.5;
                x[free + at][at] = 0.5;
                at++;
            } else {
                given++;
            }
        }
        return x;
    }
}
