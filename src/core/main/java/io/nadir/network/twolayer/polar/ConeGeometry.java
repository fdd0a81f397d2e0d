package io.nadir.network.twolayer.polar;

import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

/**
 * A simplicial cone {Σ μ_k u_k : μ ≥ 0} inside one orthant, u_k = v_k/‖v_k‖ for vertices v_k on the
 * octahedron Σ|x_j| = 1 with dyadic coordinates.
 *
 * <p>A midpoint of two vertices is formed without rounding, so that two halves cover the whole
 * exactly. What else is computed: the û_k, each element with a relative error of at most γ_{r+4}.
 */
final class ConeGeometry {
    /** Error of an inner product of two û: γ_r of the product, 2γ_{r+4} of the factors. */
    private final double innerError;

    private final int r;
    private final double[] vertices;
    private final double[] units;
    private final double spread;
    private int from;
    private int to = 1;

    /**
     * Takes vertices.
     *
     * @param vertices r×r, a vertex in each row; kept
     */
    ConeGeometry(double[] vertices, int r) {
        this.r = r;
        this.vertices = vertices;
        this.units = new double[r * r];
        this.innerError = 4 * Rounding.gamma(r + 4.0);
        for (int k = 0; k < r; k++) {
            double size = Math.sqrt(dot(vertices, k, vertices, k));
            for (int j = 0; j < r; j++) {
                units[k * r + j] = vertices[k * r + j] / size;
            }
        }
        this.spread = spread(smallestInner());
    }

    /** The û_k, a row each; shared. */
    double[] units() {
        return units;
    }

    /** The v_k, a row each; shared. */
    double[] vertices() {
        return vertices;
    }

    /** û_j·û_k. */
    double inner(int j, int k) {
        return dot(units, j, units, k);
    }

    /**
     * Upper bound of Σμ_k over the Σμ_k u_k of norm 1, at most √r but for rounding: with c the
     * smallest u_j·u_k, 1 = Σμ_jμ_k u_j·u_k ≥ (Σμ)²(1 − (1 − 1/r)(1 − c)).
     */
    double spread() {
        return spread;
    }

    /** The direction in the middle, of norm 1. */
    double[] center() {
        double[] center = new double[r];
        for (int k = 0; k < r; k++) {
            for (int j = 0; j < r; j++) {
                center[j] += units[k * r + j];
            }
        }
        return ReluFunction.unit(center);
    }

    /** û_k, copied. */
    double[] unit(int k) {
        double[] unit = new double[r];
        System.arraycopy(units, k * r, unit, 0, r);
        return unit;
    }

    /**
     * The vertices of a half, cut at the middle of the longest edge; null where the middle is no
     * float64.
     *
     * @param first which half
     */
    double @Nullable [] half(boolean first) {
        double[] half = vertices.clone();
        int replaced = first ? from : to;
        for (int j = 0; j < r; j++) {
            double x = vertices[from * r + j];
            double y = vertices[to * r + j];
            double sum = x + y;
            if (sum - x != y || sum - y != x) {
                return null;
            }
            half[replaced * r + j] = 0.5 * sum;
        }
        return half;
    }

    /**
     * V ≈ U⁻ᵀ for U with rows û_k, so that μ ≈ V·w; row k is an inward normal of the facet opposite
     * to vertex k. Null if U is singular to working precision.
     */
    double @Nullable [] normals() {
        // Rows [Uᵀ | I], eliminated with pivoting by rows.
        int width = 2 * r;
        double[] a = new double[r * width];
        for (int i = 0; i < r; i++) {
            for (int k = 0; k < r; k++) {
                a[i * width + k] = units[k * r + i];
            }
            a[i * width + r + i] = 1;
        }
        for (int c = 0; c < r; c++) {
            if (!eliminate(a, width, c)) {
                return null;
            }
        }
        double[] inverse = new double[r * r];
        for (int i = 0; i < r; i++) {
            System.arraycopy(a, i * width + r, inverse, i * r, r);
        }
        return inverse;
    }

    private boolean eliminate(double[] a, int width, int c) {
        int pivot = c;
        for (int i = c + 1; i < r; i++) {
            pivot = Math.abs(a[i * width + c]) > Math.abs(a[pivot * width + c]) ? i : pivot;
        }
        if (!(Math.abs(a[pivot * width + c]) > 1e-14)) {
            return false;
        }
        for (int j = 0; j < width; j++) {
            double swap = a[c * width + j];
            a[c * width + j] = a[pivot * width + j];
            a[pivot * width + j] = swap;
        }
        double inverse = 1 / a[c * width + c];
        for (int j = 0; j < width; j++) {
            a[c * width + j] *= inverse;
        }
        for (int i = 0; i < r; i++) {
            double factor = i == c ? 0 : a[i * width + c];
            for (int j = 0; j < width && factor != 0; j++) {
                a[i * width + j] -= factor * a[c * width + j];
            }
        }
        return true;
    }

    /** The smallest û_j·û_k, j ≠ k, which is that of the longest edge; 1 if there is none. */
    private double smallestInner() {
        double smallest = 1;
        for (int j = 0; j < r; j++) {
            for (int k = j + 1; k < r; k++) {
                double inner = inner(j, k);
                if (inner < smallest) {
                    smallest = inner;
                    from = j;
                    to = k;
                }
            }
        }
        return smallest;
    }

    private double spread(double smallestInner) {
        double square = 1 - (1 - 1.0 / r) * (1 - (smallestInner - innerError));
        // The û are as long as the u to innerError.
        return Rounding.up((1 + innerError) / Math.sqrt(square - innerError));
    }

    private double dot(double[] a, int j, double[] b, int k) {
        double sum = 0;
        for (int i = 0; i < r; i++) {
            sum += a[j * r + i] * b[k * r + i];
        }
        return sum;
    }
}
