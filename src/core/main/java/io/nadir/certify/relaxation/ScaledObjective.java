package io.nadir.certify.relaxation;

import io.nadir.check.Checks;
import io.nadir.kernel.Rounding;

/** C in units of a power of two near λ_max(C), so that scales make no difference. */
final class ScaledObjective {
    /** λ_max(C) is taken for at least this share of the largest element. */
    private static final double SMALLEST_SCALE = 1e-3;

    private final double[] elements;
    private final int exponent;

    /**
     * Copies C.
     *
     * @param matrix the array of the matrices of {@code cone}, overwritten
     * @throws IllegalArgumentException if C is not symmetric, or an element is not finite
     */
    ScaledObjective(Relaxation relaxation, Blocks blocks, double[] matrix, Spectraplex cone) {
        this.elements = new double[blocks.length()];
        double[] source = relaxation.objective();
        Checks.equal("objective().length", source.length, "elements of blocks()", elements.length);
        double largest = blocks.largestOfSymmetric(source);
        if (largest == 0) {
            this.exponent = 0;
            return;
        }
        int coarse = Math.getExponent(largest);
        scale(source, coarse);
        System.arraycopy(elements, 0, matrix, 0, elements.length);
        double top = cone.largest(Double.POSITIVE_INFINITY, false);
        this.exponent = coarse + Math.getExponent(Math.max(SMALLEST_SCALE, top));
        scale(source, exponent);
    }

    private void scale(double[] source, int power) {
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Math.scalb(source[i], -power);
        }
    }

    /** C; not copied. */
    double[] elements() {
        return elements;
    }

    /** A number of the relaxation in these units. */
    double scaled(double x) {
        return Math.scalb(x, -exponent);
    }

    /** A number in these units as one of the relaxation. */
    double unscaled(double x) {
        return Math.scalb(x, exponent);
    }

    /** The same, rounded up. */
    double unscaledUp(double x) {
        return x > 0 ? Rounding.up(Math.scalb(x, exponent)) : Math.scalb(x, exponent);
    }
}
