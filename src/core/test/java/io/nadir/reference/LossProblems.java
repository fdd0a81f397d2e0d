package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.exact;
import static io.nadir.reference.ExactProblem.norm;
import static io.nadir.reference.ExactProblem.sumOfMagnitudes;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.reference.ExactProblem.Polar;
import io.nadir.reference.ExactProblem.Theta;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.EventLimit;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * Makes problems of which the truth is known under every loss of single entries, with weights of
 * all sizes in one matrix, at all scales that the loss admits, and with λ from next to nothing to
 * beyond the polar, often within rounding of it.
 *
 * <p>The truth comes from symmetry. What leaves a problem as it is and maps entries to each other
 * leaves one number to be found, since the mean of its images is no worse than any X: so for
 * matrices a·stᵀ with signs s and t, and for Hadamard matrices. Dropping what is outside of blocks
 * on a diagonal makes no nuclear norm larger, so blocks with nothing observed outside, or zeros,
 * are each by itself.
 */
public final class LossProblems {
    /** As many events as a solve for a point of these small problems may have. */
    private static final int MOST_EVENTS = 150;

    private final Random random;
    private final ExactEntryLoss loss;
    private final double scale;

    /** Ratio of the largest weight to the smallest, as a power of ten. */
    private final double spread;

    /** The largest weight, about. */
    private final double unit;

