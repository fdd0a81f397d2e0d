package io.nadir.reference;

/**
 * Relaxations of polars under norms a‖·‖₂ + b‖·‖₁ for vectors of given ratios of the two norms, as
 * semidefinite programs.
 */
public final class NormSumSdp {
    private final SemidefiniteProgram program = new SemidefiniteProgram();
    private final int bound = program.nonNegativeVariable(1);
    private final int block;

    /**
     * What is known of unit vectors.
     *
     * @param nonNegative that none of their elements is negative
     * @param sum their 1-norm; 0 if it is not known
     */
    public record Side(boolean nonNegative, double sum) {}

    private NormSumSdp(int order) {
        this.block = program.matrix(order);
        for (int i = 0; i < order; i++) {
            program.element(block, i, i).plus(1, bound);
        }
    }

    /** max vᵀZᵀZv. */
    public static SemidefiniteProgram square(double[][] z, Side side) {
        int n = z[0].length;
        NormSumSdp sdp = new NormSumSdp(n);
        double[][] gram = gram(z);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                sdp.program.element(sdp.block, i, j).plus(-gram[i][j]);
            }
        }
        sdp.limit(0, n, 0, n, side.nonNegative, side.sum * side.sum);
        return sdp.program;
    }

    /** The same with v = p − m, p, m ≥ 0, p_jm_j = 0. */
    public static SemidefiniteProgram split(double[][] z, double sum) {
        int n = z[0].length;
        NormSumSdp sdp = new NormSumSdp(2 * n);
        double[][] gram = gram(z);
        for (int i = 0; i < 2 * n; i++) {
            for (int j = i; j < 2 * n; j++) {
                double sign = i < n == j < n ? 1 : -1;
                sdp.program.element(sdp.block, i, j).plus(-sign * gram[i % n][j % n]);
            }
        }
        int most = sdp.program.nonNegativeVariable(sum * sum);
        for (int i = 0; i < 2 * n; i++) {
            for (int j = i; j < 2 * n; j++) {
                int t = sdp.multiplier(i, j);
                if (j != i + n) {
                    sdp.program.atLeastZero().plus(1, most).plus(1, t);
                }
            }
        }
        return sdp.program;
    }

    /** max uᵀZv = kᵀ[0 Z; Zᵀ 0]k for k = (u, v)/√2. */
    public static SemidefiniteProgram joint(double[][] z, Side left, Side right) {
        int m = z.length;
        int n = z[0].length;
        NormSumSdp sdp = new NormSumSdp(m + n);
        int balance = sdp.program.variable(0);
        for (int i = 0; i < m + n; i++) {
            sdp.program.element(sdp.block, i, i).plus(i < m ? -1 : 1, balance);
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                sdp.program.element(sdp.block, i, m + j).plus(-z[i][j]);
            }
        }
        boolean both = left.nonNegative && right.nonNegative;
        sdp.limit(0, m, 0, m, left.nonNegative, 0.5 * left.sum * left.sum);
        sdp.limit(m, n, m, n, right.nonNegative, 0.5 * right.sum * right.sum);
        sdp.limit(0, m, m, n, both, left.sum * right.sum);
        return sdp.program;
    }

    /**
     * Subtracts T in a block of K whose magnitudes sum up to {@code sum}, with those of the block
     * opposite to it.
     */
    private void limit(int top, int rows, int left, int columns, boolean nonNegative, double sum) {
        if (sum == 0 && !nonNegative) {
            return;
        }
        int most = sum > 0 ? program.nonNegativeVariable(sum) : 0;
        for (int i = top; i < top + rows; i++) {
            for (int j = Math.max(i, left); j < left + columns; j++) {
                int t = multiplier(i, j);
                SemidefiniteProgram.Affine lower = program.atLeastZero().plus(1, t);
                if (sum > 0) {
                    lower.plus(1, most);
                    if (!nonNegative) {
                        program.atLeastZero().plus(1, most).plus(-1, t);
                    }
                }
            }
        }
    }

    private int multiplier(int i, int j) {
        int t = program.variable(0);
        program.element(block, i, j).plus(-1, t);
        return t;
    }

    private static double[][] gram(double[][] z) {
        int n = z[0].length;
        double[][] gram = new double[n][n];
        for (double[] row : z) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    gram[i][j] += row[i] * row[j];
                }
            }
        }
        return gram;
    }
}
