package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.half;
import static io.nadir.reference.ExactProblem.norm;
import static io.nadir.reference.ExactProblem.soft;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.regularizer.NormPowers;
import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;
import io.nadir.tensor.TensorData;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes tensors in blocks that share no index: s·(e₁∘e₁∘e₂ + e₁∘e₂∘e₁ + e₂∘e₁∘e₁), of which the
 * spectral norm is 2s/√3 and every unfolding has the larger norm s·√2, and single elements. Each
 * block is a problem of its own. With λ between the two norms, the first is best fitted by nothing,
 * which unfoldings cannot tell. The modes are too large for a search over spheres.
 */
public final class TensorProblems {
    private static final int[] SHAPE = {8, 9, 8};

    /** Kinds of problems, which take turns. */
    private static final int KINDS = 3;

    private final Random random;

    private final boolean anyScale;

    private TensorProblems(int index, boolean anyScale) {
        this.random = new Random(~index * 0x9E3779B97F4A7C15L);
        this.anyScale = anyScale;
    }

    /** Problem number {@code index}: dense, without negative factors, and with missing entries. */
    public static ExactProblem generate(int index) {
        return new TensorProblems(index, false).make(index % KINDS);
    }

    /** The same at scales from 1e-153 to 1e153, some elements next to each other. */
    public static ExactProblem generateAtAnyScale(int index) {
        return new TensorProblems(index, true).make(index % KINDS);
    }

    private ExactProblem make(int kind) {
        boolean nonNegative = kind == 1;
        double s =
                anyScale
                        ? ExactProblems.scale(random) * (1 + random.nextDouble())
                        : Math.scalb(1 + random.nextDouble(), random.nextInt(300) - 150);
        double[] y = new double[SHAPE[0] * SHAPE[1] * SHAPE[2]];
        int[][] order = {indices(8), indices(9), indices(8)};
        y[position(order, 0, 0, 1)] = sign(nonNegative) * s;
        y[position(order, 0, 1, 0)] = sign(nonNegative) * s;
        y[position(order, 1, 0, 0)] = sign(nonNegative) * s;
        BigDecimal size = new BigDecimal(s);
        BigDecimal polar =
                times(BigDecimal.TWO, size).divide(BigDecimal.valueOf(3).sqrt(DIGITS), DIGITS);
        double lambda = lambda(polar);
        BigDecimal optimum = half(times(BigDecimal.valueOf(3), times(size, size)));
        double before = 0;
        for (int i = 2; i < 2 + random.nextInt(4); i++) {
            boolean alike = anyScale && before > 0 && random.nextBoolean();
            double magnitude = alike ? before * (1 - 1e-12) : lambda * 3 * random.nextDouble();
            double d = sign(nonNegative) * magnitude;
            before = magnitude;
            y[position(order, i, i, i)] = d;
            optimum = optimum.add(soft(new BigDecimal(d).abs(), new BigDecimal(lambda)), DIGITS);
        }
        BigDecimal[] weights = new BigDecimal[y.length];
        Arrays.fill(weights, BigDecimal.ONE);
        BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), DIGITS);
        return new ExactProblem(
                "tensor in blocks, kind " + kind,
                new Problem(
                        kind == 2 ? withMissing(y, weights) : DenseTensor.wrap(SHAPE, y),
                        new SquaredLoss(),
                        new NormPowers(3, nonNegative),
                        lambda),
                w -> ExactProblems.outer(new BigDecimal[][] {ExactProblems.outer(w), w[2]}),
                w ->
                        times(
                                third,
                                Arrays.stream(w)
                                        .map(b -> norm(b).pow(3, DIGITS))
                                        .reduce(BigDecimal.ZERO, (a, b) -> a.add(b, DIGITS))),
                ExactProblem.exact(y),
                weights,
                optimum,
                null);
    }

    /** Some of the zeros; the residual is 0 there in any case, and so the optimum is the same. */
    private TensorData withMissing(double[] y, BigDecimal[] weights) {
        double[] known = y.clone();
        for (int at = 0; at < y.length; at++) {
            if (y[at] == 0 && random.nextInt(3) == 0) {
                known[at] = Double.NaN;
                weights[at] = BigDecimal.ZERO;
            }
        }
        return ObservedTensor.copyOfNonNaN(SHAPE, known);
    }

    /** Above the norm of the first block by a share of 1e-2 to 1e-7. */
    private double lambda(BigDecimal polar) {
        double lambda = polar.doubleValue() * (1 + Math.pow(10, -2 - 5 * random.nextDouble()));
        while (new BigDecimal(lambda).compareTo(polar) < 0) {
            lambda = Math.nextUp(lambda);
        }
        return lambda;
    }

    private int sign(boolean nonNegative) {
        return nonNegative || random.nextBoolean() ? 1 : -1;
    }

    private int[] indices(int extent) {
        int[] indices = new int[extent];
        for (int i = 0; i < extent; i++) {
            int j = random.nextInt(i + 1);
            indices[i] = indices[j];
            indices[j] = i;
        }
        return indices;
    }

    private static int position(int[][] order, int i, int j, int k) {
        return (order[0][i] * SHAPE[1] + order[1][j]) * SHAPE[2] + order[2][k];
    }
}
