package io.nadir.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them: to a few digits, without zeros at the end. */
public final class Rounded {
    private static final int PERCENT_DIGITS = 2;

    private Rounded() {}

    /**
     * Returns a number to so many digits: 0.25, 1200, and 3.2e-9 or 1.5e9 where zeros would hide
     * them; one that is infinite or not a number by its name.
     */
    public static String number(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(digits)).stripTrailingZeros();
        double size = Math.abs(value);
        if (size >= 1e-4 && size < 1e9) {
            return rounded.toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    /** Returns a fraction in percent, to two digits: 0.333 as "33 %", 6.1e-11 as "6.1e-9 %". */
    public static String percent(double fraction) {
        return number(100 * fraction, PERCENT_DIGITS) + " %";
    }
}
