package io.nadir.certify.bound;

import io.nadir.kernel.Rounding;

/**
 * Largest eigenvalues of symmetric matrices of a few rows, by Jacobi's method: bounds for an inner
 * loop, which a call of LAPACK would dominate.
 */
public final class SmallSymmetric {
    private static final int MOST_SWEEPS = 12;

    private SmallSymmetric() {}

    /**
     * An upper bound of λ_max(G), rounding included.
     *
     * <p>A rotation as computed gives a matrix within 64u‖G‖_F of a similarity of the one before by
     * the exact rotation of tangent t as computed: c and s are off by 5u of themselves, so an
     * element of rows p and q by 8u(|x| + |y|), together less than 16u‖G‖_F; t is off by 8u of
     * itself, which turns by at most 4u and leaves 8u‖G‖_F off the diagonal where 0 is written, and
     * moves t·off by 12u‖G‖_F. What is left off the diagonal counts by its Frobenius norm.
     *
     * @param g n×n, row-major; destroyed
     */
    public static double largest(double[] g, int n) {
        double frobenius = Math.sqrt(squares(g, n, true));
        int rotations = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            if (squares(g, n, false) <= frobenius * frobenius * 0x1p-104) {
                break;
            }
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotations += rotate(g, n, p, q) ? 1 : 0;
                }
            }
        }
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, g[i * n + i]);
        }
        double off = Math.sqrt(squares(g, n, false));
        return Rounding.up(
                largest + off + (64.0 * rotations + 4.0 * n * n) * Rounding.UNIT * frobenius);
    }

    private static double squares(double[] g, int n, boolean withDiagonal) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += i != j || withDiagonal ? g[i * n + j] * g[i * n + j] : 0;
            }
        }
        return sum;
    }

    /** Makes element (p, q) zero; returns whether it was not. */
    private static boolean rotate(double[] g, int n, int p, int q) {
        double off = g[p * n + q];
        if (off == 0) {
            return false;
        }
        double theta = (g[q * n + q] - g[p * n + p]) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < n; k++) {
            if (k != p && k != q) {
                double x = g[k * n + p];
                double y = g[k * n + q];
                g[k * n + p] = c * x - s * y;
                g[p * n + k] = g[k * n + p];
                g[k * n + q] = s * x + c * y;
                g[q * n + k] = g[k * n + q];
            }
        }
        g[p * n + p] -= t * off;
        g[q * n + q] += t * off;
        g[p * n + q] = 0;
        g[q * n + p] = 0;
        return true;
    }
}
