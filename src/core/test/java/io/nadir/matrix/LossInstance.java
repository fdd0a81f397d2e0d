package io.nadir.matrix;

import io.nadir.Problem;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A small seeded problem of any loss and kind of data, made to fool a proof.
 *
 * @param kind what it tries
 * @param y row-major m×n
 * @param weights of the entries, at most 1; 0 where none is observed
 * @param lambda λ
 * @param exponent data and λ are to be solved 2^exponent times as large
 */
record LossInstance(
        Kind kind,
        int m,
        int n,
        double[] y,
        double[] weights,
        Loss loss,
        double lambda,
        int exponent) {
    /** How the data are given, and what is special about them. */
    enum Kind {
        DENSE,
        WEIGHTED,
        OBSERVED,
        OBSERVED_WEIGHTED,
        SPARSE,
        ONE_ROW,
        ONE_COLUMN,
        LOW_RANK,
        ZERO,
        WEIGHTS_OF_ALL_SIZES,
        FEW_OBSERVED,
        POLAR_ABOVE_ONE,
        POLAR_BELOW_ONE,
        TINY_LAMBDA,
        SCALE_UP,
        SCALE_DOWN,
        SCALE_FAR_UP,
        SCALE_FAR_DOWN,
        LARGER
    }

    /** Kinds that say how the data are given; for all others it is drawn. */
    private static final List<Kind> GIVEN =
            List.of(Kind.DENSE, Kind.WEIGHTED, Kind.OBSERVED, Kind.OBSERVED_WEIGHTED, Kind.SPARSE);

    /** The instance number {@code index}: kinds take turns, shapes and numbers are random. */
    static LossInstance generate(int index, Loss loss, ToDoubleFunction<LossInstance> polarAtZero) {
        Random random = new Random(index);
        Kind kind = Kind.values()[index % Kind.values().length];
        int bound = kind == Kind.LARGER ? 16 : 5;
        int m = kind == Kind.ONE_ROW ? 1 : 1 + random.nextInt(bound);
        int n = kind == Kind.ONE_COLUMN ? 1 : 1 + random.nextInt(bound);
        boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
        double[] y = data(kind, m, n, labels, random);
        double[] weights = weights(kind, m * n, random);
        int exponent = labels ? 0 : exponent(kind);
        LossInstance draft = new LossInstance(kind, m, n, y, weights, loss, 1, exponent);
        double polar = polarAtZero.applyAsDouble(draft);
        double share =
                switch (kind) {
                    case POLAR_ABOVE_ONE -> 1 / (1 + 1e-9);
                    case POLAR_BELOW_ONE -> 1 / (1 - 1e-9);
                    case TINY_LAMBDA -> 0.01;
                    default -> 0.1 + 0.9 * random.nextDouble();
                };
        double lambda = polar > 0 ? polar * share : 1;
        return new LossInstance(kind, m, n, y, weights, loss, lambda, exponent);
    }

    private static int exponent(Kind kind) {
        return switch (kind) {
            case SCALE_UP -> 96;
            case SCALE_DOWN -> -96;
            case SCALE_FAR_UP -> 332;
            case SCALE_FAR_DOWN -> -332;
            default -> 0;
        };
    }

    private static double[] data(Kind kind, int m, int n, boolean labels, Random random) {
        double[] u = random.doubles(m, -2, 2).toArray();
        double[] v = random.doubles(n, -2, 2).toArray();
        double[] y = new double[m * n];
        for (int e = 0; e < y.length; e++) {
            double free = random.nextGaussian() * (random.nextInt(5) == 0 ? 10 : 1);
            double value =
                    switch (kind) {
                        case LOW_RANK -> u[e / n] * v[e % n];
                        case ZERO -> 0;
                        case SPARSE -> random.nextInt(3) == 0 ? free : 0;
                        default -> free;
                    };
            y[e] = labels ? (value < 0 ? -1 : 1) : value;
        }
        return y;
    }

    private static double[] weights(Kind kind, int length, Random random) {
        Kind given = GIVEN.contains(kind) ? kind : GIVEN.get(random.nextInt(GIVEN.size()));
        double[] weights = new double[length];
        for (int e = 0; e < length; e++) {
            double some = random.nextInt(3) == 0 ? 0 : 1 - random.nextDouble();
            weights[e] =
                    switch (given) {
                        case WEIGHTED, OBSERVED_WEIGHTED -> some;
                        case OBSERVED -> Math.ceil(some);
                        default -> 1;
                    };
            if (kind == Kind.WEIGHTS_OF_ALL_SIZES) {
                weights[e] = Math.scalb(1 - random.nextDouble(), -random.nextInt(60));
            }
            if (kind == Kind.FEW_OBSERVED) {
                weights[e] = random.nextInt(6) == 0 ? 1 : 0;
            }
        }
        return weights;
    }

    /** The data as they are given to the library, in their final scale. */
    MatrixData data() {
        double[] scaled = Arrays.stream(y).map(x -> Math.scalb(x, exponent)).toArray();
        boolean whole = Arrays.stream(weights).allMatch(weight -> weight == 1);
        if (whole && kind == Kind.SPARSE && loss instanceof SquaredLoss) {
            int[] at = IntStream.range(0, y.length).filter(e -> y[e] != 0).toArray();
            return SparseMatrix.copyOf(m, n, rows(at), columns(at), take(scaled, at));
        }
        if (whole) {
            return DenseMatrix.wrap(m, n, scaled);
        }
        if (kind == Kind.WEIGHTED || kind == Kind.WEIGHTS_OF_ALL_SIZES) {
            return DenseMatrix.wrap(m, n, scaled).withWeights(DenseMatrix.wrap(m, n, weights));
        }
        int[] at = IntStream.range(0, y.length).filter(e -> weights[e] > 0).toArray();
        boolean weighted = Arrays.stream(at).anyMatch(e -> weights[e] != 1);
        return weighted
                ? ObservedEntries.copyOf(
                        m, n, rows(at), columns(at), take(scaled, at), take(weights, at))
                : ObservedEntries.copyOf(m, n, rows(at), columns(at), take(scaled, at));
    }

    Problem problem(Regularizer theta) {
        return new Problem(data(), scaledLoss(), theta, Math.scalb(lambda, exponent));
    }

    private Loss scaledLoss() {
        return Loss.ofEntries(loss.inUnits(-exponent));
    }

    /** An objective in units of {@link #y}. */
    double unscaled(double objective) {
        return Math.scalb(objective, -2 * exponent);
    }

    /** ℓ(Y, UVᵀ), factors in their final scale, in units of {@link #y}. */
    double value(Factors w) {
        double[] x = outputs(w);
        double sum = 0;
        for (int e = 0; e < y.length; e++) {
            sum += weights[e] > 0 ? weights[e] * loss.value(y[e], x[e]) : 0;
        }
        return sum;
    }

    /** ∇ℓ, in the same units. */
    double[] gradient(@Nullable Factors w) {
        double[] x = w == null ? new double[y.length] : outputs(w);
        double[] g = new double[y.length];
        for (int e = 0; e < y.length; e++) {
            g[e] = weights[e] > 0 ? weights[e] * loss.derivative(y[e], x[e]) : 0;
        }
        return g;
    }

    private double[] outputs(Factors scaled) {
        Factors w = scaled.timesPowerOfTwo(-exponent / 2);
        double[] x = new double[m * n];
        for (int e = 0; e < x.length; e++) {
            for (int k = 0; k < w.rank(); k++) {
                x[e] += w.block(0).get(e / n, k) * w.block(1).get(e % n, k);
            }
        }
        return x;
    }

    /** The solution spoilt, less a column, zero, or anything. */
    Factors point(Factors solution, int index) {
        Random random = new Random(~index);
        Factors w = solution.copy();
        switch (random.nextInt(4)) {
            case 0 -> w.setRank(0);
            case 1 -> w.setRank(Math.max(0, w.rank() - 1));
            case 2 -> spoil(w, Math.pow(10, -2 - random.nextInt(9)), random);
            default -> {
                w.setRank(1 + random.nextInt(3));
                fill(w, random);
                return w.timesPowerOfTwo(exponent / 2);
            }
        }
        return w;
    }

    private static void spoil(Factors w, double relative, Random random) {
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    double element = w.block(k).get(i, j);
                    w.block(k).set(i, j, element * (1 + relative * random.nextGaussian()));
                }
            }
        }
    }

    private static void fill(Factors w, Random random) {
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    w.block(k).set(i, j, random.nextGaussian());
                }
            }
        }
    }

    private int[] rows(int[] at) {
        return Arrays.stream(at).map(e -> e / n).toArray();
    }

    private int[] columns(int[] at) {
        return Arrays.stream(at).map(e -> e % n).toArray();
    }

    private static double[] take(double[] values, int[] at) {
        return Arrays.stream(at).mapToDouble(e -> values[e]).toArray();
    }
}
