package io.nadir.network.twolayer.polar;

import java.util.List;

/**
 * What is known about a {@link SignCell}.
 *
 * @param cell the directions
 * @param upper upper bound of ‖y(w)‖ in the cell, proved
 * @param multiplier T of its relaxation
 * @param vectors the primal matrix of its relaxation as a sum of squares of vectors (α, w)
 * @param branch the free row that is to be fixed next; −1 if there is none
 */
record SignNode(
        SignCell cell, double upper, double[] multiplier, List<double[]> vectors, int branch) {
    /** Bytes, about. */
    long size() {
        return 8L * multiplier.length + 8L * vectors.size() * cell.order();
    }

    /** The two parts of the cell, from where this one ended; none if no row is left to be fixed. */
    List<SignStart> children() {
        return branch < 0 ? List.of() : List.of(child(true), child(false));
    }

    private SignStart child(boolean positive) {
        SignCell part = cell.with(branch, positive);
        List<double[]> shorter = vectors.stream().map(this::without).toList();
        return new SignStart(part, upper, childMultiplier(positive), shorter);
    }

    /** T without the part of the row that is 0; the other one becomes the last of fixed rows. */
    private double[] childMultiplier(boolean positive) {
        int free = cell.free();
        int size = cell.parts();
        int firstForm = size - cell.sides().size();
        int[] source = new int[size - 1];
        int at = 0;
        for (int i = 0; i <= size; i++) {
            if (i == firstForm) {
                source[at++] = positive ? branch : free + branch;
            }
            if (i < size && i != branch && i != free + branch) {
                source[at++] = i;
            }
        }
        double[] child = new double[source.length * source.length];
        for (int i = 0; i < source.length; i++) {
            for (int j = 0; j < source.length; j++) {
                child[i * source.length + j] = multiplier[source[i] * size + source[j]];
            }
        }
        return child;
    }

    private double[] without(double[] vector) {
        double[] shorter = new double[vector.length - 1];
        System.arraycopy(vector, 0, shorter, 0, branch);
        System.arraycopy(vector, branch + 1, shorter, branch, shorter.length - branch);
        return shorter;
    }
}
