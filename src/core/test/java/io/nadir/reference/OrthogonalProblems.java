package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.half;
import static io.nadir.reference.ExactProblem.soft;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.regularizer.SquaredNorms;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes dense matrices whose singular values are known exactly: Y = P·D·Qᵀ with P and Q Hadamard
 * matrices over √n, whose elements are powers of two up to sign where n is 4 or 16, signs and order
 * of their columns random. D has so few bits that no element of Y is rounded. Singular values are
 * spread out, equal, next to each other, or 0; λ is one of them, nearly, or between.
 */
public final class OrthogonalProblems {
    private final Random random;

    private OrthogonalProblems(Random random) {
        this.random = random;
    }

    /** Problem number {@code index}: kinds of data take turns, everything else is random. */
    public static ExactProblem generate(int index) {
        return new OrthogonalProblems(new Random(index)).make(index % 4);
    }

    private ExactProblem make(int kind) {
        int n = random.nextInt(4) == 0 ? 16 : 4;
        double scale = Math.scalb(1.0, random.nextInt(3) == 0 ? random.nextInt(980) - 490 : 0);
        double[] sigma = singularValues(n, scale);
        double[] y = product(n, sigma);
        boolean weighted = kind == 1 && Math.abs(Math.getExponent(scale)) < 200;
        double weight = weighted ? Math.pow(10, 60 * random.nextDouble() - 30) : 1;
        double lambda = lambda(weight * sigma[random.nextInt(n)], weight * scale);
        BigDecimal exactWeight = new BigDecimal(weight);
        BigDecimal mu = new BigDecimal(lambda).divide(exactWeight, DIGITS);
        BigDecimal optimum = BigDecimal.ZERO;
        for (double value : sigma) {
            optimum = optimum.add(soft(new BigDecimal(value), mu), DIGITS);
        }
        double[] weights = new double[n * n];
        Arrays.fill(weights, weight);
        return new ExactProblem(
                "singular values " + Arrays.toString(sigma) + " kind " + kind,
                new Problem(
                        data(kind, n, y, weights), new SquaredLoss(), new SquaredNorms(), lambda),
                OrthogonalProblems::outer,
                w -> half(ExactProblem.squares(w[0]).add(ExactProblem.squares(w[1]), DIGITS)),
                ExactProblem.exact(y),
                ExactProblem.exact(weights),
                times(exactWeight, optimum),
                null);
    }

    private static MatrixData data(int kind, int n, double[] y, double[] weights) {
        int[] rows = new int[n * n];
        int[] columns = new int[n * n];
        Arrays.setAll(rows, e -> e / n);
        Arrays.setAll(columns, e -> e % n);
        return switch (kind) {
            case 0 -> DenseMatrix.wrap(n, n, y);
            case 1 -> DenseMatrix.wrap(n, n, y).withWeights(DenseMatrix.wrap(n, n, weights));
            case 2 -> SparseMatrix.copyOf(n, n, rows, columns, y);
            default -> ObservedEntries.copyOf(n, n, rows, columns, y);
        };
    }

    private double[] singularValues(int n, double scale) {
        double near = Math.scalb(1.0, -random.nextInt(40));
        double[] sigma = new double[n];
        int kind = random.nextInt(4);
        for (int i = 0; i < n; i++) {
            double value =
                    switch (kind) {
                        case 0 -> 1;
                        case 1 -> 1 + i * near;
                        case 2 -> i < n / 2 ? 1 + (i % 2) * near : 0;
                        default -> 1 + random.nextInt(1 << 20);
                    };
            sigma[i] = scale * value;
        }
        return sigma;
    }

    private double lambda(double sigma, double scale) {
        double sign = random.nextBoolean() ? 1 : -1;
        double base = sigma > 0 ? sigma : 0.5 * scale;
        return switch (random.nextInt(5)) {
            case 0 -> base * (1 + sign * 1e-9);
            case 1 -> base * (1 + sign * Math.pow(10, -16 * random.nextDouble()));
            case 2 -> base * Math.pow(10, -25 * random.nextDouble());
            default -> base * (1e-3 + 1.2 * random.nextDouble());
        };
    }

    private double[] product(int n, double[] sigma) {
        int[] left = random.ints(n, 0, 1 << 30).toArray();
        int[] right = random.ints(n, 0, 1 << 30).toArray();
        int shift = random.nextInt(n);
        double[] y = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    int signs = i & k;
                    int across = j & (k ^ shift);
                    int ones = Integer.bitCount(signs) + Integer.bitCount(across);
                    int flips = (left[i] & 1) + (right[j] & 1);
                    sum += ((ones + flips) % 2 == 0 ? 1 : -1) * sigma[k] / n;
                }
                y[i * n + j] = sum;
            }
        }
        return y;
    }

    private static BigDecimal[] outer(BigDecimal[][] w) {
        int n = w[1].length;
        BigDecimal[] x = new BigDecimal[w[0].length * n];
        Arrays.setAll(x, e -> times(w[0][e / n], w[1][e % n]));
        return x;
    }
}
