package io.nadir.certify.bound;

import io.nadir.kernel.Rounding;

/**
 * Bounds how far a Lanczos run from a random start can be below the largest eigenvalue. After k
 * steps on a positive semidefinite operator of dimension n, from a start that is uniform on the
 * sphere, P[λ₁ &gt; ξ_k / (1 − ε)] ≤ 1.648 √n exp(−√ε (2k − 1)), whatever the spectrum (Kuczyński
 * &amp; Woźniakowski, SIAM J. Matrix Anal. Appl. 13, 1992, Theorem 3.2 b).
 *
 * <p>The Krylov space of a block of b independent starts contains that of each of them, so that the
 * block fails only if all b starts would. Its probability of failure is therefore at most the b-th
 * power of the bound.
 */
public final class KuczynskiWozniakowski {
    private KuczynskiWozniakowski() {}

    /**
     * The ε for which the bound equals {@code delta}, rounded up; 1 if that says nothing.
     *
     * @param steps applications of the operator to the block
     * @param dimension n
     * @param columns b
     */
    public static double epsilon(int steps, int dimension, int columns, double delta) {
        double root = exponent(dimension, columns, delta) / (2.0 * steps - 1);
        return Math.min(1, Rounding.up(root * root));
    }

    /** The number of steps for which {@link #epsilon} is about {@code epsilon}, from 0 to 1. */
    public static double steps(double epsilon, int dimension, int columns, double delta) {
        return (exponent(dimension, columns, delta) / Math.sqrt(epsilon) + 1) / 2;
    }

    private static double exponent(int dimension, int columns, double delta) {
        return Math.log(1.648 * Math.sqrt(dimension)) - Math.log(delta) / columns;
    }
}
