package io.nadir.matrix;

import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.reference.GaugeReference;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A tiny seeded problem made to fool a solver with gauges.
 *
 * @param name what it tries
 * @param lambda λ
 * @param exponent data and λ are to be solved 2^exponent times as large
 */
record GaugeInstance(
        int index, String name, double[][] y, Regularizer theta, double lambda, int exponent) {
    private static final List<String> KINDS =
            List.of(
                    "gaussian",
                    "positive",
                    "integers",
                    "sparse",
                    "constant",
                    "zero",
                    "polar just above 1",
                    "polar just below 1",
                    "equal singular values",
                    "rank one",
                    "scale 1e-150",
                    "scale 1e150",
                    "one row",
                    "one column",
                    "negative",
                    "nearly constant",
                    "tiny lambda",
                    "lambda beyond all");

    /** The instance number {@code index}: kinds take turns, shapes and numbers are random. */
    static GaugeInstance generate(int index, Regularizer theta) {
        Random random = new Random(index);
        String kind = KINDS.get(index % KINDS.size());
        int large = 1 + random.nextInt(4);
        int small = 1 + random.nextInt(2);
        boolean wide = random.nextBoolean();
        int m = kind.equals("one row") ? 1 : wide ? small : large;
        int n = kind.equals("one column") ? 1 : wide ? large : small;
        double[][] y = new double[m][n];
        double[] u = random.doubles(m).toArray();
        double[] v = random.doubles(n).toArray();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[i][j] = entry(kind, i, j, u[i] * v[j], random);
            }
        }
        double polar = GaugeReference.polar(y, theta.gauge(0), theta.gauge(1));
        double lambda = polar == 0 ? 1 : polar * share(kind, random);
        int exponent = kind.equals("scale 1e-150") ? -498 : kind.equals("scale 1e150") ? 498 : 0;
        return new GaugeInstance(index, kind, y, theta, lambda, exponent);
    }

    private static double entry(String kind, int i, int j, double product, Random random) {
        double gaussian = random.nextGaussian();
        return switch (kind) {
            case "positive" -> Math.abs(gaussian);
            case "negative" -> -Math.abs(gaussian);
            case "integers" -> random.nextInt(5) - 2;
            case "sparse" -> random.nextInt(3) == 0 ? gaussian : 0;
            case "constant" -> 1;
            case "nearly constant" -> 1 + 1e-9 * gaussian;
            case "zero" -> 0;
            case "equal singular values" -> i == j ? 1 : 0;
            case "rank one" -> product;
            default -> gaussian;
        };
    }

    /** λ as a share of the least λ whose solution is 0. */
    private static double share(String kind, Random random) {
        return switch (kind) {
            case "polar just above 1" -> 1 - 1e-9;
            case "polar just below 1" -> 1 + 1e-9;
            case "tiny lambda" -> 0.02;
            case "lambda beyond all" -> 1000;
            default -> 0.05 + 0.9 * random.nextDouble();
        };
    }

    Problem problem() {
        double[] values =
                Arrays.stream(y)
                        .flatMapToDouble(Arrays::stream)
                        .map(x -> Math.scalb(x, exponent))
                        .toArray();
        DenseMatrix data = DenseMatrix.wrap(y.length, y[0].length, values);
        return new Problem(data, new SquaredLoss(), theta, Math.scalb(lambda, exponent));
    }

    GaugeReference reference() {
        return new GaugeReference(y, theta.gauge(0), theta.gauge(1), lambda);
    }

    Evidence evidence() {
        return index / KINDS.size() % 2 == 0 ? Evidence.PROVED : Evidence.PROBABLE;
    }

    /** An objective in units of these data. */
    double unscaled(double objective) {
        return Math.scalb(objective, -2 * exponent);
    }

    /** The objective of factors of the final scale, in units of these data. */
    double objective(GaugeReference truth, Factors w) {
        return truth.objective(w.timesPowerOfTwo(-exponent / 2), theta instanceof SquaredNorms);
    }

    /** A point to certify: the optimum from elsewhere, the solution spoilt, zero, or any. */
    Factors point(Factors solution, GaugeReference truth) {
        Random random = new Random(~index);
        return switch (random.nextInt(4)) {
            case 0 -> Factors.empty(y.length, y[0].length);
            case 1 -> truth.factors().timesPowerOfTwo(exponent / 2);
            case 2 -> spoilt(solution, random);
            default -> anywhere(random).timesPowerOfTwo(exponent / 2);
        };
    }

    private static Factors spoilt(Factors solution, Random random) {
        Factors w = solution.copy();
        for (int k = 0; k < 2; k++) {
            spoil(w, k, Math.pow(10, -1 - random.nextInt(7)), random);
        }
        return w;
    }

    private Factors anywhere(Random random) {
        Factors w = Factors.zeros(1 + random.nextInt(3), y.length, y[0].length);
        for (int k = 0; k < 2; k++) {
            boolean signed = theta.gauge(k) instanceof NonNegative;
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    double element = random.nextGaussian();
                    w.block(k).set(i, j, signed ? Math.abs(element) : element);
                }
            }
        }
        return w;
    }

    private static void spoil(Factors w, int k, double relative, Random random) {
        for (int i = 0; i < w.block(k).rows(); i++) {
            for (int j = 0; j < w.rank(); j++) {
                double element = w.block(k).get(i, j);
                w.block(k).set(i, j, element * (1 + relative * random.nextGaussian()));
            }
        }
    }

    String what() {
        return "instance %d, %s, %d x %d, lambda %s, %s"
                .formatted(index, name, y.length, y[0].length, lambda, theta.name());
    }
}
