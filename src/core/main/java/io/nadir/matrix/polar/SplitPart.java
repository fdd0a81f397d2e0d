package io.nadir.matrix.polar;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

/**
 * What may be taken off a matrix before its spectral norm bounds the polar: E with ⟨E, u·vᵀ⟩ at
 * most t times a term of θ wherever E is in t·K. Matrices are m×n row-major without padding.
 */
enum SplitPart {
    /** E ≤ 0, for u ≥ 0 and v ≥ 0; the term is 0. */
    NEGATIVE {
        @Override
        void project(double radius, double[] e, int m, int n) {
            for (int i = 0; i < e.length; i++) {
                e[i] = Math.min(0, e[i]);
            }
        }

        @Override
        double gauge(double[] e, int m, int n) {
            return 0;
        }

        @Override
        double support(double[] w, int m, int n) {
            return 0;
        }
    },
    /** ‖E_{:j}‖₂ ≤ 1, for the term ‖u‖₂‖v‖₁. */
    COLUMNS {
        @Override
        void project(double radius, double[] e, int m, int n) {
            double[] norms = norms(e, m, n);
            for (int j = 0; j < n; j++) {
                norms[j] = norms[j] > radius ? radius / norms[j] : 1;
            }
            for (int i = 0, at = 0; i < m; i++) {
                for (int j = 0; j < n; j++, at++) {
                    e[at] *= norms[j];
                }
            }
        }

        @Override
        double gauge(double[] e, int m, int n) {
            double[] norms = norms(e, m, n);
            return KERNELS.maxAbs(norms, 0, n);
        }

        @Override
        double support(double[] w, int m, int n) {
            double sum = 0;
            for (double norm : norms(w, m, n)) {
                sum += norm;
            }
            return sum;
        }

        private static double[] norms(double[] e, int m, int n) {
            double[] norms = new double[n];
            for (int i = 0, at = 0; i < m; i++) {
                for (int j = 0; j < n; j++, at++) {
                    norms[j] += e[at] * e[at];
                }
            }
            for (int j = 0; j < n; j++) {
                norms[j] = Math.sqrt(norms[j]);
            }
            return norms;
        }
    },
    /** ‖E_{i:}‖₂ ≤ 1, for the term ‖u‖₁‖v‖₂. */
    ROWS {
        @Override
        void project(double radius, double[] e, int m, int n) {
            for (int i = 0; i < m; i++) {
                double norm = norm(e, i, n);
                if (norm > radius) {
                    KERNELS.scale(radius / norm, e, i * n, n);
                }
            }
        }

        @Override
        double gauge(double[] e, int m, int n) {
            double largest = 0;
            for (int i = 0; i < m; i++) {
                largest = Math.max(largest, norm(e, i, n));
            }
            return largest;
        }

        @Override
        double support(double[] w, int m, int n) {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                sum += norm(w, i, n);
            }
            return sum;
        }

        private static double norm(double[] e, int i, int n) {
            return Math.sqrt(KERNELS.dot(e, i * n, e, i * n, n));
        }
    },
    /** |E_ij| ≤ 1, for the term ‖u‖₁‖v‖₁. */
    ENTRIES {
        @Override
        void project(double radius, double[] e, int m, int n) {
            for (int i = 0; i < e.length; i++) {
                e[i] = Math.clamp(e[i], -radius, radius);
            }
        }

        @Override
        double gauge(double[] e, int m, int n) {
            return KERNELS.maxAbs(e, 0, e.length);
        }

        @Override
        double support(double[] w, int m, int n) {
            double sum = 0;
            for (double element : w) {
                sum += Math.abs(element);
            }
            return sum;
        }
    };

    private static final DenseKernels KERNELS = Kernels.get();

    /** e ← the nearest point of radius·K. */
    abstract void project(double radius, double[] e, int m, int n);

    /** Least t with e in t·K, for e in some multiple of K; relative error γ_{max(m,n)+2}. */
    abstract double gauge(double[] e, int m, int n);

    /** max { ⟨w, e⟩ : e in K } for w ≥ 0 where K is unbounded. */
    abstract double support(double[] w, int m, int n);
}
