package io.nadir.reference;

import java.util.Arrays;
import java.util.Random;

/**
 * The spectral norm of a small tensor by search from so many directions, each improved by
 * alternating maximization, that every local maximum is found many times over; a lower bound in any
 * case.
 */
public final class TensorTruth {
    private final int[] shape;
    private final double[] entries;
    private final boolean[] nonNegative;

    public TensorTruth(int[] shape, double[] entries, boolean nonNegative) {
        this(shape, entries, new boolean[shape.length]);
        Arrays.fill(this.nonNegative, nonNegative);
    }

    /** With vectors of at least 0 in some modes. */
    public TensorTruth(int[] shape, double[] entries, boolean[] nonNegative) {
        this.shape = shape;
        this.entries = entries;
        this.nonNegative = nonNegative;
    }

    /** The largest value from {@code starts} random directions, and from every entry's axes. */
    public double norm(int starts, Random random) {
        double[][] best = maximizer(starts, random);
        return best.length == 0 ? 0 : value(best);
    }

    /** Unit vectors of that value; none if no value is more than 0. */
    public double[][] maximizer(int starts, Random random) {
        double[][] best = {};
        double most = 0;
        for (int start = 0; start < entries.length + starts; start++) {
            double[][] vectors = start < entries.length ? axes(start) : randomDirection(random);
            double value = ascend(vectors);
            if (value > most) {
                most = value;
                best = vectors;
            }
        }
        return best;
    }

    private double[][] randomDirection(Random random) {
        double[][] vectors = new double[shape.length][];
        for (int k = 0; k < shape.length; k++) {
            vectors[k] = random.doubles(shape[k]).map(x -> random.nextGaussian()).toArray();
            if (nonNegative[k]) {
                vectors[k] = Arrays.stream(vectors[k]).map(Math::abs).toArray();
            }
        }
        return vectors;
    }

    /** ⟨Z, v¹ ∘ … ∘ v^K⟩. */
    public double value(double[][] vectors) {
        double[] image = contract(vectors, 0);
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            sum += image[i] * vectors[0][i];
        }
        return sum;
    }

    /** The unit vectors of an entry's indices. */
    private double[][] axes(int at) {
        double[][] vectors = new double[shape.length][];
        int rest = at;
        for (int k = shape.length - 1; k >= 0; k--) {
            vectors[k] = new double[shape[k]];
            vectors[k][rest % shape[k]] = 1;
            rest /= shape[k];
        }
        return vectors;
    }

    private double ascend(double[][] vectors) {
        double value = 0;
        for (int round = 0; round < 200; round++) {
            double before = value;
            for (int k = 0; k < shape.length; k++) {
                double[] image = contract(vectors, k);
                if (nonNegative[k]) {
                    image = Arrays.stream(image).map(x -> Math.max(0, x)).toArray();
                }
                double norm = Math.sqrt(Arrays.stream(image).map(x -> x * x).sum());
                if (norm == 0) {
                    return 0;
                }
                vectors[k] = Arrays.stream(image).map(x -> x / norm).toArray();
                value = norm;
            }
            if (value - before <= 1e-13 * value) {
                break;
            }
        }
        return value;
    }

    /** The tensor times all vectors but that of mode k. */
    public double[] contract(double[][] vectors, int k) {
        double[] out = new double[shape[k]];
        for (int at = 0; at < entries.length; at++) {
            int rest = at;
            double product = entries[at];
            int place = 0;
            for (int l = shape.length - 1; l >= 0; l--) {
                int i = rest % shape[l];
                rest /= shape[l];
                if (l == k) {
                    place = i;
                } else {
                    product *= vectors[l][i];
                }
            }
            out[place] += product;
        }
        return out;
    }
}
