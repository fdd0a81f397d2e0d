package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.exact;
import static io.nadir.reference.ExactProblem.half;
import static io.nadir.reference.ExactProblem.norm;
import static io.nadir.reference.ExactProblem.soft;
import static io.nadir.reference.ExactProblem.sumOfMagnitudes;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.reference.ExactProblem.Polar;
import io.nadir.reference.ExactProblem.Theta;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.tensor.DenseTensor;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes problems with a closed form, of all kinds of data and regularizers, at scales from 1e-153
 * to 1e153, with weights from 1e-100 to 1e100, and with λ from next to nothing to beyond the polar,
 * often within rounding of it.
 */
public final class ExactProblems {
    private final Random random;
    private final double scale;

    private ExactProblems(Random random) {
        this.random = random;
        this.scale = scale(random);
    }

    /** Kinds of problems. */
    static final int KINDS = 18;

    /** Problem number {@code index}: kinds take turns, everything else is random. */
    public static ExactProblem generate(int index) {
        return new ExactProblems(new Random(index)).make(index % KINDS);
    }

    private ExactProblem make(int kind) {
        return switch (kind) {
            case 0 -> euclidean("one element", 1, 1, false);
            case 1 -> euclidean("one row", 1, 1 + random.nextInt(6), false);
            case 2 -> euclidean("one column", 1 + random.nextInt(6), 1, false);
            case 3 -> diagonal("diagonal");
            case 4, 5 -> euclidean("two rows", 2, 2 + random.nextInt(4), false);
            case 6 -> euclidean("two rows, weighted alike", 2, 2 + random.nextInt(3), true);
            case 7 -> euclidean("one row, weighted alike", 1, 1 + random.nextInt(4), true);
            case 8 -> entries("weighted diagonal", true);
            case 9 -> entries("observed diagonal", false);
            case 10 -> axes();
            case 11 -> rows();
            case 12 -> nonNegative();
            case 13 -> sparse();
            case 14 -> tensor();
            case 15 -> deepPower();
            case 16 -> twoLayer();
            default -> scaledNorms();
        };
    }

