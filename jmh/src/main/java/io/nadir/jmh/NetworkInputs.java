package io.nadir.jmh;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random samples, targets and weights of r parallel networks of linear layers with ReLU in between.
 *
 * @param widths numbers of inputs, of hidden units and of outputs
 * @param samples N
 * @param rank r
 * @param inputs S, N×d row-major
 * @param targets Y, N×q row-major
 * @param weights of layer k and network i at [k][i], inputs×outputs row-major
 */
record NetworkInputs(
        int[] widths,
        int samples,
        int rank,
        double[] inputs,
        double[] targets,
        double[][][] weights) {

    /** The same numbers each time, for widths such as {@code 64-8-10}. */
    static NetworkInputs of(String network, int samples, int rank) {
        int[] widths = Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        SplittableRandom random = new SplittableRandom(1);
        int layers = widths.length - 1;
        double[][][] weights = new double[layers][rank][];
        for (int k = 0; k < layers; k++) {
            for (int i = 0; i < rank; i++) {
                weights[k][i] =
                        random.doubles((long) widths[k] * widths[k + 1], -0.5, 0.5).toArray();
            }
        }
        return new NetworkInputs(
                widths,
                samples,
                rank,
                random.doubles((long) samples * widths[0], -1, 1).toArray(),
                random.doubles((long) samples * widths[layers], -1, 1).toArray(),
                weights);
    }

    /** Layers with weights. */
    int layers() {
        return widths.length - 1;
    }

    /** 6 flops for each weight and sample, but 4 in the first layer, whose inputs are given. */
    static double flops(String network, double samples, double rank) {
        int[] widths = Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        double sum = -2.0 * widths[0] * widths[1];
        for (int k = 1; k < widths.length; k++) {
            sum += 6.0 * widths[k - 1] * widths[k];
        }
        return sum * samples * rank;
    }
}
