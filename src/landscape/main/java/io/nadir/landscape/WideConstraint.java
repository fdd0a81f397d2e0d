package io.nadir.landscape;

import java.util.Objects;

/**
 * The constraint r[Θ] ≤ 1 with r[Θ] = max(a_r·max_{j ≥ 1} ‖Θ^j‖₁, b_r·‖Θ^0‖_q), where ‖·‖_q is the
 * largest ℓq "norm" of a row (Lederer 2020, see {@link WideActivation}, equation 3). a_r = b_r = 0
 * means no constraint, q = 1 connection sparsity, q &lt; 1 strong sparsity, and a_r = 0 a
 * constraint on the first layer only. An immutable value.
 *
 * @param outer a_r, at least 0
 * @param inner b_r, at least 0
 * @param q at least 1/64, because for a smaller q the 1/q-th power of a sum exceeds float64;
 *     infinite for the largest magnitude
 */
public record WideConstraint(double outer, double inner, double q) {
    /** No constraint. */
    public static final WideConstraint NONE = new WideConstraint(0, 0, 1);

    private static final double SMALLEST_Q = 1.0 / 64;

    /**
     * Validates the parameters.
     *
     * @throws IllegalArgumentException if a_r or b_r is negative or not finite, or q is less than
     *     1/64
     */
    public WideConstraint {
        requireWeight("outer", outer);
        requireWeight("inner", inner);
        if (!(q >= SMALLEST_Q)) {
            throw new IllegalArgumentException("q = " + q + ", allowed are 1/64 to infinity");
        }
    }

    /** Returns whether every Θ is feasible. */
    public boolean isNone() {
        return outer == 0 && inner == 0;
    }

    /** Returns r[Θ], in one pass over the parameters; in O(1) if there is no constraint. */
    public double value(WideParameters theta) {
        Objects.requireNonNull(theta, "theta");

        double largest = 0;
        for (int j = 0; j <= theta.depth(); j++) {
            double weight = j == 0 ? inner : outer;
            double exponent = j == 0 ? q : 1;
            if (weight > 0) {
                largest = Math.max(largest, weight * rowNorm(theta, j, exponent));
            }
        }
        return largest;
    }

    /**
     * Returns a bound of the relative error of {@link #value}: a sum of p terms with a few
     * roundings each, to the power 1/q.
     */
    double relativeError(WideParameters theta) {
        double terms = 0;
        for (int j = 0; j <= theta.depth(); j++) {
            terms = Math.max(terms, theta.width(j));
        }
        return WideRounding.gamma((terms + 16) / Math.min(1, q));
    }

    /** Returns Θ with each row that is too long scaled down to the constraint. */
    WideParameters shrink(WideParameters theta) {
        WideParameters out = theta;
        double below = 1 - relativeError(theta);
        for (int j = 0; j <= theta.depth() && !isNone(); j++) {
            double weight = j == 0 ? inner : outer;
            double exponent = j == 0 ? q : 1;
            int columns = theta.width(j);
            double[] data = theta.data(j).clone();
            for (int at = 0; at < data.length; at += columns) {
                double norm = weight * norm(data, at, columns, exponent);
                for (int i = at; i < at + columns && norm > below; i++) {
                    data[i] *= below / norm;
                }
            }
            out = out.with(j, data);
        }
        return out;
    }

    private static double rowNorm(WideParameters theta, int j, double exponent) {
        double[] data = theta.data(j);
        int columns = theta.width(j);
        double largest = 0;
        for (int at = 0; at < data.length; at += columns) {
            largest = Math.max(largest, norm(data, at, columns, exponent));
        }
        return largest;
    }

    private static double norm(double[] data, int at, int columns, double exponent) {
        if (exponent == 1) {
            double sum = 0;
            for (int i = at; i < at + columns; i++) {
                sum += Math.abs(data[i]);
            }
            return sum;
        }
        double largest = 0;
        for (int i = at; i < at + columns; i++) {
            largest = Math.max(largest, Math.abs(data[i]));
        }
        if (largest == 0 || exponent == Double.POSITIVE_INFINITY) {
            return largest;
        }
        // Powers of ratios to the largest do not overflow.
        double sum = 0;
        for (int i = at; i < at + columns; i++) {
            sum += Math.pow(Math.abs(data[i]) / largest, exponent);
        }
        return largest * Math.pow(sum, 1 / exponent);
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    name + " = " + weight + ", allowed are 0 and more, finite");
        }
    }
}
