package io.nadir.jmh;

import java.util.SplittableRandom;

/**
 * Random operands of the kernels, row-major, elements between −1 and 1.
 *
 * @param shape m×n
 * @param rank r
 * @param block columns of B, b
 * @param y m×n
 * @param u m×r
 * @param v n×r
 * @param b n×b
 */
record Inputs(Shape shape, int rank, int block, double[] y, double[] u, double[] v, double[] b) {
    /** The same numbers for the same sizes, in every fork and for every implementation. */
    static Inputs random(Shape shape, int rank, int block) {
        SplittableRandom random = new SplittableRandom(1);
        int m = shape.rows();
        int n = shape.columns();
        return new Inputs(
                shape,
                rank,
                block,
                uniform(m, n, random),
                uniform(m, rank, random),
                uniform(n, rank, random),
                uniform(n, block, random));
    }

    /** ½‖Y‖². */
    double halfSquare() {
        double sum = 0;
        for (double element : y) {
            sum += element * element;
        }
        return 0.5 * sum;
    }

    /** A matrix of numbers between −1 and 1. */
    static double[] uniform(int rows, int columns, SplittableRandom random) {
        double[] out = new double[rows * columns];
        for (int i = 0; i < out.length; i++) {
            out[i] = random.nextDouble(-1, 1);
        }
        return out;
    }
}
