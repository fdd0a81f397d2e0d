package io.nadir.matrix;

import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;

import java.util.SplittableRandom;

/**
 * Estimates the noise of a matrix from its median singular value (Gavish and Donoho 2014, "The
 * optimal hard threshold for singular values is 4/√3", section III.C).
 *
 * <p>Assumes Y = signal + noise with independent noise of mean 0 and equal variance σ², and a
 * signal whose rank is well below half of the smaller dimension. Then the middle of the spectrum is
 * that of the noise, and the squared singular values of a p×q matrix of noise, p ≤ q, divided by
 * qσ², have the distribution of Marchenko and Pastur with ratio p/q:
 *
 * <pre>
 *     σ = median singular value / √(q·μ),   μ the median of that distribution
 * </pre>
 *
 * <p>A large matrix is represented by some of its rows and columns, drawn at random, which have the
 * same noise. The estimate of a matrix of pure noise then errs by less than one percent.
 */
final class NoiseLevel {
    /** The largest size of what is decomposed; the error of the median falls like 1/size. */
    private static final int SHORT_SIDE = 400;

    private static final int LONG_SIDE = 1600;

    /** Cells of the quadrature. */
    private static final int CELLS = 1 << 14;

    private NoiseLevel() {}

    /** Returns the estimate of σ, 0 if the middle of the spectrum is within rounding of 0. */
    static double estimate(DenseMatrix y, long seed) {
        boolean wide = y.rows() <= y.columns();
        SplittableRandom random = new SplittableRandom(seed);
        int[] rows = draw(y.rows(), wide ? SHORT_SIDE : LONG_SIDE, random);
        int[] columns = draw(y.columns(), wide ? LONG_SIDE : SHORT_SIDE, random);
        double[] part = new double[rows.length * columns.length];
        double[] row = new double[y.columns()];
        int at = 0;
        for (int i : rows) {
            y.copyRow(i, row);
            for (int j : columns) {
                part[at++] = row[j];
            }
        }
        double[] spectrum =
                LinearAlgebra.get()
                        .singularValues(MatrixView.wrap(rows.length, columns.length, part));
        double median = median(spectrum);
        double rounding = Math.ulp(spectrum[0]) * (rows.length + columns.length);
        if (median <= rounding) {
            return 0;
        }
        int p = Math.min(rows.length, columns.length);
        int q = Math.max(rows.length, columns.length);
        return median / Math.sqrt(q * medianOfNoise((double) p / q));
    }

    /** Returns {@code limit} of the first {@code count} integers in order, or all of them. */
    private static int[] draw(int count, int limit, SplittableRandom random) {
        int size = Math.min(count, limit);
        int[] drawn = new int[size];
        int taken = 0;
        for (int i = 0; taken < size; i++) {
            if (random.nextInt(count - i) < size - taken) {
                drawn[taken++] = i;
            }
        }
        return drawn;
    }

    private static double median(double[] descending) {
        int half = descending.length / 2;
        return descending.length % 2 == 1
                ? descending[half]
                : 0.5 * descending[half - 1] + 0.5 * descending[half];
    }

    /**
     * Returns the median of the distribution of Marchenko and Pastur with a ratio β between 0 and
     * 1. With x = 1 + β − 2√β·cos t, its density is 2 sin²t / (πx) over 0 ≤ t ≤ π, which a midpoint
     * rule integrates.
     */
    static double medianOfNoise(double ratio) {
        double root = Math.sqrt(ratio);
        double width = Math.PI / CELLS;
        double sum = 0;
        for (int k = 0; k < CELLS; k++) {
            double t = (k + 0.5) * width;
            double sine = Math.sin(t);
            double cell = 2 * sine * sine / (Math.PI * position(root, t)) * width;
            if (sum + cell >= 0.5) {
                return position(root, (k + (0.5 - sum) / cell) * width);
            }
            sum += cell;
        }
        throw new AssertionError("the density has integral 1, the sum is " + sum);
    }

    /** Returns 1 + β − 2√β·cos t without cancellation. */
    private static double position(double root, double t) {
        double sine = Math.sin(0.5 * t);
        return (1 - root) * (1 - root) + 4 * root * sine * sine;
    }
}