    private LossProblems(Random random, int kind) {
        this.random = random;
        this.scale = kind < 2 ? ExactProblems.scale(random) : 1;
        this.loss =
                switch (kind) {
                    case 0 -> new ExactEntryLoss.Squared();
                    case 1 -> new ExactEntryLoss.Huber(scale * delta(random));
                    case 2 -> new ExactEntryLoss.Logistic();
                    default -> new ExactEntryLoss.SquaredHinge();
                };
        this.spread =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 24;
                    default -> 4;
                };
        this.unit = unit(random, scale);
    }

    /** Kinds of problems. */
    static final int KINDS = 13;

    /** Problem number {@code index}: kinds and losses take turns, everything else is random. */
    public static ExactProblem generate(int index) {
        Random random = new Random(0x9E3779B97F4A7C15L * (index + 1));
        return new LossProblems(random, index / KINDS % 4).make(index % KINDS);
    }

    private ExactProblem make(int kind) {
        return switch (kind) {
            case 0 -> row("one element", 1, false);
            case 1 -> row("one row", 1 + random.nextInt(6), false);
            case 2 -> row("one column", 1 + random.nextInt(6), true);
            case 3 -> diagonal("observed diagonal", false);
            case 4 -> diagonal("weighted diagonal", true);
            case 5 -> centredDiagonal();
            case 6 -> axes();
            case 7 -> rows();
            case 8 -> signs();
            case 9 -> hadamard();
            case 10 -> twoRows();
            case 11 -> twoLayers();
            default -> classes();
        };
    }

    private static double delta(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 1;
            case 1 -> Math.pow(10, -12 * random.nextDouble());
            case 2 -> Math.pow(10, 4 * random.nextDouble());
            case 3 -> Math.pow(10, 60 * random.nextDouble() - 30);
            default -> 0.1 + random.nextDouble();
        };
    }

    private static double unit(Random random, double scale) {
        double room = 250 - 2 * Math.abs(Math.log10(scale));
        double most = Math.clamp(room, 0, 150);
        double exponent = most * (2 * random.nextDouble() - 1);
        return switch (random.nextInt(3)) {
            case 0 -> Math.pow(10, exponent);
            case 1 -> Math.scalb(1.0, (int) exponent);
            default -> 1;
        };
    }

    private boolean ofLabels() {
        return loss instanceof ExactEntryLoss.Logistic
                || loss instanceof ExactEntryLoss.SquaredHinge;
    }

    /** Any datum that the loss takes; where Huber's loss turns, now and then. */
    private double datum() {
        if (ofLabels()) {
            return random.nextBoolean() ? 1 : -1;
        }
        if (loss instanceof ExactEntryLoss.Huber huber && random.nextInt(4) == 0) {
            double sign = random.nextBoolean() ? 1 : -1;
            return sign * huber.delta() * (random.nextBoolean() ? 1 : 1 + Math.ulp(1.0));
        }
        return scale * random.nextGaussian();
    }

    private double[] data(int length) {
        double[] y = new double[length];
        for (int e = 0; e < length; e++) {
            y[e] = datum();
        }
        return y;
    }

    private double[] weights(int length) {
        double[] weights = new double[length];
        boolean powers = random.nextBoolean();
        for (int e = 0; e < length; e++) {
            double exponent = -spread * random.nextDouble();
            weights[e] =
                    unit
                            * (powers
                                    ? Math.scalb(1.0, (int) (3 * exponent))
                                    : Math.pow(10, exponent));
        }
        return weights;
    }

    /** The slope at 0 times the weight, without its sign. */
    private double force(double y, double weight) {
        return weight * loss.slope(new BigDecimal(y), BigDecimal.ZERO).abs().doubleValue();
    }

    private double lambda(double polar) {
        double sign = random.nextBoolean() ? 1 : -1;
        return switch (random.nextInt(6)) {
            case 0 -> polar * (1 + sign * 1e-9);
            case 1, 2 -> polar * Math.pow(10, -40 * random.nextDouble());
            default -> ExactProblems.lambda(random, polar);
        };
    }

    /** w·min ℓ(y, x) + (μ/w)|x|. */
    private BigDecimal least(double y, double weight, BigDecimal mu) {
        BigDecimal w = new BigDecimal(weight);
        return times(w, loss.least(new BigDecimal(y), mu.divide(w, DIGITS)));
    }

    private static MatrixData matrix(int m, int n, double[] y, double[] weights, boolean listed) {
        DenseMatrix data = DenseMatrix.wrap(m, n, y);
        if (!listed) {
            boolean whole = Arrays.stream(weights).allMatch(weight -> weight == 1);
            return whole ? data : data.withWeights(DenseMatrix.wrap(m, n, weights));
        }
        int[] at =
                java.util.stream.IntStream.range(0, y.length).filter(e -> weights[e] > 0).toArray();
        return ObservedEntries.copyOf(
                m,
                n,
                Arrays.stream(at).map(e -> e / n).toArray(),
                Arrays.stream(at).map(e -> e % n).toArray(),
                Arrays.stream(at).mapToDouble(e -> y[e]).toArray(),
                Arrays.stream(at).mapToDouble(e -> weights[e]).toArray());
    }

    private ExactProblem problem(
            String name,
            ModelData data,
            Regularizer theta,
            Theta exactTheta,
            double lambda,
            double[] y,
            double[] weights,
            BigDecimal optimum,
            @Nullable Polar polar) {
        return new ExactProblem(
                name + ", " + loss + ", spread " + spread,
                new Problem(data, loss.loss(), theta, lambda),
                loss,
                ExactProblems::outer,
                exactTheta,
                exact(y),
                exact(weights),
                optimum,
                polar);
    }

    private ExactProblem nuclear(
            String name,
            MatrixData data,
            double lambda,
            double[] y,
            double[] weights,
            BigDecimal optimum,
            @Nullable Polar polar) {
        boolean products = random.nextInt(4) == 0;
        return problem(
                name,
                data,
                products
                        ? new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.EUCLIDEAN)
                        : new SquaredNorms(),
                products ? ExactProblems::productOfNorms : ExactProblems::halfSquares,
                lambda,
                y,
                weights,
                optimum,
                polar);
    }

    private ExactProblem row(String name, int n, boolean column) {
        double[] y = data(n);
        double[] weights = weights(n);
        double lambda = lambda(forces(y, weights));
        MatrixData data =
                matrix(column ? n : 1, column ? 1 : n, y, weights, random.nextInt(3) == 0);
        return nuclear(
                name,
                data,
                lambda,
                y,
                weights,
                leastRow(y, weights, new BigDecimal(lambda)),
                ExactProblem::norm);
    }

    /** ‖∇ℓ‖ at 0. */
    private double forces(double[] y, double[] weights) {
        BigDecimal[] forces = new BigDecimal[y.length];
        Arrays.setAll(forces, e -> new BigDecimal(force(y[e], weights[e])));
        return norm(forces).doubleValue();
    }

    /**
     * min over x of Σ w·ℓ(y, x) + μ‖x‖₂: a value attained at an x that float64 has, whose distance
     * from the best counts by its square. With t = μ/‖x‖, x_j minimizes w·ℓ(y_j, x_j) + ½t·x_j²,
     * and t‖x(t)‖ rises with t.
     */
    private BigDecimal leastRow(double[] y, double[] weights, BigDecimal mu) {
        if (y.length == 1) {
            return least(y[0], weights[0], mu);
        }
        double largest = Arrays.stream(weights).max().orElseThrow();
        double wanted = mu.divide(new BigDecimal(largest), DIGITS).doubleValue();
        double low = -1074;
        double high = 1020;
        for (int i = 0; i < 80; i++) {
            double middle = 0.5 * (low + high);
            double t = Math.pow(2, middle);
            double norm = norm(exact(proximal(y, weights, largest, t))).doubleValue();
            if (t * norm < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        BigDecimal best = BigDecimal.ZERO;
        BigDecimal fit = times(mu, norm(exact(proximal(y, weights, largest, Math.pow(2, low)))));
        double[] x = proximal(y, weights, largest, Math.pow(2, low));
        for (int e = 0; e < y.length; e++) {
            BigDecimal w = new BigDecimal(weights[e]);
            BigDecimal datum = new BigDecimal(y[e]);
            best = best.add(times(w, loss.value(datum, BigDecimal.ZERO)), DIGITS);
            fit = fit.add(times(w, loss.value(datum, new BigDecimal(x[e]))), DIGITS);
        }
        return best.min(fit);
    }

    private double[] proximal(double[] y, double[] weights, double largest, double t) {
        double[] x = new double[y.length];
        Arrays.setAll(x, e -> loss.proximal(y[e], weights[e] / largest, t));
        return x;
    }

    /** Some entries, one in a row and a column; nothing is known of the others. */
    private ExactProblem diagonal(String name, boolean dense) {
        int n = 1 + random.nextInt(4);
        int m = n + random.nextInt(2);
        int shift = random.nextInt(n);
        double[] own = data(n);
        double[] ownWeights = weights(n);
        double[] y = data(m * n);
        double[] weights = new double[m * n];
        int chosen = random.nextInt(n);
        double lambda = lambda(force(own[chosen], ownWeights[chosen]));
        BigDecimal optimum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            int at = i * n + (i + shift) % n;
            y[at] = own[i];
            weights[at] = ownWeights[i];
            optimum = optimum.add(least(own[i], ownWeights[i], new BigDecimal(lambda)), DIGITS);
        }
        return nuclear(
                name,
                matrix(m, n, y, weights, !dense),
                lambda,
                y,
                weights,
                optimum,
                ExactProblems::largest);
    }

    /** A diagonal with zeros around it that count, as much as may be. */
    private ExactProblem centredDiagonal() {
        if (ofLabels()) {
            return blocks();
        }
        int n = 2 + random.nextInt(3);
        double[] y = new double[n * n];
        double[] weights = weights(n * n);
        for (int i = 0; i < n; i++) {
            y[i * (n + 1)] = datum();
        }
        int chosen = random.nextInt(n) * (n + 1);
        double lambda = lambda(force(y[chosen], weights[chosen]));
        BigDecimal optimum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            int at = i * (n + 1);
            optimum = optimum.add(least(y[at], weights[at], new BigDecimal(lambda)), DIGITS);
        }
        return nuclear(
                "diagonal among zeros",
                matrix(n, n, y, weights, random.nextInt(4) == 0),
                lambda,
                y,
                weights,
                optimum,
                n == 2 ? z -> ExactProblems.sigma(z, 2)[0] : null);
    }

    /** b₁‖u‖₁·b₂‖v‖₁: each entry by itself. */
    private ExactProblem axes() {
        int m = 1 + random.nextInt(3);
        int n = 1 + random.nextInt(3);
        double b = Math.scalb(1 + random.nextDouble(), random.nextInt(60) - 30);
        double[] y = data(m * n);
        double[] weights = weights(m * n);
        int chosen = random.nextInt(y.length);
        double lambda = lambda(force(y[chosen], weights[chosen]) / b);
        BigDecimal factor = new BigDecimal(b);
        BigDecimal mu = times(factor, new BigDecimal(lambda));
        BigDecimal optimum = BigDecimal.ZERO;
        for (int e = 0; e < y.length; e++) {
            optimum = optimum.add(least(y[e], weights[e], mu), DIGITS);
        }
        return problem(
                "l1 times l1",
                matrix(m, n, y, weights, random.nextInt(3) == 0),
                new GaugeProduct(new EuclideanPlusL1(0, b), EuclideanPlusL1.ONE),
                w -> times(factor, times(sumOfMagnitudes(w[0]), sumOfMagnitudes(w[1]))),
                lambda,
                y,
                weights,
                optimum,
                z -> ExactProblems.largest(z).divide(factor, DIGITS));
    }

    /** ‖u‖₁‖v‖₂: each row by itself. */
    private ExactProblem rows() {
        int m = 1 + random.nextInt(3);
        int n = 1 + random.nextInt(4);
        double[] y = data(m * n);
        double[] weights = weights(m * n);
        int chosen = random.nextInt(m);
        double lambda = lambda(forces(part(y, chosen, n), part(weights, chosen, n)));
        BigDecimal optimum = BigDecimal.ZERO;
        for (int i = 0; i < m; i++) {
            BigDecimal row = leastRow(part(y, i, n), part(weights, i, n), new BigDecimal(lambda));
            optimum = optimum.add(row, DIGITS);
        }
        return problem(
                "l1 times l2",
                matrix(m, n, y, weights, random.nextInt(3) == 0),
                new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN),
                w -> times(sumOfMagnitudes(w[0]), norm(w[1])),
                lambda,
                y,
                weights,
                optimum,
                z -> ExactProblems.largest(ExactProblems.rowNorms(z, n)));
    }

    private static double[] part(double[] all, int row, int n) {
        return Arrays.copyOfRange(all, row * n, (row + 1) * n);
    }

    /** a·stᵀ: X = x·stᵀ, of which the nuclear norm is |x|√(mn). */
    private ExactProblem signs() {
        int m = 1 + random.nextInt(4);
        int n = 1 + random.nextInt(4);
        double a = Math.abs(datum());
        double[] weights = new double[m * n];
        Arrays.fill(weights, unit);
        int[] left = random.ints(m, 0, 2).toArray();
        int[] right = random.ints(n, 0, 2).toArray();
        double[] y = new double[m * n];
        Arrays.setAll(y, e -> (left[e / n] == right[e % n] ? 1 : -1) * a);
        BigDecimal root = BigDecimal.valueOf((long) m * n).sqrt(DIGITS);
        double lambda = lambda(force(a, unit) * Math.sqrt(m * n));
        BigDecimal mu = new BigDecimal(lambda).divide(root, DIGITS);
        BigDecimal optimum = times(BigDecimal.valueOf((long) m * n), least(a, unit, mu));
        return nuclear(
                "signs",
                matrix(m, n, y, weights, random.nextInt(3) == 0),
                lambda,
                y,
                weights,
                optimum,
                m > 2 ? null : z -> ExactProblems.sigma(z, m)[0]);
    }

    /** Blocks of signs on a diagonal, of which each has its weight. */
    private ExactProblem blocks() {
        int side = 1 + random.nextInt(3);
        int count = 1 + random.nextInt(3);
        int n = side * count;
        double[] own = weights(count);
        double[] y = new double[n * n];
        Arrays.fill(y, 1);
        double[] weights = new double[n * n];
        IntPredicate inside = e -> e / n / side == e % n / side;
        for (int e = 0; e < y.length; e++) {
            if (inside.test(e)) {
                weights[e] = own[e / n / side];
            }
        }
        int chosen = random.nextInt(count);
        double lambda = lambda(force(1, own[chosen]) * side);
        BigDecimal mu = new BigDecimal(lambda).divide(BigDecimal.valueOf(side), DIGITS);
        BigDecimal optimum = BigDecimal.ZERO;
        for (double weight : own) {
            BigDecimal block = times(BigDecimal.valueOf((long) side * side), least(1, weight, mu));
            optimum = optimum.add(block, DIGITS);
        }
        return nuclear(
                "blocks of signs",
                matrix(n, n, y, weights, random.nextBoolean()),
                lambda,
                y,
                weights,
                optimum,
                side == 1 ? ExactProblems::largest : null);
    }

    /** A Hadamard matrix times a: X = x·H, all n singular values of H being √n. */
    private ExactProblem hadamard() {
        int n = 1 << random.nextInt(4);
        double a = Math.abs(datum());
        double[] weights = new double[n * n];
        Arrays.fill(weights, unit);
        int[] left = random.ints(n, 0, 2).toArray();
        int[] right = random.ints(n, 0, 2).toArray();
        double[] y = new double[n * n];
        for (int e = 0; e < y.length; e++) {
            int ones = Integer.bitCount((e / n) & (e % n)) + left[e / n] + right[e % n];
            y[e] = ones % 2 == 0 ? a : -a;
        }
        BigDecimal root = BigDecimal.valueOf(n).sqrt(DIGITS);
        double lambda = lambda(force(a, unit) * Math.sqrt(n));
        BigDecimal mu = new BigDecimal(lambda).divide(root, DIGITS);
        return nuclear(
                "Hadamard",
                matrix(n, n, y, weights, random.nextInt(3) == 0),
                lambda,
                y,
                weights,
                times(BigDecimal.valueOf((long) n * n), least(a, unit, mu)),
                n == 2 ? z -> ExactProblems.sigma(z, 2)[0] : null);
    }

    /** Anything; the polar is known, and a value that the solver attains if asked for more. */
    private ExactProblem twoRows() {
        int n = 2 + random.nextInt(3);
        double[] y = data(2 * n);
        double[] weights = weights(2 * n);
        double lambda = lambda(forces(y, weights));
        MatrixData data = matrix(2, n, y, weights, random.nextInt(3) == 0);
        ExactProblem open =
                nuclear(
                        "two rows",
                        data,
                        lambda,
                        y,
                        weights,
                        BigDecimal.ZERO,
                        z -> ExactProblems.sigma(z, 2)[0]);
        return open.withOptimum(attained(open, 2, n));
    }

    /** The least objective the solver attains: no less than the optimum, whoever computed it. */
    private static BigDecimal attained(ExactProblem open, int rows, int columns) {
        BigDecimal zero = open.objective(Factors.empty(rows, columns));
        SolverOptions tight = SolverOptions.defaults().withRelativeGap(1e-11);
        try {
            Factors best =
                    Nadir.solve(open.problem(), tight.withListener(new EventLimit(MOST_EVENTS)))
                            .factors();
            return zero.min(open.objective(best));
        } catch (IllegalArgumentException e) {
            // Refused: so it will be where certificates are asked for.
            return zero;
        }
    }

    /** One sample: ‖s‖ times a row. */
    private ExactProblem twoLayers() {
        double[] s = inputs();
        double[] y = data(1 + random.nextInt(3));
        double[] weights = new double[y.length];
        Arrays.fill(weights, 1);
        BigDecimal gain = norm(exact(s));
        double lambda = lambda(gain.doubleValue() * forces(y, weights));
        BigDecimal mu = new BigDecimal(lambda).divide(gain, DIGITS);
        return network("one sample", s, y, loss, lambda, leastRow(y, weights, mu));
    }

    /** One sample of one of several classes. */
    private ExactProblem classes() {
        double[] s = inputs();
        int q = 2 + random.nextInt(4);
        double[] y = new double[q];
        y[random.nextInt(q)] = 1;
        ExactClassLoss ofClass =
                random.nextBoolean()
                        ? new ExactClassLoss.Softmax()
                        : new ExactClassLoss.SquaredHinge(q);
        BigDecimal[] margins = new BigDecimal[q - 1];
        Arrays.fill(margins, BigDecimal.ZERO);
        double total = (q - 1) * ofClass.slopes(margins)[0].doubleValue();
        BigDecimal gain = norm(exact(s));
        BigDecimal share = BigDecimal.valueOf(q - 1L).divide(BigDecimal.valueOf(q), DIGITS);
        BigDecimal norm = share.sqrt(DIGITS);
        double lambda = lambda(gain.doubleValue() * total / norm.doubleValue());
        BigDecimal tau = times(new BigDecimal(lambda).divide(gain, DIGITS), norm);
        return network("classes", s, y, ofClass, lambda, ofClass.least(q, tau));
    }

    private double[] inputs() {
        double size = Math.scalb(1.0, random.nextInt(60) - 30);
        return random.doubles(1 + random.nextInt(3), -1, 1).map(e -> e * size).toArray();
    }

    private static ExactProblem network(
            String name,
            double[] s,
            double[] y,
            ExactLoss loss,
            double lambda,
            BigDecimal optimum) {
        BigDecimal[] inputs = exact(s);
        BigDecimal[] weights = new BigDecimal[y.length];
        Arrays.fill(weights, BigDecimal.ONE);
        return new ExactProblem(
                "two layers, " + name + ", " + loss,
                new Problem(
                        TwoLayerNetwork.relu(
                                DenseMatrix.wrap(1, s.length, s), DenseMatrix.wrap(1, y.length, y)),
                        loss.loss(),
                        new SquaredNorms(),
                        lambda),
                loss,
                w -> {
                    BigDecimal sum = BigDecimal.ZERO;
                    for (int i = 0; i < inputs.length; i++) {
                        sum = sum.add(times(inputs[i], w[0][i]), DIGITS);
                    }
                    return ExactProblems.outer(
                            new BigDecimal[][] {{sum.max(BigDecimal.ZERO)}, w[1]});
                },
                ExactProblems::halfSquares,
                exact(y),
                weights,
                optimum,
                z -> times(norm(inputs), norm(z)));
    }
}
