package io.nadir.loss;

import io.nadir.check.Checks;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The Poisson loss of counts, which is the generalized Kullback–Leibler divergence of y from t = x
 * + ε: t − y + y·log(y/t), for y ≥ 0 and x ≥ 0. It is half the deviance of Poisson counts with mean
 * t.
 *
 * <p>ε is a background rate that every entry has without any penalty. It keeps the loss finite at x
 * = 0, where counts other than 0 would be impossible otherwise. The smaller it is, the more curved
 * the loss is near 0, and the larger is the smallest λ with the solution 0.
 *
 * <p>Counts need not be integers. The model must not be negative, so that the regularizer has to
 * keep all factors nonnegative.
 */
public final class PoissonLoss implements Loss {
    /** Where the series is used: |t − y| ≤ (t + y)/3, that is y/2 ≤ t ≤ 2y. */
    private static final double NEAR = 1.0 / 3;

    /** Terms of the series; what is left out is below 2^−54 of it there. */
    private static final int TERMS = 17;

    /** Derivatives for y &gt; 0 are below 1, where they leave the domain of the conjugate. */
    private static final double BELOW_ONE = Math.nextDown(1.0);

    private static final double LARGEST = 0x1p100;

    private final double epsilon;

    /**
     * Creates the loss.
     *
     * @param epsilon the background rate ε, in the units of the data; from 2^−100 to 2^100
     * @throws IllegalArgumentException if {@code epsilon} is outside of that range
     */
    public PoissonLoss(double epsilon) {
        Checks.positiveFinite("poisson epsilon", epsilon);
        if (epsilon < 1 / LARGEST || epsilon > LARGEST) {
            throw new IllegalArgumentException(
                    "poisson epsilon = " + epsilon + ", allowed are 2^-100 to 2^100");
        }
        this.epsilon = epsilon;
    }

    /** Returns the background rate ε. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public String name() {
        return "poisson:" + epsilon;
    }

    @Override
    public String errorName() {
        return "mean deviance";
    }

    /** Returns 2: the deviance is twice the loss. */
    @Override
    public double errorFactor() {
        return 2;
    }

    /** Returns infinity: the loss of large counts has a large curvature. */
    @Override
    public double curvature() {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * {@inheritDoc} ∂²ℓ/∂x² = y/t² ≤ y/ε². With c = max(ε, y)/ε², the loss may be continued to x
     * &lt; 0 by its quadratic with second derivative c there: for y ≥ ε its minimum stays at x = y
     * − ε, and for y = aε, a &lt; 1, it has the minimum ε(1 − a + a·log a − ½(1 − a)²) ≥ 0.
     */
    @Override
    public double curvature(double largest) {
        double exact = Math.max(epsilon, largest) / epsilon / epsilon;
        return Math.nextUp(Math.nextUp(exact));
    }

    @Override
    public boolean requiresNonNegativeOutputs() {
        return true;
    }

    /** Returns 1: x·∂²ℓ/∂x² ≤ y/t = 1 − ∂ℓ/∂x. */
    @Override
    public double relativeSensitivity() {
        return 1;
    }

    @Override
    public boolean isLinearAtZero() {
        return true;
    }

    @Override
    public boolean hasConcaveDerivative() {
        return true;
    }

    /** Returns 1/t: a count has the variance t, and ∂ℓ/∂x = 1 − y/t. */
    @Override
    public double noiseVariance(double x) {
        return 1 / (x + epsilon);
    }

    @Override
    public double value(double y, double x) {
        return value(y, x + epsilon, excess(y, x));
    }

    /** y·(z − log(1 + z)) with z = d/y. */
    private static double value(double y, double t, double d) {
        if (!(t > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        if (y == 0) {
            return t;
        }
        double r = d / (t + y);
        if (Math.abs(r) <= NEAR) {
            // log(1 + z) = 2·artanh(r), and z − 2r = z·r.
            double q = r * r;
            return r * (d - 2 * y * q * series(q));
        }
        double ratio = y / t;
        return ratio < Double.MIN_NORMAL ? d : d + y * Math.log(ratio);
    }

    /** 1/3 + q/5 + q²/7 + … */
    private static double series(double q) {
        double sum = 0;
        for (int k = TERMS; k >= 0; k--) {
            sum = Math.fma(sum, q, 1.0 / (2 * k + 3));
        }
        return sum;
    }

    /** x + ε − y, with the rounding error of x + ε. */
    private double excess(double y, double x) {
        double t = x + epsilon;
        double part = t - x;
        double error = (x - (t - part)) + (epsilon - part);
        return (t - y) + error;
    }

    /** {@inheritDoc} If y = x + ε: their difference is 0 only if it is so before rounding. */
    @Override
    public boolean isExactlyZero(double y, double x) {
        return excess(y, x) == 0;
    }

    @Override
    public double derivative(double y, double x) {
        return derivative(y, x + epsilon, excess(y, x));
    }

    private static double derivative(double y, double t, double d) {
        if (y == 0) {
            return 1;
        }
        return t > 0 ? Math.min(BELOW_ONE, d / t) : Double.NEGATIVE_INFINITY;
    }

    @Override
    public double secondDerivative(double y, double x) {
        double t = x + epsilon;
        return y / (t * t);
    }

    /**
     * Returns the minimum of ℓ(y, x) − g·x over x ≥ 0: εg + y·log(1 − g), which is attained at x =
     * y/(1 − g) − ε, or ℓ(y, 0) if that is negative; −∞ for g &gt; 1, and for g = 1 if y &gt; 0.
     */
    @Override
    public double dualValue(double y, double g) {
        if (!(g <= 1)) {
            return Double.NEGATIVE_INFINITY;
        }
        return y >= epsilon * (1 - g) && y > 0 ? epsilon * g + y * Math.log1p(-g) : value(y, 0);
    }

    /**
     * {@inheritDoc} x + ε − y has an error of 3u, and x + ε of u, relative to what they are. So
     * ∂ℓ/∂x has 5u. The series is a sum of terms with at most 20u, of which the second is less than
     * an eighth of the first or has its sign. Elsewhere d and y·log(y/t) cancel to 0.19y at least:
     * their errors, 3u·d, and (2 + 3·|log(y/t)|)u·y, come to less than 40u of the difference. In
     * the conjugate, εg ≤ |ℓ*| + y·|log(1 − g)|, and |log(1 − g)| ≤ 37|g|, because 1 − g ≥ 2^−53;
     * the terms have errors of 4u at most, which makes 2u|ℓ*| and 6·37u·|gy|.
     */
    @Override
    public double errorConstant() {
        return 128;
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

        return loop(y, yOffset, null, x, xOffset, length);
    }

    @Override
    public double weightedGradientInPlace(
            double[] y, int yOffset, double[] weights, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(x, "x");

        return loop(y, yOffset, weights, x, xOffset, length);
    }

    private double loop(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double weight = weights == null ? 1 : weights[yOffset + i];
            double data = y[yOffset + i];
            double at = x[xOffset + i];
            double t = at + epsilon;
            double d = excess(data, at);
            sum += weight == 0 ? 0 : weight * value(data, t, d);
            x[xOffset + i] = weight * derivative(data, t, d);
        }
        return sum;
    }

    @Override
    public void requireDefined(double[] y, int offset, int length) {
        Objects.requireNonNull(y, "y");

        for (int i = offset; i < offset + length; i++) {
            if (!(y[i] >= 0 && y[i] <= LARGEST)) {
                throw new IllegalArgumentException(
                        String.format(
                                "entry = %s, allowed for the loss %s are counts: numbers from 0 to"
                                        + " 2^100",
                                y[i], name()));
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
