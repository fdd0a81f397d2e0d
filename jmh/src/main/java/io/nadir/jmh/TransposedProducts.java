package io.nadir.jmh;

import io.nadir.certify.relaxation.Relaxation;

import java.util.Arrays;
import java.util.Random;

/**
 * max { kᵀCk : k = a⊗b, ‖k‖ ≤ 1 }, a of p and b of q elements, relaxed by K = its partial
 * transpose; or by nothing beyond the norm. C = ZᵀZ for a sum of outer products with noise.
 *
 * @param p elements of a
 * @param q elements of b
 * @param isFree whether there are no multipliers
 */
record TransposedProducts(int p, int q, boolean isFree, double[] objective) implements Relaxation {
    private static final int TERMS = 8;
    private static final double NOISE = 0.05;

    static TransposedProducts random(int p, int q, boolean isFree) {
        Random random = new Random(1);
        int n = p * q;
        int rows = n / 4 + TERMS;
        double[] z = random.doubles((long) rows * n, -NOISE, NOISE).toArray();
        for (int r = 0; r < TERMS; r++) {
            double[] a = random.doubles(p, -1, 1).toArray();
            double[] b = random.doubles(q, -1, 1).toArray();
            for (int at = 0; at < n; at++) {
                z[r * n + at] += a[at / q] * b[at % q];
            }
        }
        double[] c = new double[n * n];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += z[r * n + i] * z[r * n + j];
                }
            }
        }
        return new TransposedProducts(p, q, isFree, c);
    }

    @Override
    public int order() {
        return p * q;
    }

    @Override
    public int multiplierLength() {
        return isFree ? 0 : objective.length;
    }

    @Override
    public void lift(double[] k, double[] y) {
        if (!isFree) {
            Arrays.fill(y, 0);
            addAdjoint(k, y);
        }
    }

    /** ½(1 − Γ), Γ the transposition of the blocks. */
    @Override
    public void addAdjoint(double[] t, double[] h) {
        int n = p * q;
        for (int a = 0; a < p && !isFree; a++) {
            for (int i = 0; i < q; i++) {
                for (int b = 0; b < p; b++) {
                    int to = (a * q + i) * n + b * q;
                    int swapped = (b * q + i) * n + a * q;
                    for (int j = 0; j < q; j++) {
                        h[to + j] += 0.5 * (t[to + j] - t[swapped + j]);
                    }
                }
            }
        }
    }

    @Override
    public void proximal(double[] t, double step) {
        // Every multiplier will do.
    }
}
