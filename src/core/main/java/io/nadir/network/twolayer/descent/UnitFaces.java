package io.nadir.network.twolayer.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the inner weights of units can move without leaving the kinks they are at: for each unit
 * the orthogonal complement of the samples at which its argument is 0.
 */
final class UnitFaces {
    /** Share of ‖s_n‖‖w‖ up to which an argument counts as 0. */
    static final double AT_KINK = 1e-11;

    /** What has to be left of a vector of norm 1 to count as a direction of its own. */
    private static final double INDEPENDENT = 1e-7;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel bases;
    private final int[] firsts;

    /** An orthonormal basis for each unit, side by side: d×(sum of {@link #size}). */
    private UnitFaces(Panel bases, int[] firsts) {
        this.bases = bases;
        this.firsts = firsts;
    }

    /**
     * Finds the faces: O(N·d·r).
     *
     * @param inputs S, with norms of its rows
     * @param inner W¹, no column 0
     * @param arguments S·W¹
     * @param bends whether units have kinks at all
     */
    static UnitFaces of(Inputs inputs, Panel inner, Panel arguments, boolean bends) {
        List<double[]> all = new ArrayList<>();
        int[] firsts = new int[inner.columns() + 1];
        for (int k = 0; k < inner.columns(); k++) {
            List<double[]> normals = new ArrayList<>();
            double reach = AT_KINK * Panels.columnNorm(inner, k);
            for (int n = 0; bends && n < inputs.rows(); n++) {
                if (Math.abs(arguments.get(n, k)) <= reach * inputs.norm(n)) {
                    addRemainder(inputs.row(n), normals);
                }
            }
            List<double[]> free = complement(normals, inner.rows());
            all.addAll(free);
            firsts[k + 1] = all.size();
        }
        Panel bases = Panel.zeros(inner.rows(), all.size());
        for (int c = 0; c < all.size(); c++) {
            for (int j = 0; j < inner.rows(); j++) {
                bases.set(j, c, all.get(c)[j]);
            }
        }
        return new UnitFaces(bases, firsts);
    }

    Panel bases() {
        return bases;
    }

    /** Column of {@link #bases} at which those of a unit begin; for k = r where all end. */
    int first(int k) {
        return firsts[k];
    }

    /** Dimension of a unit's face. */
    int size(int k) {
        return firsts[k + 1] - firsts[k];
    }

    /** An orthonormal basis of what is perpendicular to the normals. */
    private static List<double[]> complement(List<double[]> normals, int dimension) {
        List<double[]> known = new ArrayList<>(normals);
        while (known.size() < dimension) {
            double[] axis = new double[dimension];
            axis[farthestAxis(known, dimension)] = 1;
            addRemainder(axis, known);
        }
        return known.subList(normals.size(), dimension);
    }

    /**
     * Returns the axis with the largest component orthogonal to the known vectors; its square is at
     * least (d − known)/d.
     */
    private static int farthestAxis(List<double[]> known, int dimension) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < dimension; j++) {
            double covered = 0;
            for (double[] x : known) {
                covered += x[j] * x[j];
            }
            if (covered < least) {
                least = covered;
                best = j;
            }
        }
        return best;
    }

    /**
     * Adds the component of x orthogonal to the others, scaled to norm 1, if it is large enough.
     */
    private static void addRemainder(double[] x, List<double[]> others) {
        if (others.size() == x.length || !normalize(x, 0)) {
            return;
        }
        for (int pass = 0; pass < 2; pass++) {
            for (double[] other : others) {
                KERNELS.axpy(-KERNELS.dot(other, 0, x, 0, x.length), other, 0, x, 0, x.length);
            }
            if (!normalize(x, INDEPENDENT)) {
                return;
            }
        }
        others.add(x);
    }

    private static boolean normalize(double[] x, double least) {
        double size = Math.sqrt(KERNELS.dot(x, 0, x, 0, x.length));
        if (!(size > least)) {
            return false;
        }
        KERNELS.scale(1 / size, x, 0, x.length);
        return true;
    }

    /** The samples' inputs with their norms. */
    static final class Inputs {
        private final List<double[]> rows = new ArrayList<>();
        private final double[] norms;

        Inputs(DenseMatrix inputs) {
            for (Panel block : inputs.blocks()) {
                for (int i = 0; i < block.rows(); i++) {
                    double[] row = new double[inputs.columns()];
                    System.arraycopy(block.data(), i * block.stride(), row, 0, row.length);
                    rows.add(row);
                }
            }
            norms =
                    rows.stream()
                            .mapToDouble(x -> Math.sqrt(KERNELS.dot(x, 0, x, 0, x.length)))
                            .toArray();
        }

        int rows() {
            return norms.length;
        }

        /** A copy of row n. */
        double[] row(int n) {
            return rows.get(n).clone();
        }

        double norm(int n) {
            return norms[n];
        }
    }
}