    static double scale(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Math.pow(10, 300 * random.nextDouble() - 150);
            case 1 -> random.nextBoolean() ? 1e-152 : 1e152;
            case 2 -> Math.scalb(1.0, random.nextInt(900) - 450);
            default -> Math.pow(10, 6 * random.nextDouble() - 3);
        };
    }

    private double lambda(double polar) {
        return lambda(random, polar);
    }

    /** λ in relation to the polar at 0 with λ = 1. */
    static double lambda(Random random, double polar) {
        double ratio =
                switch (random.nextInt(8)) {
                    case 0 -> 1 + Math.pow(10, -16 * random.nextDouble()) * random.nextGaussian();
                    case 1 -> 1 - Math.ulp(1.0) * random.nextInt(4);
                    case 2 -> Math.pow(10, -30 * random.nextDouble());
                    case 3 -> Math.pow(10, 120 * random.nextDouble());
                    default -> 1.5 * random.nextDouble() + 1e-3;
                };
        double lambda = Math.abs(ratio) * polar;
        return Math.clamp(lambda, Double.MIN_VALUE, Double.MAX_VALUE);
    }

    private double[] gaussian(int length) {
        double[] y = new double[length];
        for (int i = 0; i < length; i++) {
            y[i] = scale * random.nextGaussian();
        }
        return y;
    }

    private double[] matrix(int m, int n) {
        double[] y = gaussian(m * n);
        if (m == 2 && n > 1) {
            double epsilon = Math.pow(10, -18 * random.nextDouble());
            switch (random.nextInt(6)) {
                case 0 -> {
                    // Proportional rows, to rounding: rank one or next to it.
                    for (int j = 0; j < n; j++) {
                        y[n + j] = 0.75 * y[j] * (1 + epsilon);
                    }
                }
                case 1 -> {
                    // Singular values that nearly coincide.
                    Arrays.fill(y, 0);
                    y[0] = scale;
                    y[n + 1] = scale * (1 + epsilon);
                    y[1] = scale * epsilon;
                }
                case 2 -> {
                    Arrays.fill(y, 0);
                    y[0] = 2 * scale;
                    y[n + 1] = scale;
                    y[1] = epsilon * scale;
                    y[n] = epsilon * scale;
                }
                default -> {
                    // As it is.
                }
            }
        }
        return y;
    }

    private double weight() {
        double room = 280 - 2 * Math.abs(Math.log10(scale));
        double most = Math.max(0, Math.min(100, room));
        double exponent = most * (2 * random.nextDouble() - 1);
        return random.nextBoolean() ? Math.pow(10, exponent) : Math.scalb(1.0, (int) exponent);
    }

    private static Problem problem(ModelData y, Regularizer theta, double lambda) {
        return new Problem(y, new SquaredLoss(), theta, lambda);
    }

    private static BigDecimal[] filled(int length, double weight) {
        BigDecimal[] weights = new BigDecimal[length];
        Arrays.fill(weights, new BigDecimal(weight));
        return weights;
    }

    static BigDecimal[] outer(BigDecimal[][] w) {
        BigDecimal[] x = new BigDecimal[w[0].length * w[1].length];
        for (int i = 0; i < x.length; i++) {
            x[i] = times(w[0][i / w[1].length], w[1][i % w[1].length]);
        }
        return x;
    }

    static BigDecimal halfSquares(BigDecimal[][] w) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal[] block : w) {
            sum = sum.add(ExactProblem.squares(block), DIGITS);
        }
        return half(sum);
    }

    static BigDecimal productOfNorms(BigDecimal[][] w) {
        BigDecimal product = BigDecimal.ONE;
        for (BigDecimal[] block : w) {
            product = times(product, norm(block));
        }
        return product;
    }

    static BigDecimal largest(BigDecimal[] x) {
        return Arrays.stream(x).map(BigDecimal::abs).max(BigDecimal::compareTo).orElseThrow();
    }

    /** The singular values, of one or two rows or one column. */
    static BigDecimal[] sigma(BigDecimal[] y, int m) {
        return m == 2
                ? ExactProblem.singularValues(y)
                : new BigDecimal[] {norm(y), BigDecimal.ZERO};
    }

    private ExactProblem euclidean(String name, int m, int n, boolean weighted) {
        double[] y = matrix(m, n);
        double weight = weighted ? weight() : 1;
        DenseMatrix data = DenseMatrix.wrap(m, n, y);
        double[] weights = new double[m * n];
        Arrays.fill(weights, weight);
        BigDecimal[] exact = exact(y);
        BigDecimal[] sigma = sigma(exact, m);
        double lambda = lambda(weight * sigma[random.nextInt(m == 2 ? 2 : 1)].doubleValue());
        BigDecimal mu = new BigDecimal(lambda).divide(new BigDecimal(weight), DIGITS);
        boolean products = random.nextInt(4) == 0;
        Regularizer theta =
                products
                        ? new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.EUCLIDEAN)
                        : new SquaredNorms();
        Theta exactTheta = products ? ExactProblems::productOfNorms : ExactProblems::halfSquares;
        return new ExactProblem(
                name,
                problem(
                        weighted ? data.withWeights(DenseMatrix.wrap(m, n, weights)) : data,
                        theta,
                        lambda),
                ExactProblems::outer,
                exactTheta,
                exact,
                filled(m * n, weight),
                times(new BigDecimal(weight), soft(sigma[0], mu).add(soft(sigma[1], mu), DIGITS)),
                z -> sigma(z, m)[0]);
    }

    private ExactProblem diagonal(String name) {
        int n = 1 + random.nextInt(5);
        double[] y = new double[n * (n + 1)];
        double[] d = gaussian(n);
        double epsilon = Math.pow(10, -16 * random.nextDouble());
        boolean clustered = random.nextInt(3) == 0;
        for (int i = 0; i < n; i++) {
            d[i] = clustered ? scale * (1 + i * epsilon) : d[i];
            y[i * (n + 1) + n - i] = d[i];
        }
        double lambda = lambda(Math.abs(d[random.nextInt(n)]));
        BigDecimal optimum = BigDecimal.ZERO;
        for (double element : d) {
            BigDecimal size = new BigDecimal(element).abs();
            optimum = optimum.add(soft(size, new BigDecimal(lambda)), DIGITS);
        }
        return new ExactProblem(
                name,
                problem(DenseMatrix.wrap(n, n + 1, y), new SquaredNorms(), lambda),
                ExactProblems::outer,
                ExactProblems::halfSquares,
                exact(y),
                filled(y.length, 1),
                optimum,
                null);
    }

    /**
     * A diagonal with a weight of its own for each entry; the rest is missing, or weighs little.
     */
    private ExactProblem entries(String name, boolean dense) {
        int n = 1 + random.nextInt(4);
        double[] d = gaussian(n);
        double[] y = new double[n * n];
        double[] weights = new double[n * n];
        double[] own = new double[n];
        double unit = weight();
        double spread = random.nextInt(3) == 0 ? 40 : 3;
        for (int i = 0; i < n; i++) {
            own[i] = unit * Math.pow(10, -spread * random.nextDouble());
            y[i * n + i] = d[i];
            weights[i * n + i] = own[i];
        }
        int chosen = random.nextInt(n);
        double lambda = lambda(own[chosen] * Math.abs(d[chosen]));
        BigDecimal optimum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            BigDecimal weight = new BigDecimal(own[i]);
            BigDecimal mu = new BigDecimal(lambda).divide(weight, DIGITS);
            optimum = optimum.add(times(weight, soft(new BigDecimal(d[i]).abs(), mu)), DIGITS);
        }
        int[] places = new int[n];
        Arrays.setAll(places, i -> i);
        ModelData data =
                dense
                        ? DenseMatrix.wrap(n, n, y).withWeights(DenseMatrix.wrap(n, n, weights))
                        : ObservedEntries.copyOf(n, n, places, places, d, own);
        return new ExactProblem(
                name,
                problem(data, new SquaredNorms(), lambda),
                ExactProblems::outer,
                ExactProblems::halfSquares,
                exact(y),
                exact(weights),
                optimum,
                null);
    }

    /** b₁‖u‖₁·b₂‖v‖₁: each entry by itself. */
    private ExactProblem axes() {
        int m = 1 + random.nextInt(3);
        int n = 1 + random.nextInt(3);
        double b = Math.scalb(1 + random.nextDouble(), random.nextInt(60) - 30);
        double[] y = gaussian(m * n);
        double lambda = lambda(Math.abs(y[random.nextInt(y.length)]) / b);
        BigDecimal factor = new BigDecimal(b);
        BigDecimal mu = times(factor, new BigDecimal(lambda));
        BigDecimal optimum = BigDecimal.ZERO;
        for (double element : y) {
            optimum = optimum.add(soft(new BigDecimal(element).abs(), mu), DIGITS);
        }
        return new ExactProblem(
                "l1 times l1",
                problem(
                        DenseMatrix.wrap(m, n, y),
                        new GaugeProduct(new EuclideanPlusL1(0, b), EuclideanPlusL1.ONE),
                        lambda),
                ExactProblems::outer,
                w -> times(factor, times(sumOfMagnitudes(w[0]), sumOfMagnitudes(w[1]))),
                exact(y),
                filled(y.length, 1),
                optimum,
                z -> largest(z).divide(factor, DIGITS));
    }

    /** ‖u‖₁‖v‖₂: each row by itself. */
    private ExactProblem rows() {
        int m = 1 + random.nextInt(3);
        int n = 1 + random.nextInt(4);
        double[] y = gaussian(m * n);
        BigDecimal[] exact = exact(y);
        BigDecimal[] norms = rowNorms(exact, n);
        double lambda = lambda(norms[random.nextInt(m)].doubleValue());
        BigDecimal optimum = BigDecimal.ZERO;
        for (BigDecimal size : norms) {
            optimum = optimum.add(soft(size, new BigDecimal(lambda)), DIGITS);
        }
        return new ExactProblem(
                "l1 times l2",
                problem(
                        DenseMatrix.wrap(m, n, y),
                        new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN),
                        lambda),
                ExactProblems::outer,
                w -> times(sumOfMagnitudes(w[0]), norm(w[1])),
                exact,
                filled(y.length, 1),
                optimum,
                z -> largest(rowNorms(z, n)));
    }

    static BigDecimal[] rowNorms(BigDecimal[] y, int n) {
        BigDecimal[] norms = new BigDecimal[y.length / n];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = norm(Arrays.copyOfRange(y, i * n, (i + 1) * n));
        }
        return norms;
    }

    /** One row, u, v ≥ 0. */
    private ExactProblem nonNegative() {
        int n = 1 + random.nextInt(4);
        double[] y = gaussian(n);
        y[0] = Math.abs(y[0]);
        BigDecimal[] positive = exact(Arrays.stream(y).map(e -> Math.max(0, e)).toArray());
        BigDecimal[] negative = exact(Arrays.stream(y).map(e -> Math.min(0, e)).toArray());
        double lambda = lambda(norm(positive).doubleValue());
        return new ExactProblem(
                "one row, nonnegative",
                problem(DenseMatrix.wrap(1, n, y), SquaredNorms.nonNegative(), lambda),
                ExactProblems::outer,
                ExactProblems::halfSquares,
                exact(y),
                filled(n, 1),
                soft(norm(positive), new BigDecimal(lambda))
                        .add(half(ExactProblem.squares(negative)), DIGITS),
                z ->
                        norm(
                                Arrays.stream(z)
                                        .map(e -> e.max(BigDecimal.ZERO))
                                        .toArray(BigDecimal[]::new)));
    }

    private ExactProblem sparse() {
        int n = 1 + random.nextInt(6);
        double[] d = gaussian(n);
        double[] y = new double[n * n];
        int[] places = new int[n];
        int[] across = new int[n];
        for (int i = 0; i < n; i++) {
            places[i] = i;
            across[i] = n - 1 - i;
            y[i * n + across[i]] = d[i];
        }
        double lambda = lambda(Math.abs(d[random.nextInt(n)]));
        BigDecimal optimum = BigDecimal.ZERO;
        for (double element : d) {
            BigDecimal size = new BigDecimal(element).abs();
            optimum = optimum.add(soft(size, new BigDecimal(lambda)), DIGITS);
        }
        return new ExactProblem(
                "sparse",
                problem(SparseMatrix.copyOf(n, n, places, across, d), new SquaredNorms(), lambda),
                ExactProblems::outer,
                ExactProblems::halfSquares,
                exact(y),
                filled(y.length, 1),
                optimum,
                n == 2 ? z -> sigma(z, 2)[0] : null);
    }

    /** A superdiagonal, whose nuclear norm is the sum of its entries. */
    private ExactProblem tensor() {
        int n = 1 + random.nextInt(2);
        double[] y = new double[n * n * n];
        double[] d = gaussian(n);
        for (int i = 0; i < n; i++) {
            y[i * (n * n + n + 1)] = d[i];
        }
        double lambda = lambda(Math.abs(d[random.nextInt(n)]));
        BigDecimal optimum = BigDecimal.ZERO;
        for (double element : d) {
            BigDecimal size = new BigDecimal(element).abs();
            optimum = optimum.add(soft(size, new BigDecimal(lambda)), DIGITS);
        }
        boolean powers = random.nextBoolean();
        BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), DIGITS);
        return new ExactProblem(
                "tensor",
                problem(
                        DenseTensor.wrap(new int[] {n, n, n}, y),
                        powers
                                ? new NormPowers(3, false)
                                : new GaugeProduct(
                                        List.of(
                                                EuclideanPlusL1.EUCLIDEAN,
                                                EuclideanPlusL1.EUCLIDEAN,
                                                EuclideanPlusL1.EUCLIDEAN)),
                        lambda),
                w -> outer(new BigDecimal[][] {outer(w), w[2]}),
                powers
                        ? w ->
                                times(
                                        third,
                                        Arrays.stream(w)
                                                .map(b -> norm(b).pow(3, DIGITS))
                                                .reduce(
                                                        BigDecimal.ZERO,
                                                        (a, b) -> a.add(b, DIGITS)))
                        : ExactProblems::productOfNorms,
                exact(y),
                filled(y.length, 1),
                optimum,
                n == 1 ? z -> z[0].abs() : null);
    }

    /** (s·w)³ with θ = |w|³/3. */
    private ExactProblem deepPower() {
        double s = Math.scalb(1 + random.nextDouble(), random.nextInt(140) - 60);
        double[] y = gaussian(1);
        BigDecimal gain = new BigDecimal(s).pow(3, DIGITS).multiply(BigDecimal.valueOf(3), DIGITS);
        double lambda = lambda(gain.multiply(new BigDecimal(y[0]).abs()).doubleValue());
        BigDecimal mu = new BigDecimal(lambda).divide(gain, DIGITS);
        return new ExactProblem(
                "power of a weight",
                problem(
                        new DeepNetwork(
                                DenseMatrix.wrap(1, 1, new double[] {s}),
                                DenseMatrix.wrap(1, 1, y),
                                Subnetwork.parse("1 > linear:1 > power:3")),
                        new NormPowers(3, false),
                        lambda),
                w -> new BigDecimal[] {times(new BigDecimal(s), w[0][0]).pow(3, DIGITS)},
                w -> w[0][0].abs().pow(3, DIGITS).divide(BigDecimal.valueOf(3), DIGITS),
                exact(y),
                filled(1, 1),
                soft(new BigDecimal(y[0]).abs(), mu),
                z -> times(gain, z[0].abs()));
    }

    /** One sample: ‖s‖ times a row. */
    private ExactProblem twoLayer() {
        int d = 1 + random.nextInt(3);
        int q = 1 + random.nextInt(3);
        double unit = Math.scalb(1.0, random.nextInt(60) - 30);
        double[] s = random.doubles(d, -1, 1).map(e -> e * unit).toArray();
        double[] y = gaussian(q);
        BigDecimal[] inputs = exact(s);
        BigDecimal gain = norm(inputs);
        double lambda = lambda(times(gain, norm(exact(y))).doubleValue());
        return new ExactProblem(
                "two layers, one sample",
                problem(
                        TwoLayerNetwork.relu(DenseMatrix.wrap(1, d, s), DenseMatrix.wrap(1, q, y)),
                        new SquaredNorms(),
                        lambda),
                w -> {
                    BigDecimal sum = BigDecimal.ZERO;
                    for (int i = 0; i < d; i++) {
                        sum = sum.add(times(inputs[i], w[0][i]), DIGITS);
                    }
                    return outer(new BigDecimal[][] {{sum.max(BigDecimal.ZERO)}, w[1]});
                },
                ExactProblems::halfSquares,
                exact(y),
                filled(q, 1),
                soft(norm(exact(y)), new BigDecimal(lambda).divide(gain, DIGITS)),
                z -> times(gain, norm(z)));
    }

    /** a₁‖u‖₂·a₂‖v‖₂ with weights of the norms far from 1. */
    private ExactProblem scaledNorms() {
        int n = 1 + random.nextInt(4);
        double left = Math.scalb(1 + random.nextDouble(), random.nextInt(78) - 39);
        double right = Math.scalb(1 + random.nextDouble(), random.nextInt(78) - 39);
        double[] y = gaussian(n);
        BigDecimal factor = times(new BigDecimal(left), new BigDecimal(right));
        BigDecimal size = norm(exact(y));
        double lambda = lambda(size.divide(factor, DIGITS).doubleValue());
        Polar polar = z -> norm(z).divide(factor, DIGITS);
        return new ExactProblem(
                "one row, norms with weights",
                problem(
                        DenseMatrix.wrap(1, n, y),
                        new GaugeProduct(
                                new EuclideanPlusL1(left, 0), new EuclideanPlusL1(right, 0)),
                        lambda),
                ExactProblems::outer,
                w -> times(factor, productOfNorms(w)),
                exact(y),
                filled(n, 1),
                soft(size, times(factor, new BigDecimal(lambda))),
                polar);
    }
}
