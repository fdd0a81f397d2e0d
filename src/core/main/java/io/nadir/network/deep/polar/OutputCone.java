package io.nadir.network.deep.polar;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A cone of directions of outputs: the combinations Σμ_i·c_i, μ ≥ 0, of vertices of norm 1. */
final class OutputCone {
    /** Covers the roundings of small dense algebra with well-conditioned cones. */
    static final double MARGIN = 1 + 0x1p-40;

    private static final DenseKernels KERNELS = Kernels.get();

    private final double[][] vertices;

    private OutputCone(double[][] vertices) {
        this.vertices = vertices;
    }

    /** The 2^q cones of vectors of given signs. */
    static List<OutputCone> orthants(int q) {
        List<OutputCone> all = new ArrayList<>();
        for (int signs = 0; signs < 1 << q; signs++) {
            double[][] vertices = new double[q][q];
            for (int j = 0; j < q; j++) {
                vertices[j][j] = (signs >> j & 1) == 0 ? 1 : -1;
            }
            all.add(new OutputCone(vertices));
        }
        return all;
    }

    /** The vertices, to be read only. */
    double[][] vertices() {
        return vertices;
    }

    /** Halves the longest edge. */
    List<OutputCone> halves() {
        int from = 0;
        int to = 1;
        double least = 2;
        int q = vertices.length;
        for (int i = 0; i < q; i++) {
            for (int j = i + 1; j < q; j++) {
                double inner = KERNELS.dot(vertices[i], 0, vertices[j], 0, q);
                if (inner < least) {
                    least = inner;
                    from = i;
                    to = j;
                }
            }
        }
        double[] middle = new double[q];
        for (int k = 0; k < q; k++) {
            middle[k] = vertices[from][k] + vertices[to][k];
        }
        double norm = Math.sqrt(KERNELS.dot(middle, 0, middle, 0, q));
        KERNELS.scale(1 / norm, middle, 0, q);
        List<OutputCone> halves = new ArrayList<>();
        for (int replaced : new int[] {from, to}) {
            double[][] other = vertices.clone();
            other[replaced] = middle;
            halves.add(new OutputCone(other));
        }
        return halves;
    }

    /**
     * An upper bound of a convex homogeneous function for unit vectors of the cone from one of its
     * values at the vertices: times ‖C⁻ᵀ·1‖, which bounds Σμ_i for a unit vector Σμ_i·c_i.
     */
    double bound(double largest) {
        return Rounding.up(largest * widening());
    }

    private double widening() {
        int q = vertices.length;
        double[][] rows = new double[q][];
        for (int i = 0; i < q; i++) {
            rows[i] = Arrays.copyOf(vertices[i], q + 1);
            rows[i][q] = 1;
        }
        // C·y = 1 has y = C⁻¹1 with the vertices for rows, and 1ᵀμ = yᵀc.
        for (int k = 0; k < q; k++) {
            int pivot = k;
            for (int i = k; i < q; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            double[] swap = rows[k];
            rows[k] = rows[pivot];
            rows[pivot] = swap;
            for (int i = 0; i < q; i++) {
                double factor = i == k ? 0 : rows[i][k] / rows[k][k];
                for (int j = k; j <= q; j++) {
                    rows[i][j] -= factor * rows[k][j];
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < q; i++) {
            double y = rows[i][q] / rows[i][i];
            sum += y * y;
        }
        return Math.sqrt(sum) * MARGIN;
    }
}
