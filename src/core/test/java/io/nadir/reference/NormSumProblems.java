package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.exact;
import static io.nadir.reference.ExactProblem.norm;
import static io.nadir.reference.ExactProblem.soft;
import static io.nadir.reference.ExactProblem.sumOfMagnitudes;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Gauge;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;

/**
 * Diagonal matrices under products of norms a‖·‖₂ + b‖·‖₁, with signs and without. As a‖x‖₂ + b‖x‖₁
 * ≥ (a + b)‖x‖₂ with equality on the axes, the optimum is that of the nuclear norm with λ times
 * both sums of weights, and so is the polar at 0. Diagonals are spread out, equal, next to each
 * other, or 0; weights of the 1-norm are 1e-6 to 1e3.
 */
public final class NormSumProblems {
    private final Random random;

    private NormSumProblems(Random random) {
        this.random = random;
    }

    /** Problem number {@code index}: forms take turns, everything else is random. */
    public static ExactProblem generate(int index) {
        return new NormSumProblems(new Random(index)).make(index % 5);
    }

    private ExactProblem make(int form) {
        int n = 1 + random.nextInt(4);
        double scale = ExactProblems.scale(random);
        double[] y = new double[n * n];
        for (int i = 0; i < n; i++) {
            double element = scale * random.nextGaussian();
            boolean alike = i > 0 && random.nextInt(3) == 0;
            double before = alike ? y[(i - 1) * (n + 1)] : 0;
            element = alike ? before * (1 - random.nextInt(2) * 1e-12) : element;
            y[i * (n + 1)] = form == 4 ? Math.abs(element) : element;
        }
        if (random.nextInt(20) == 0) {
            Arrays.fill(y, 0);
        }
        double gamma = Math.pow(10, 9 * random.nextDouble() - 6);
        EuclideanPlusL1 sparse = EuclideanPlusL1.sparse(gamma);
        EuclideanPlusL1 left = form == 1 ? new EuclideanPlusL1(0.5, gamma) : unit();
        Gauge first = form == 4 ? new NonNegative(left) : left;
        Gauge second = form >= 3 ? new NonNegative(sparse) : sparse;
        BigDecimal weights = times(weight(left), weight(sparse));
        double largest = Arrays.stream(y).map(Math::abs).max().orElse(0);
        double polar = largest == 0 ? 1 : largest / weights.doubleValue();
        double lambda = ExactProblems.lambda(random, polar);
        BigDecimal threshold = times(new BigDecimal(lambda), weights);
        BigDecimal optimum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            BigDecimal size = new BigDecimal(y[i * (n + 1)]).abs();
            optimum = optimum.add(soft(size, threshold), DIGITS);
        }
        BigDecimal[] ones = new BigDecimal[y.length];
        Arrays.fill(ones, BigDecimal.ONE);
        return new ExactProblem(
                "diagonal, form " + form + ", gamma " + gamma,
                new Problem(
                        DenseMatrix.wrap(n, n, y),
                        new SquaredLoss(),
                        new GaugeProduct(first, second),
                        lambda),
                ExactProblems::outer,
                w -> times(size(left, w[0]), size(sparse, w[1])),
                exact(y),
                ones,
                optimum,
                null);
    }

    private static EuclideanPlusL1 unit() {
        return EuclideanPlusL1.EUCLIDEAN;
    }

    private static BigDecimal weight(EuclideanPlusL1 gauge) {
        return new BigDecimal(gauge.euclidean()).add(new BigDecimal(gauge.one()), DIGITS);
    }

    private static BigDecimal size(EuclideanPlusL1 gauge, BigDecimal[] x) {
        BigDecimal euclidean = times(new BigDecimal(gauge.euclidean()), norm(x));
        return euclidean.add(times(new BigDecimal(gauge.one()), sumOfMagnitudes(x)), DIGITS);
    }
}
