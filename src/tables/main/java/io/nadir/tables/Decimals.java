package io.nadir.tables;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Numbers that a double or a long may not hold. */
final class Decimals {
    private Decimals() {}

    /**
     * The double nearest to a decimal number.
     *
     * @throws ArithmeticException if the number cannot be told from the double, rounded to its
     *     digits
     */
    static double toDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest)
                || new BigDecimal(nearest)
                                .setScale(number.scale(), RoundingMode.HALF_EVEN)
                                .compareTo(number)
                        != 0) {
            throw new ArithmeticException(
                    number
                            + ", allowed are decimals that float64 tells apart, of up to 15 digits:"
                            + " round it first");
        }
        return nearest;
    }

    /**
     * An unsigned number of 64 bits.
     *
     * @throws ArithmeticException if it is 2⁶³ or more
     */
    static long unsigned(long bits) {
        if (bits < 0) {
            throw new ArithmeticException(
                    Long.toUnsignedString(bits) + ", allowed are integers below 2^63");
        }
        return bits;
    }

    /** The decimal number of these bytes, the lowest first. */
    static BigDecimal ofLittleEndian(byte[] bytes, int scale) {
        byte[] reversed = new byte[bytes.length];
        for (int k = 0; k < bytes.length; k++) {
            reversed[k] = bytes[bytes.length - 1 - k];
        }
        return new BigDecimal(new BigInteger(reversed), scale);
    }
}
