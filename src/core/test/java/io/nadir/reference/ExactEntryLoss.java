package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.half;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;

import java.math.BigDecimal;

/** A loss of single entries to 60 digits, by its definition. */
sealed interface ExactEntryLoss extends ExactLoss {
    @Override
    default BigDecimal value(BigDecimal[] y, BigDecimal[] x, BigDecimal[] weights) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int e = 0; e < y.length; e++) {
            if (weights[e].signum() > 0) {
                sum = sum.add(times(weights[e], value(y[e], x[e])), DIGITS);
            }
        }
        return sum;
    }

    @Override
    default BigDecimal[] gradient(BigDecimal[] y, BigDecimal[] x, BigDecimal[] weights) {
        BigDecimal[] gradient = new BigDecimal[y.length];
        for (int e = 0; e < y.length; e++) {
            boolean seen = weights[e].signum() > 0;
            gradient[e] = seen ? times(weights[e], slope(y[e], x[e])) : BigDecimal.ZERO;
        }
        return gradient;
    }

    /** ℓ(y, x). */
    BigDecimal value(BigDecimal y, BigDecimal x);

    /** ∂ℓ/∂x. */
    BigDecimal slope(BigDecimal y, BigDecimal x);

    /** min over x of ℓ(y, x) + μ|x|, μ ≥ 0. */
    BigDecimal least(BigDecimal y, BigDecimal mu);

    /** argmin over x of w·ℓ(y, x) + ½t·x², in float64. */
    double proximal(double y, double w, double t);

    /** ½(x − y)². */
    record Squared() implements ExactEntryLoss {
        @Override
        public ConvexLoss loss() {
            return new SquaredLoss();
        }

        @Override
        public BigDecimal value(BigDecimal y, BigDecimal x) {
            BigDecimal d = x.subtract(y, DIGITS);
            return half(times(d, d));
        }

        @Override
        public BigDecimal slope(BigDecimal y, BigDecimal x) {
            return x.subtract(y, DIGITS);
        }

        @Override
        public BigDecimal least(BigDecimal y, BigDecimal mu) {
            return ExactProblem.soft(y.abs(), mu);
        }

        @Override
        public double proximal(double y, double w, double t) {
            return y * (w / (w + t));
        }
    }

    /** ½d² up to |d| = δ, δ|d| − ½δ² beyond. */
    record Huber(double delta) implements ExactEntryLoss {
        @Override
        public ConvexLoss loss() {
            return new HuberLoss(delta);
        }

        @Override
        public BigDecimal value(BigDecimal y, BigDecimal x) {
            BigDecimal d = x.subtract(y, DIGITS).abs();
            BigDecimal clipped = d.min(new BigDecimal(delta));
            return times(clipped, d.subtract(half(clipped), DIGITS));
        }

        @Override
        public BigDecimal slope(BigDecimal y, BigDecimal x) {
            BigDecimal most = new BigDecimal(delta);
            return x.subtract(y, DIGITS).min(most).max(most.negate());
        }

        /** The residual is μ if that is less than δ and |y|; else x = 0. */
        @Override
        public BigDecimal least(BigDecimal y, BigDecimal mu) {
            BigDecimal size = y.abs();
            return mu.compareTo(size.min(new BigDecimal(delta))) < 0
                    ? times(mu, size.subtract(half(mu), DIGITS))
                    : value(y, BigDecimal.ZERO);
        }

        @Override
        public double proximal(double y, double w, double t) {
            double square = y * (w / (w + t));
            return Math.abs(y - square) <= delta ? square : Math.copySign(w * delta / t, y);
        }
    }

    /** log(1 + e^−m), m = y·x. */
    record Logistic() implements ExactEntryLoss {
        @Override
        public ConvexLoss loss() {
            return new LogisticLoss();
        }

        @Override
        public BigDecimal value(BigDecimal y, BigDecimal x) {
            BigDecimal margin = y.multiply(x);
            BigDecimal tail = ExactFunctions.log1p(ExactFunctions.expOfMinus(margin.abs()));
            return tail.subtract(margin.min(BigDecimal.ZERO), DIGITS);
        }

        @Override
        public BigDecimal slope(BigDecimal y, BigDecimal x) {
            BigDecimal margin = y.multiply(x);
            BigDecimal tail = ExactFunctions.expOfMinus(margin.abs());
            BigDecimal above = margin.signum() > 0 ? tail : BigDecimal.ONE;
            return y.negate().multiply(above.divide(BigDecimal.ONE.add(tail), DIGITS));
        }

        /** The entropy of μ: the slope at m is −1/(1 + e^m). */
        @Override
        public BigDecimal least(BigDecimal y, BigDecimal mu) {
            if (mu.compareTo(new BigDecimal("0.5")) >= 0) {
                return value(y, BigDecimal.ZERO);
            }
            BigDecimal rest = ExactFunctions.log1p(mu.negate());
            return times(mu, rest.subtract(ExactFunctions.log(mu))).subtract(rest, DIGITS);
        }

        @Override
        public double proximal(double y, double w, double t) {
            double low = 0;
            double high = 0.5 * w / t;
            for (int i = 0; i < 100; i++) {
                double middle = 0.5 * (low + high);
                if (w / (1 + Math.exp(middle)) > t * middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return y * low;
        }
    }

    /** ½·max(0, 1 − m)², m = y·x. */
    record SquaredHinge() implements ExactEntryLoss {
        @Override
        public ConvexLoss loss() {
            return new SquaredHingeLoss();
        }

        @Override
        public BigDecimal value(BigDecimal y, BigDecimal x) {
            BigDecimal missing = missing(y, x);
            return half(times(missing, missing));
        }

        @Override
        public BigDecimal slope(BigDecimal y, BigDecimal x) {
            return y.negate().multiply(missing(y, x));
        }

        private static BigDecimal missing(BigDecimal y, BigDecimal x) {
            return BigDecimal.ONE.subtract(y.multiply(x), DIGITS).max(BigDecimal.ZERO);
        }

        @Override
        public BigDecimal least(BigDecimal y, BigDecimal mu) {
            return ExactProblem.soft(BigDecimal.ONE, mu);
        }

        @Override
        public double proximal(double y, double w, double t) {
            return y * (w / (w + t));
        }
    }
}
