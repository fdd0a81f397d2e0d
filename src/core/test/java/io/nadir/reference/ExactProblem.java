package io.nadir.reference;

import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * A problem of which everything is known to 60 digits: the objective of a point, the optimum, and
 * in most cases the polar.
 *
 * @param name what it tries
 * @param problem as the solver gets it
 * @param loss ℓ
 * @param outputs φ
 * @param theta θ of one column
 * @param y data, in the order of the outputs
 * @param weights of the loss, 0 where a datum is missing
 * @param optimum f*, or an attained value next to it where there is no closed form
 * @param polar of Z in the order of the outputs; null if it has no closed form
 */
public record ExactProblem(
        String name,
        Problem problem,
        ExactLoss loss,
        Outputs outputs,
        Theta theta,
        BigDecimal[] y,
        BigDecimal[] weights,
        BigDecimal optimum,
        @Nullable Polar polar) {

    /** Under the squared loss. */
    ExactProblem(
            String name,
            Problem problem,
            Outputs outputs,
            Theta theta,
            BigDecimal[] y,
            BigDecimal[] weights,
            BigDecimal optimum,
            @Nullable Polar polar) {
        this(
                name,
                problem,
                new ExactEntryLoss.Squared(),
                outputs,
                theta,
                y,
                weights,
                optimum,
                polar);
    }

    static final MathContext DIGITS = new MathContext(60);

    /** The outputs of one column, its blocks being given. */
    interface Outputs {
        BigDecimal[] of(BigDecimal[][] column);
    }

    /** θ of one column. */
    interface Theta {
        BigDecimal of(BigDecimal[][] column);
    }

    /** Ω°. */
    interface Polar {
        BigDecimal of(BigDecimal[] z);
    }

    /** The same with another optimum. */
    ExactProblem withOptimum(BigDecimal other) {
        return new ExactProblem(name, problem, loss, outputs, theta, y, weights, other, polar);
    }

    /** f(W). */
    public BigDecimal objective(Factors w) {
        BigDecimal value = loss.value(y, outputs(w), weights);
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i < w.rank(); i++) {
            total = total.add(theta.of(column(w, i)), DIGITS);
        }
        return value.add(times(new BigDecimal(problem.lambda()), total), DIGITS);
    }

    /** Ω°(−∇ℓ/λ). */
    public @Nullable BigDecimal polarAt(Factors w) {
        if (polar == null) {
            return null;
        }
        BigDecimal lambda = new BigDecimal(problem.lambda());
        BigDecimal[] z = loss.gradient(y, outputs(w), weights);
        Arrays.setAll(z, e -> z[e].negate().divide(lambda, DIGITS));
        return polar.of(z);
    }

    private BigDecimal[] outputs(Factors w) {
        BigDecimal[] sum = new BigDecimal[y.length];
        Arrays.fill(sum, BigDecimal.ZERO);
        for (int i = 0; i < w.rank(); i++) {
            BigDecimal[] unit = outputs.of(column(w, i));
            for (int e = 0; e < sum.length; e++) {
                sum[e] = sum[e].add(unit[e], DIGITS);
            }
        }
        return sum;
    }

    private static BigDecimal[][] column(Factors w, int i) {
        BigDecimal[][] column = new BigDecimal[w.order()][];
        List<Panel> blocks = w.blocks();
        for (int k = 0; k < column.length; k++) {
            column[k] = new BigDecimal[blocks.get(k).rows()];
            for (int j = 0; j < column[k].length; j++) {
                column[k][j] = new BigDecimal(blocks.get(k).get(j, i));
            }
        }
        return column;
    }

    /** min over x of ½(σ − x)² + μ|x|. */
    public static BigDecimal soft(BigDecimal sigma, BigDecimal mu) {
        return sigma.compareTo(mu) <= 0
                ? half(times(sigma, sigma))
                : times(mu, sigma.subtract(half(mu), DIGITS));
    }

    static BigDecimal times(BigDecimal a, BigDecimal b) {
        return a.multiply(b, DIGITS);
    }

    static BigDecimal half(BigDecimal a) {
        return a.divide(BigDecimal.TWO, DIGITS);
    }

    static BigDecimal norm(BigDecimal... x) {
        return squares(x).sqrt(DIGITS);
    }

    static BigDecimal squares(BigDecimal... x) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal element : x) {
            sum = sum.add(times(element, element), DIGITS);
        }
        return sum;
    }

    static BigDecimal sumOfMagnitudes(BigDecimal... x) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal element : x) {
            sum = sum.add(element.abs(), DIGITS);
        }
        return sum;
    }

    static BigDecimal[] exact(double... x) {
        BigDecimal[] exact = new BigDecimal[x.length];
        for (int i = 0; i < x.length; i++) {
            exact[i] = new BigDecimal(x[i]);
        }
        return exact;
    }

    /** Both singular values of a matrix of two rows, the larger first. */
    static BigDecimal[] singularValues(BigDecimal[] twoRows) {
        int n = twoRows.length / 2;
        BigDecimal[] first = Arrays.copyOfRange(twoRows, 0, n);
        BigDecimal[] second = Arrays.copyOfRange(twoRows, n, 2 * n);
        BigDecimal inner = BigDecimal.ZERO;
        BigDecimal determinant = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            inner = inner.add(times(first[i], second[i]), DIGITS);
            for (int j = i + 1; j < n; j++) {
                BigDecimal minor =
                        times(first[i], second[j]).subtract(times(first[j], second[i]), DIGITS);
                determinant = determinant.add(times(minor, minor), DIGITS);
            }
        }
        BigDecimal difference = half(squares(first).subtract(squares(second), DIGITS));
        BigDecimal mean = half(squares(first).add(squares(second), DIGITS));
        BigDecimal square = mean.add(norm(difference, inner), DIGITS);
        BigDecimal largest = square.sqrt(DIGITS);
        BigDecimal smallest =
                largest.signum() == 0
                        ? BigDecimal.ZERO
                        : determinant.sqrt(DIGITS).divide(largest, DIGITS);
        return new BigDecimal[] {largest, smallest};
    }
}
