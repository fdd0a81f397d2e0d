package io.nadir.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The relaxation of the norm max ⟨Z, w¹ ∘ … ∘ w^K⟩ of a small tensor, unit vectors, some of them at
 * least 0, as a semidefinite program. Modes are divided in two, R is the matrix with the rows of
 * one part, u and x are the products of the vectors of both: the norm is max uᵀRx.
 *
 * <p>In xxᵀ, elements are equal whose indices differ only in which of the two comes first in a
 * mode; they are at least 0 if the modes in which the two differ have vectors of at least 0.
 */
public final class TensorSdp {
    private final int[] shape;
    private final boolean[] nonNegative;
    private final int rowModes;
    private final double[][] matrix;
    private final SemidefiniteProgram program = new SemidefiniteProgram();
    private final int bound = program.nonNegativeVariable(1);

    private TensorSdp(int[] shape, double[] values, boolean[] nonNegative, int rowModes) {
        this.shape = shape;
        this.nonNegative = nonNegative;
        this.rowModes = rowModes;
        this.matrix = new double[size(true)][size(false)];
        for (int at = 0; at < values.length; at++) {
            matrix[index(at, true)][index(at, false)] = values[at];
        }
    }

    /**
     * The square of the norm is at most max xᵀRᵀRx.
     *
     * @param rowModes bit k for mode k among the rows
     */
    public static SemidefiniteProgram squared(
            int[] shape, double[] values, boolean[] nonNegative, int rowModes) {
        TensorSdp sdp = new TensorSdp(shape, values, nonNegative, rowModes);
        int n = sdp.size(false);
        int block = sdp.shifted(n);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double sum = 0;
                for (double[] row : sdp.matrix) {
                    sum += row[i] * row[j];
                }
                sdp.program.element(block, i, j).plus(-sum);
            }
        }
        sdp.addClasses(block, 0);
        return sdp.program;
    }

    /**
     * The norm is max kᵀ[0 R; Rᵀ 0]k for k = (u, x)/√2. All row modes have vectors of at least 0.
     */
    public static SemidefiniteProgram bordered(
            int[] shape, double[] values, boolean[] nonNegative, int rowModes) {
        TensorSdp sdp = new TensorSdp(shape, values, nonNegative, rowModes);
        int m = sdp.size(true);
        int n = sdp.size(false);
        int block = sdp.shifted(m + n);
        boolean all = sdp.areNonNegative(false);
        for (int i = 0; i < m; i++) {
            for (int j = i + 1; j < m; j++) {
                sdp.addNonNegative(block, i, j);
            }
            for (int j = 0; j < n; j++) {
                sdp.program.element(block, i, m + j).plus(-sdp.matrix[i][j]);
                if (all) {
                    sdp.addNonNegative(block, i, m + j);
                }
            }
        }
        sdp.addClasses(block, m);
        return sdp.program;
    }

    /** t·I of that order. */
    private int shifted(int order) {
        int block = program.matrix(order);
        for (int i = 0; i < order; i++) {
            program.element(block, i, i).plus(1, bound);
        }
        return block;
    }

    private void addNonNegative(int block, int i, int j) {
        program.element(block, i, j).plus(-1, program.nonNegativeVariable(0));
    }

    /** Subtracts N, of which the elements of a class sum to 0, or to at least 0. */
    private void addClasses(int block, int from) {
        Map<List<Integer>, List<int[]>> classes = new TreeMap<>((a, b) -> compare(a, b));
        int n = size(false);
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                classes.computeIfAbsent(key(i, j), k -> new ArrayList<>()).add(new int[] {i, j});
            }
        }
        classes.forEach((key, places) -> {
            int[] first = places.getFirst();
            for (int[] place : places.subList(1, places.size())) {
                int y = program.variable(0);
                program.element(block, from + place[0], from + place[1]).plus(-1, y);
                program.element(block, from + first[0], from + first[1]).plus(1, y);
            }
            if (isNonNegative(key)) {
                addNonNegative(block, from + first[0], from + first[1]);
            }
        });
    }

    private static int compare(List<Integer> a, List<Integer> b) {
        return Arrays.compare(
                a.stream().mapToInt(x -> x).toArray(), b.stream().mapToInt(x -> x).toArray());
    }

    /** For each column mode the smaller and the larger index. */
    private List<Integer> key(int i, int j) {
        List<Integer> key = new ArrayList<>();
        int first = i;
        int second = j;
        for (int k = shape.length - 1; k >= 0; k--) {
            if (!isRow(k)) {
                key.add(Math.min(first % shape[k], second % shape[k]));
                key.add(Math.max(first % shape[k], second % shape[k]));
                first /= shape[k];
                second /= shape[k];
            }
        }
        return key;
    }

    private boolean isNonNegative(List<Integer> key) {
        boolean all = true;
        int at = 0;
        for (int k = shape.length - 1; k >= 0; k--) {
            if (!isRow(k)) {
                all &= nonNegative[k] || key.get(at).equals(key.get(at + 1));
                at += 2;
            }
        }
        return all;
    }

    private boolean areNonNegative(boolean rows) {
        boolean all = true;
        for (int k = 0; k < shape.length; k++) {
            all &= isRow(k) != rows || nonNegative[k];
        }
        return all;
    }

    private boolean isRow(int k) {
        return (rowModes >> k & 1) == 1;
    }

    private int size(boolean rows) {
        int size = 1;
        for (int k = 0; k < shape.length; k++) {
            size *= isRow(k) == rows ? shape[k] : 1;
        }
        return size;
    }

    private int index(int at, boolean rows) {
        int rest = at;
        int index = 0;
        int stride = 1;
        for (int k = shape.length - 1; k >= 0; k--) {
            if (isRow(k) == rows) {
                index += stride * (rest % shape[k]);
                stride *= shape[k];
            }
            rest /= shape[k];
        }
        return index;
    }
}
