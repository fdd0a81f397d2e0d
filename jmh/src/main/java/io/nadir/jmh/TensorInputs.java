package io.nadir.jmh;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random tensor and a random point, elements between −1 and 1.
 *
 * @param shape d_1 … d_K
 * @param rank r
 * @param y d_1×…×d_K, the last index fastest
 * @param blocks d_k×r at [k], row-major
 */
record TensorInputs(int[] shape, int rank, double[] y, double[][] blocks) {
    /** The same numbers each time, for shapes such as {@code 200x200x200}. */
    static TensorInputs of(String text, int rank) {
        int[] shape = parse(text);
        SplittableRandom random = new SplittableRandom(1);
        double[][] blocks = new double[shape.length][];
        for (int k = 0; k < shape.length; k++) {
            blocks[k] = Inputs.uniform(shape[k], rank, random);
        }
        int rest = (int) (elements(text) / shape[0]);
        return new TensorInputs(shape, rank, Inputs.uniform(shape[0], rest, random), blocks);
    }

    /** d_1⋯d_K. */
    static double elements(String text) {
        double product = 1;
        for (int dimension : parse(text)) {
            product *= dimension;
        }
        return product;
    }

    private static int[] parse(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
