package io.nadir.certify.relaxation;

import java.util.Arrays;

/** Relaxations of polars whose values are known otherwise. */
final class Relaxations {
    private Relaxations() {}

    /** Of max { kᵀCk : k ≥ 0 }: K ≥ 0 elementwise. Exact for n ≤ 4 (Diananda 1962). */
    record NonNegative(int order, double[] objective) implements Relaxation {
        @Override
        public double adjointError(double[] t, double size) {
            return 0;
        }

        @Override
        public void proximal(double[] t, double step) {
            for (int i = 0; i < t.length; i++) {
                t[i] = Math.max(0, t[i]);
            }
        }
    }

    /** Of max { kᵀCk : k = a⊗b }, a of p and b of q elements: K is its partial transpose. */
    record Product(int p, int q, double[] objective) implements Relaxation {
        @Override
        public int order() {
            return p * q;
        }

        @Override
        public int multiplierLength() {
            return p * q * p * q;
        }

        @Override
        public void lift(double[] k, double[] y) {
            Arrays.fill(y, 0);
            addAdjoint(k, y);
        }

        @Override
        public void addAdjoint(double[] t, double[] h) {
            int n = p * q;
            for (int a = 0; a < p; a++) {
                for (int b = 0; b < p; b++) {
                    for (int i = 0; i < q; i++) {
                        for (int j = 0; j < q; j++) {
                            int at = (a * q + i) * n + b * q + j;
                            h[at] += 0.5 * (t[at] - t[(b * q + i) * n + a * q + j]);
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

    /** Of max { kᵀCk : ‖k‖₁² ≤ limit }: Σ|K_ij| ≤ limit, so h(t) = limit·max|t|. */
    record Sparse(int order, double[] objective, double limit) implements Relaxation {
        /** Clips: t less its projection on the ℓ₁ ball of that radius. */
        @Override
        public void proximal(double[] t, double step) {
            double radius = step * limit;
            double[] sizes = Arrays.stream(t).map(Math::abs).sorted().toArray();
            double sum = 0;
            double level = Double.POSITIVE_INFINITY;
            for (int i = sizes.length - 1, count = 1; i >= 0; i--, count++) {
                sum += sizes[i];
                if (i == 0 || (sum - radius) / count >= sizes[i - 1]) {
                    level = Math.max(0, (sum - radius) / count);
                    break;
                }
            }
            for (int i = 0; i < t.length; i++) {
                t[i] = Math.clamp(t[i], -level, level);
            }
        }

        @Override
        public double cost(double[] t) {
            return limit * Arrays.stream(t).map(Math::abs).max().orElse(0) * (1 + 0x1p-50);
        }
    }
}
