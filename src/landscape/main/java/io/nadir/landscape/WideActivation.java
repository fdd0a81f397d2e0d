package io.nadir.landscape;

import io.nadir.check.Checks;

/**
 * An elementwise activation f : ℝ → ℝ of a layer (Lederer, "No Spurious Local Minima: on the
 * Optimization Landscapes of Wide and Deep Neural Networks", 2020, section 2.1, equation 1, where
 * every function is allowed). An activation of your own is one class.
 *
 * <p>Floating-point arithmetic requires more than the theorems: a rounding error in the argument of
 * f is harmless only if f is continuous. A path through a layer with an infinite {@link #lipschitz}
 * constant is constructed all the same, but its check reports that it is not verified.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface WideActivation {
    /** Returns the name for reports, which is also the name on the command line. */
    String name();

    /** Returns f(x) with a relative error of at most 2^−50; finite unless it overflows. */
    double value(double x);

    /**
     * Returns f'(x), or any number between the one-sided derivatives. Used by {@link WideTraining}
     * only; paths do not need it.
     */
    double slope(double x);

    /**
     * Returns a constant L with |f(a) − f(b)| ≤ L·|a − b| for all |a|, |b| ≤ {@code radius};
     * infinite if there is none.
     */
    double lipschitz(double radius);

    /** Returns ReLU, max(0, x). */
    static WideActivation relu() {
        return new WideActivations.Leaky(0);
    }

    /**
     * Returns leaky ReLU, max(0, x) + min(0, c·x).
     *
     * @param slope c, from 0 to 1
     * @throws IllegalArgumentException if {@code slope} is not between 0 and 1
     */
    static WideActivation leakyRelu(double slope) {
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope = " + slope + ", allowed are 0 to 1");
        }
        return new WideActivations.Leaky(slope);
    }

    /**
     * Returns the power c·x^k.
     *
     * @param coefficient c, finite and positive
     * @param degree k, at least 1
     * @throws IllegalArgumentException if c is not finite and positive, or k is less than 1
     */
    static WideActivation power(double coefficient, int degree) {
        return new WideActivations.Power(
                Checks.positiveFinite("coefficient", coefficient),
                Checks.positive("degree", degree));
    }

    /** Returns the logistic function, 1/(1 + exp(−x)). */
    static WideActivation sigmoid() {
        return new WideActivations.Sigmoid();
    }
}
