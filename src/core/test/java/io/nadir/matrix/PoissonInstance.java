package io.nadir.matrix;

import io.nadir.Problem;
import io.nadir.loss.PoissonLoss;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.reference.PoissonReference;
import io.nadir.regularizer.SquaredNorms;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A tiny seeded problem of counts, made to fool a solver.
 *
 * @param weights 0 where an entry is missing
 */
record PoissonInstance(
        int index, Kind kind, double[][] y, double[][] weights, double epsilon, double lambda) {
    /** How the data are given, and what is special about them. */
    enum Kind {
        DENSE,
        SPARSE,
        OBSERVED,
        WEIGHTED,
        OBSERVED_WEIGHTED,
        FRACTIONS,
        ONE_ROW,
        ONE_COLUMN,
        LOW_RANK,
        ZERO,
        LARGE_COUNTS,
        SMALL_RATES,
        CONSTANT,
        DIAGONAL,
        POLAR_ABOVE_ONE,
        POLAR_BELOW_ONE,
        TINY_LAMBDA,
        LAMBDA_BEYOND_ALL
    }

    private static final double[] BACKGROUNDS = {1e-3, 0.1, 1, 1e-6};

    /** The instance number {@code index}: kinds take turns, shapes and numbers are random. */
    static PoissonInstance generate(int index) {
        Random random = new Random(index);
        Kind kind = Kind.values()[index % Kind.values().length];
        int large = 1 + random.nextInt(4);
        int small = 1 + random.nextInt(2);
        boolean wide = random.nextBoolean();
        int m = kind == Kind.ONE_ROW ? 1 : wide ? small : large;
        int n = kind == Kind.ONE_COLUMN ? 1 : wide ? large : small;
        double epsilon = BACKGROUNDS[random.nextInt(BACKGROUNDS.length)];
        double[][] y = new double[m][n];
        double[][] weights = new double[m][n];
        double[] u = random.doubles(m).toArray();
        double[] v = random.doubles(n).toArray();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[i][j] = count(kind, i, j, 30 * u[i] * v[j], random);
                weights[i][j] = weight(kind, random);
            }
        }
        double polar = PoissonReference.polarAtZero(y, weights, epsilon);
        double lambda = polar > 0 ? polar * share(kind, epsilon, random) : 1;
        return new PoissonInstance(index, kind, y, weights, epsilon, lambda);
    }

    private static double count(Kind kind, int i, int j, double product, Random random) {
        int small = random.nextInt(6);
        return switch (kind) {
            case SPARSE -> random.nextInt(3) == 0 ? small : 0;
            case FRACTIONS -> 5 * random.nextDouble();
            case LOW_RANK -> product;
            case ZERO -> 0;
            case LARGE_COUNTS -> Math.rint(Math.pow(10, 8 * random.nextDouble()));
            case SMALL_RATES -> 1e-4 * random.nextDouble();
            case CONSTANT -> 3;
            case DIAGONAL -> i == j ? 4 : 0;
            default -> small;
        };
    }

    private static double weight(Kind kind, Random random) {
        double some = random.nextInt(4) == 0 ? 0 : 1 - random.nextDouble();
        return switch (kind) {
            case WEIGHTED, OBSERVED_WEIGHTED -> some;
            case OBSERVED -> Math.ceil(some);
            default -> 1;
        };
    }

    /** λ as a share of the least λ whose solution is 0, which is far above all that matters. */
    private static double share(Kind kind, double epsilon, Random random) {
        return switch (kind) {
            case POLAR_ABOVE_ONE -> 1 - 1e-9;
            case POLAR_BELOW_ONE -> 1 + 1e-9;
            case TINY_LAMBDA -> 1e-3 * Math.min(1, epsilon);
            case LAMBDA_BEYOND_ALL -> 1000;
            default -> Math.pow(Math.min(0.5, epsilon), random.nextDouble());
        };
    }

    Problem problem() {
        return new Problem(data(), new PoissonLoss(epsilon), SquaredNorms.nonNegative(), lambda);
    }

    private MatrixData data() {
        int m = y.length;
        int n = y[0].length;
        double[] values = Arrays.stream(y).flatMapToDouble(Arrays::stream).toArray();
        double[] flat = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
        return switch (kind) {
            case SPARSE, DIAGONAL -> {
                int[] at = IntStream.range(0, m * n).filter(e -> values[e] != 0).toArray();
                yield SparseMatrix.copyOf(m, n, rows(at), columns(at), take(values, at));
            }
            case OBSERVED, OBSERVED_WEIGHTED -> {
                int[] at = IntStream.range(0, m * n).filter(e -> flat[e] > 0).toArray();
                yield kind == Kind.OBSERVED
                        ? ObservedEntries.copyOf(m, n, rows(at), columns(at), take(values, at))
                        : ObservedEntries.copyOf(
                                m, n, rows(at), columns(at), take(values, at), take(flat, at));
            }
            case WEIGHTED ->
                    DenseMatrix.wrap(m, n, values).withWeights(DenseMatrix.wrap(m, n, flat));
            default -> DenseMatrix.wrap(m, n, values);
        };
    }

    private int[] rows(int[] at) {
        return Arrays.stream(at).map(e -> e / y[0].length).toArray();
    }

    private int[] columns(int[] at) {
        return Arrays.stream(at).map(e -> e % y[0].length).toArray();
    }

    private static double[] take(double[] values, int[] at) {
        return Arrays.stream(at).mapToDouble(e -> values[e]).toArray();
    }

    PoissonReference reference() {
        return new PoissonReference(y, weights, epsilon, lambda);
    }

    Evidence evidence() {
        return index / Kind.values().length % 2 == 0 ? Evidence.PROVED : Evidence.PROBABLE;
    }

    /** A point to certify: zero, the solution spoilt, or any. */
    Factors point(Factors solution) {
        Random random = new Random(~index);
        return switch (random.nextInt(3)) {
            case 0 -> Factors.empty(y.length, y[0].length);
            case 1 -> spoilt(solution, Math.pow(10, -1 - random.nextInt(7)), random);
            default -> anywhere(random);
        };
    }

    private static Factors spoilt(Factors solution, double relative, Random random) {
        Factors w = solution.copy();
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    double factor = Math.max(0, 1 + relative * random.nextGaussian());
                    w.block(k).set(i, j, w.block(k).get(i, j) * factor);
                }
            }
        }
        return w;
    }

    private Factors anywhere(Random random) {
        Factors w = Factors.zeros(1 + random.nextInt(3), y.length, y[0].length);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    w.block(k).set(i, j, Math.max(0, random.nextGaussian()));
                }
            }
        }
        return w;
    }

    String what() {
        return "instance %d, %s, %d x %d, epsilon %s, lambda %s"
                .formatted(index, kind, y.length, y[0].length, epsilon, lambda);
    }
}
