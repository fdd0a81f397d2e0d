package io.nadir.landscape;

import io.nadir.array.Checks;

/**
 * An elementwise activation f : R → R of a layer ("No Spurious Local Minima", section 2.1, equation
 * 1, NSLM below, which admits every function). One of your own is one class.
 *
 * <p>Floating point asks for more than the theorems: they hold for any f, but a rounding error in
 * its argument is harmless only as far as f is continuous. A path through a layer whose {@link
 * #lipschitz} is infinite is built all the same, and its check reports that it is not verified.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface WideActivation {
    /** Name in reports, as the command line takes it. */
    String name();

    /** f(x), finite unless it overflows, with a relative error of at most 2^−50. */
    double value(double x);

    /**
     * f'(x), or any number between the one-sided derivatives: for {@link WideTraining} alone, no
     * path needs it.
     */
    double slope(double x);

    /**
     * L with |f(a) − f(b)| ≤ L·|a − b| for all |a|, |b| ≤ {@code radius}; infinite if there is
     * none.
     */
    double lipschitz(double radius);

    /** max(0, x). */
    static WideActivation relu() {
        return new WideActivations.Leaky(0);
    }

    /**
     * max(0, x) + min(0, c·x).
     *
     * @param slope c
     * @throws IllegalArgumentException if c is not within 0 to 1
     */
    static WideActivation leakyRelu(double slope) {
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope = " + slope + ", allowed are 0 to 1");
        }
        return new WideActivations.Leaky(slope);
    }

    /**
     * c·x^k.
     *
     * @param coefficient c
     * @param degree k
     * @throws IllegalArgumentException if c is not finite and greater than 0, or k less than 1
     */
    static WideActivation power(double coefficient, int degree) {
        return new WideActivations.Power(
                Checks.positiveFinite("coefficient", coefficient),
                Checks.positive("degree", degree));
    }

    /** 1/(1 + exp(−x)). */
    static WideActivation sigmoid() {
        return new WideActivations.Sigmoid();
    }
}
