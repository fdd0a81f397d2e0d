package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.exact;
import static io.nadir.reference.ExactProblem.half;
import static io.nadir.reference.ExactProblem.norm;
import static io.nadir.reference.ExactProblem.soft;
import static io.nadir.reference.ExactProblem.squares;
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
 * Matrices of rows that share no column, under products of norms a‖·‖₂ + b‖·‖₁, with signs and
 * without: each row is a problem of its own, a proximal map in closed form. For (Σ(a‖v_k‖₂ +
 * b‖v_k‖₁)²)^½ ≤ a‖v‖₂ + b‖v‖₁ for the parts v_k of v, and no u is better than one with a single
 * element. One row, several, or their transposes; elements are spread out, equal, next to each
 * other, or 0.
 */
public final class BlockProblems {
    private final Random random;
    private final double scale;

    private BlockProblems(Random random) {
        this.random = random;
        this.scale = ExactProblems.scale(random);
    }

    /** Problem number {@code index}: signs take turns, everything else is random. */
    public static ExactProblem generate(int index) {
        return new BlockProblems(new Random(index)).make(index % 4);
    }

    private ExactProblem make(int form) {
        boolean leftNonNegative = form % 2 == 1;
        boolean rightNonNegative = form >= 2;
        int rows = 1 + random.nextInt(3);
        int width = 1 + random.nextInt(4);
        double[] y = elements(rows, width);
        double gamma = Math.pow(10, 6 * random.nextDouble() - 5);
        EuclideanPlusL1 left =
                random.nextBoolean() ? EuclideanPlusL1.EUCLIDEAN : new EuclideanPlusL1(0.5, gamma);
        EuclideanPlusL1 right = EuclideanPlusL1.sparse(gamma);
        Gauge first = leftNonNegative ? new NonNegative(left) : left;
        Gauge second = rightNonNegative ? new NonNegative(right) : right;
        BigDecimal unit = size(left, BigDecimal.ONE);
        double largest = Arrays.stream(y).map(Math::abs).max().orElse(0);
        double lambda =
                ExactProblems.lambda(
                        random, largest == 0 ? 1 : largest / unit.doubleValue() / (1 + gamma));
        BigDecimal weight = times(new BigDecimal(lambda), unit);
        BigDecimal optimum = BigDecimal.ZERO;
        for (int i = 0; i < rows; i++) {
            BigDecimal[] row = exact(Arrays.copyOfRange(y, i * width, (i + 1) * width));
            optimum =
                    optimum.add(
                            rightNonNegative
                                    ? minimumOfParts(row, weight, right, leftNonNegative)
                                    : minimum(row, weight, right),
                            DIGITS);
        }
        boolean turned = random.nextBoolean();
        double[] matrix = matrix(y, rows, width, turned);
        int m = turned ? rows * width : rows;
        BigDecimal[] ones = new BigDecimal[matrix.length];
        Arrays.fill(ones, BigDecimal.ONE);
        return new ExactProblem(
                "%d rows of %d, form %d, gamma %s".formatted(rows, width, form, gamma),
                new Problem(
                        DenseMatrix.wrap(m, matrix.length / m, matrix),
                        new SquaredLoss(),
                        turned ? new GaugeProduct(second, first) : new GaugeProduct(first, second),
                        lambda),
                ExactProblems::outer,
                w -> times(size(left, w[turned ? 1 : 0]), size(right, w[turned ? 0 : 1])),
                exact(matrix),
                ones,
                optimum,
                null);
    }

    private double[] elements(int rows, int width) {
        double[] y = new double[rows * width];
        int kind = random.nextInt(20) == 0 ? 4 : random.nextInt(4);
        for (int i = 0; i < y.length; i++) {
            int sign = random.nextBoolean() ? 1 : -1;
            y[i] =
                    scale
                            * switch (kind) {
                                case 0 -> sign;
                                case 1 -> sign * (1 + i * 1e-12);
                                case 2 -> random.nextInt(3) == 0 ? 0 : random.nextGaussian();
                                case 3 -> random.nextGaussian();
                                default -> 0;
                            };
        }
        return y;
    }

    private static double[] matrix(double[] y, int rows, int width, boolean turned) {
        int n = rows * width;
        double[] matrix = new double[rows * n];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                int column = i * width + j;
                matrix[turned ? column * rows + i : i * n + column] = y[column];
            }
        }
        return matrix;
    }

    /** Rows ±v of v ≥ 0 fit the positive and the negative elements apart, or the former alone. */
    private static BigDecimal minimumOfParts(
            BigDecimal[] row, BigDecimal weight, EuclideanPlusL1 gauge, boolean positiveOnly) {
        BigDecimal[] positive =
                Arrays.stream(row).map(x -> x.max(BigDecimal.ZERO)).toArray(BigDecimal[]::new);
        BigDecimal[] negative =
                Arrays.stream(row).map(x -> x.min(BigDecimal.ZERO)).toArray(BigDecimal[]::new);
        BigDecimal rest = positiveOnly ? half(squares(negative)) : minimum(negative, weight, gauge);
        return minimum(positive, weight, gauge).add(rest, DIGITS);
    }

    /** min over x of ½‖x − y‖² + weight·(a‖x‖₂ + b‖x‖₁). */
    private static BigDecimal minimum(BigDecimal[] y, BigDecimal weight, EuclideanPlusL1 gauge) {
        BigDecimal one = times(weight, new BigDecimal(gauge.one()));
        BigDecimal euclidean = times(weight, new BigDecimal(gauge.euclidean()));
        BigDecimal[] s = new BigDecimal[y.length];
        Arrays.setAll(s, j -> y[j].abs().subtract(one, DIGITS).max(BigDecimal.ZERO));
        // Where x has the signs of y, ½‖x − y‖² + one·‖x‖₁ is ½‖x − s‖² and, for each element, what
        // is left of it beyond s.
        BigDecimal value = soft(norm(s), euclidean);
        for (int j = 0; j < y.length; j++) {
            BigDecimal rest = soft(y[j].abs(), one);
            value = value.add(rest, DIGITS);
        }
        return value;
    }

    private static BigDecimal size(EuclideanPlusL1 gauge, BigDecimal... x) {
        BigDecimal euclidean = times(new BigDecimal(gauge.euclidean()), norm(x));
        return euclidean.add(times(new BigDecimal(gauge.one()), sumOfMagnitudes(x)), DIGITS);
    }
}
