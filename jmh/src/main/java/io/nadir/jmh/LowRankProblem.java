package io.nadir.jmh;

import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.Kernels;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

import java.util.SplittableRandom;

/**
 * The problem that the whole solver is measured on: Y = A·Bᵀ + σE, with A m×k, B n×k and E of
 * standard normal entries, and λ = 1.1·σ(√m + √n), a tenth above the largest singular value that
 * the noise brings. Its solution has rank k.
 *
 * @param shape m×n
 * @param rank k
 * @param noise σ
 */
public record LowRankProblem(Shape shape, int rank, double noise) {
    /** 4000×2000, rank 20, σ = 2: the size of real workloads that the peers have been timed on. */
    public static final LowRankProblem STANDARD = new LowRankProblem(new Shape(4000, 2000), 20, 2);

    /** Parses {@code MxN:RANK}, of the standard noise. */
    public static LowRankProblem parse(String size) {
        int colon = size.indexOf(':');
        return new LowRankProblem(
                Shape.parse(size.substring(0, colon)),
                Integer.parseInt(size.substring(colon + 1)),
                STANDARD.noise);
    }

    /** {@code MxN:RANK}. */
    public String size() {
        return shape + ":" + rank;
    }

    /** The data: the same numbers each time. */
    public DenseMatrix data() {
        SplittableRandom random = new SplittableRandom(1);
        Factors truth = factors(random);
        double[] y = new double[shape.rows() * shape.columns()];
        Panel panel = Panel.wrap(y, shape.rows(), shape.columns(), 0);
        Kernels.get()
                .product(truth.block(0), truth.block(1), 0, shape.rows(), panel, new Scratch());
        for (int i = 0; i < y.length; i++) {
            y[i] += noise * random.nextGaussian();
        }
        return DenseMatrix.wrap(shape.rows(), shape.columns(), y);
    }

    /** λ. */
    public double lambda() {
        return 1.1 * noise * (Math.sqrt(shape.rows()) + Math.sqrt(shape.columns()));
    }

    /** Data and λ. */
    Problem problem() {
        return Problem.lowRank(data(), lambda());
    }

    /** Random factors of rank k that have nothing to do with the data. */
    Factors start() {
        return factors(new SplittableRandom(2));
    }

    private Factors factors(SplittableRandom random) {
        double[] u = normal(shape.rows() * rank, random);
        double[] v = normal(shape.columns() * rank, random);
        return Factors.copyOfPair(shape.rows(), shape.columns(), rank, u, v);
    }

    private static double[] normal(int length, SplittableRandom random) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }
}
