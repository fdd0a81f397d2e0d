package io.nadir.cli.demo;

import io.nadir.cli.progress.Outcome;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

/** A grey image and what factors make of it, row-major. */
final class Reconstruction {
    private final int rows;
    private final int columns;
    private final int rank;
    private final double[] original;
    private final double[] approximation;

    private Reconstruction(DenseMatrix y, Factors factors) {
        rows = y.rows();
        columns = y.columns();
        rank = factors.rank();
        original = new double[rows * columns];
        approximation = new double[rows * columns];
        double[] u = factors.toArray(0);
        double[] v = factors.toArray(1);
        for (int i = 0, at = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++, at++) {
                original[at] = y.get(i, j);
                for (int k = 0; k < rank; k++) {
                    approximation[at] += u[i * rank + k] * v[j * rank + k];
                }
            }
        }
    }

    /** Returns the reconstruction of an image by the factors of a solve. */
    static Reconstruction of(DenseMatrix image, Outcome outcome) {
        return new Reconstruction(image, outcome.factors());
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int rank() {
        return rank;
    }

    /** The image. */
    double[] original() {
        return original;
    }

    /** The image of the factors. */
    double[] approximation() {
        return approximation;
    }

    /** What is left: the image less that of the factors, as {@code middle} + contrast · it. */
    double[] residual(double middle, double contrast) {
        double[] residual = new double[original.length];
        for (int at = 0; at < residual.length; at++) {
            residual[at] = middle + contrast * (original[at] - approximation[at]);
        }
        return residual;
    }

    /** What the factors save, and what that costs, in one line. */
    String compression() {
        int numbers = rank * (rows + columns);
        return String.format(
                "%d numbers for %d pixels (%.1f times fewer), relative error %.1f %%",
                numbers,
                original.length,
                (double) original.length / numbers,
                100 * norm(residual(0, 1)) / norm(original));
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
