package io.nadir.solver;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * The outputs φ(W_i) of the columns of a point, at a scale at which squares neither overflow nor
 * underflow.
 */
final class Outputs {
    /** What is smaller than the largest output by this power of two adds nothing to X. */
    private static final int NEGLIGIBLE = -400;

    private static final double ROUNDOFF = 0x1p-53;

    /** Share of a column that bases of others may miss. */
    private static final double BEYOND_BASIS = 4e-13;

    private final Panel units;

    private final int exponent;

    /** Bound of Σ‖φ(W_i)‖ over the negligible. */
    private final double negligible;

    /** Bound of the error of a unit, relative to its norm. */
    private final double error;

    private Outputs(Panel units, int exponent, double negligible, double error) {
        this.units = units;
        this.exponent = exponent;
        this.negligible = negligible;
        this.error = error;
    }

    /**
     * Computes them.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    static Outputs of(FactorizationMap map, Factors w) {
        Factors scaled = w.copy();
        int[] exponents = new int[w.rank()];
        for (int i = 0; i < w.rank(); i++) {
            int shift = scaleToOne(scaled, i);
            exponents[i] = -shift * map.degree();
        }
        Panel units = map.units(scaled);
        int largest = largestExponent(units, exponents);
        double negligible = 0;
        for (int i = 0; i < w.rank(); i++) {
            if (size(units, i) > 0) {
                negligible += normalize(units, i, exponents[i], largest);
            }
        }
        double error = (units.columns() + 8.0) * ROUNDOFF;
        if (units.columns() < map.data().observed()) {
            error += BEYOND_BASIS;
        }
        return new Outputs(units, largest, negligible, error);
    }

    /** Row i has 2^−e·φ(W_i), e the same for all; 0 where that is negligible. */
    Panel units() {
        return units;
    }

    /** ‖Σφ(W_i)‖. */
    double norm() {
        double[] ones = new double[units.rows()];
        Arrays.fill(ones, 1);
        return Math.scalb(norm(ones), exponent);
    }

    /**
     * An upper bound of ‖Σ(scale_i − 1)·φ(W_i)‖, whatever the scales, and of what roots of the
     * scales in factors rounded to float64 add to it.
     */
    double drift(double[] scales, int degree) {
        double[] changes = new double[scales.length];
        double rounding = 0;
        double dropped = 0;
        for (int i = 0; i < scales.length; i++) {
            changes[i] = scales[i] - 1;
            if (changes[i] != 0) {
                double ofScale = 4 * (degree + 1) * ROUNDOFF * scales[i];
                double ofSum = (error + scales.length * ROUNDOFF) * Math.abs(changes[i]);
                rounding += (ofScale + ofSum) * norm(units, i);
                dropped = negligible;
            }
        }
        return upwards(norm(changes) * (1 + error) + rounding, exponent) + dropped;
    }

    /** ‖Σ c_i·row i‖. */
    private double norm(double[] c) {
        double[] sum = new double[units.columns()];
        for (int i = 0; i < c.length; i++) {
            Kernels.get().axpy(c[i], units.data(), i * units.stride(), sum, 0, sum.length);
        }
        return Math.sqrt(Kernels.get().dot(sum, 0, sum, 0, sum.length));
    }

    private static double norm(Panel rows, int i) {
        int at = i * rows.stride();
        return Math.sqrt(Kernels.get().dot(rows.data(), at, rows.data(), at, rows.columns()));
    }

    /** x·2^e, rounded upwards where it underflows. */
    private static double upwards(double x, int e) {
        double scaled = Math.scalb(x, e);
        return x > 0 && scaled < Double.MIN_NORMAL ? Math.nextUp(scaled) : scaled;
    }

    /**
     * Multiplies all blocks of a column by the power of two that makes the geometric mean of their
     * largest magnitudes about 1; returns its exponent, 0 if a block is 0.
     */
    private static int scaleToOne(Factors w, int column) {
        int sum = 0;
        for (int k = 0; k < w.order(); k++) {
            double size = Panels.maxAbs(w.block(k), column);
            if (size == 0) {
                return 0;
            }
            sum += Math.getExponent(size);
        }
        int shift = -Math.floorDiv(sum, w.order());
        for (int k = 0; k < w.order(); k++) {
            Panel block = w.block(k);
            for (int j = 0; j < block.rows(); j++) {
                block.set(j, column, Math.scalb(block.get(j, column), shift));
            }
        }
        return shift;
    }

    private static int largestExponent(Panel units, int[] exponents) {
        int largest = Integer.MIN_VALUE;
        for (int i = 0; i < units.rows(); i++) {
            double size = size(units, i);
            if (!(Math.scalb(size, exponents[i]) < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "largest output of a column = Infinity, allowed is what is finite");
            }
            if (size > 0) {
                largest = Math.max(largest, Math.getExponent(size) + exponents[i]);
            }
        }
        return largest == Integer.MIN_VALUE ? 0 : largest;
    }

    /**
     * Scales a row to the common scale, at which the largest magnitude of all rows is about 1.
     * Returns a bound of the norm of the part that is negligible at that scale and is set to 0.
     */
    private static double normalize(Panel units, int i, int exponent, int largest) {
        int at = i * units.stride();
        boolean isNegligible = Math.getExponent(size(units, i)) + exponent < largest + NEGLIGIBLE;
        double lost = isNegligible ? upwards(2 * norm(units, i), exponent) : 0;
        for (int j = at; j < at + units.columns(); j++) {
            units.data()[j] = isNegligible ? 0 : Math.scalb(units.data()[j], exponent - largest);
        }
        return lost;
    }

    private static double size(Panel units, int i) {
        return Kernels.get().maxAbs(units.data(), i * units.stride(), units.columns());
    }
}
