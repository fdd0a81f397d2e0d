package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.half;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.MulticlassHingeLoss;
import io.nadir.loss.SoftmaxLoss;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * A loss of one sample of a known class among q, to 60 digits. Only the margins x_c − x_j count; by
 * symmetry the best are all the same, m, of which ‖x‖ ≥ m·√((q − 1)/q).
 */
sealed interface ExactClassLoss extends ExactLoss {
    /** A term of the loss, of the margins to all other classes. */
    BigDecimal ofMargins(BigDecimal[] margins);

    /** Minus the derivatives by the margins. */
    BigDecimal[] slopes(BigDecimal[] margins);

    /** min over m of the loss plus τm. */
    BigDecimal least(int classes, BigDecimal tau);

    @Override
    default BigDecimal value(BigDecimal[] y, BigDecimal[] x, BigDecimal[] weights) {
        return ofMargins(margins(y, x));
    }

    @Override
    default BigDecimal[] gradient(BigDecimal[] y, BigDecimal[] x, BigDecimal[] weights) {
        BigDecimal[] slopes = slopes(margins(y, x));
        BigDecimal[] gradient = new BigDecimal[x.length];
        int next = 0;
        BigDecimal sum = BigDecimal.ZERO;
        for (int j = 0; j < x.length; j++) {
            gradient[j] = y[j].signum() > 0 ? BigDecimal.ZERO : slopes[next++];
            sum = sum.add(gradient[j], DIGITS);
        }
        gradient[classOf(y)] = sum.negate();
        return gradient;
    }

    private static BigDecimal[] margins(BigDecimal[] y, BigDecimal[] x) {
        BigDecimal[] margins = new BigDecimal[x.length - 1];
        int next = 0;
        for (int j = 0; j < x.length; j++) {
            if (y[j].signum() == 0) {
                margins[next++] = x[classOf(y)].subtract(x[j], DIGITS);
            }
        }
        return margins;
    }

    private static int classOf(BigDecimal[] y) {
        return Arrays.asList(y).indexOf(BigDecimal.ONE);
    }

    /** log(1 + Σ e^−m). */
    record Softmax() implements ExactClassLoss {
        /** 1 is taken away from sums that may be next to it. */
        private static final MathContext SUM = new MathContext(160);

        @Override
        public ConvexLoss loss() {
            return new SoftmaxLoss();
        }

        @Override
        public BigDecimal ofMargins(BigDecimal[] margins) {
            BigDecimal least = least(margins);
            BigDecimal sum = ExactFunctions.expOfMinus(least.negate());
            for (BigDecimal term : exponentials(margins, least)) {
                sum = sum.add(term, SUM);
            }
            return ExactFunctions.log1p(sum.subtract(BigDecimal.ONE, SUM)).subtract(least, DIGITS);
        }

        @Override
        public BigDecimal[] slopes(BigDecimal[] margins) {
            BigDecimal least = least(margins);
            BigDecimal[] slopes = exponentials(margins, least);
            BigDecimal sum = ExactFunctions.expOfMinus(least.negate());
            for (BigDecimal term : slopes) {
                sum = sum.add(term, DIGITS);
            }
            for (int j = 0; j < slopes.length; j++) {
                slopes[j] = slopes[j].divide(sum, DIGITS);
            }
            return slopes;
        }

        /** The least margin, or 0 if all are larger. */
        private static BigDecimal least(BigDecimal[] margins) {
            return Arrays.stream(margins).reduce(BigDecimal.ZERO, BigDecimal::min);
        }

        private static BigDecimal[] exponentials(BigDecimal[] margins, BigDecimal least) {
            return Arrays.stream(margins)
                    .map(m -> ExactFunctions.expOfMinus(m.subtract(least, DIGITS)))
                    .toArray(BigDecimal[]::new);
        }

        @Override
        public BigDecimal least(int classes, BigDecimal tau) {
            BigDecimal others = BigDecimal.valueOf(classes - 1L);
            if (times(tau, BigDecimal.valueOf(classes)).compareTo(others) >= 0) {
                return ExactFunctions.log(BigDecimal.valueOf(classes));
            }
            BigDecimal rest = ExactFunctions.log1p(tau.negate());
            BigDecimal margin = ExactFunctions.log(others.divide(tau, DIGITS)).add(rest);
            return times(tau, margin).subtract(rest, DIGITS);
        }
    }

    /** ½ Σ max(0, 1 − m)². */
    record SquaredHinge(int classes) implements ExactClassLoss {
        @Override
        public ConvexLoss loss() {
            return new MulticlassHingeLoss(classes);
        }

        @Override
        public BigDecimal ofMargins(BigDecimal[] margins) {
            return half(ExactProblem.squares(slopes(margins)));
        }

        @Override
        public BigDecimal[] slopes(BigDecimal[] margins) {
            return Arrays.stream(margins)
                    .map(m -> BigDecimal.ONE.subtract(m, DIGITS).max(BigDecimal.ZERO))
                    .toArray(BigDecimal[]::new);
        }

        @Override
        public BigDecimal least(int q, BigDecimal tau) {
            BigDecimal others = BigDecimal.valueOf(q - 1L);
            return times(others, ExactProblem.soft(BigDecimal.ONE, tau.divide(others, DIGITS)));
        }
    }
}
