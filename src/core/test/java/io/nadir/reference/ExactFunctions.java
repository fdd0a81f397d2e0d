package io.nadir.reference;

import java.math.BigDecimal;
import java.math.MathContext;

/** exp and log to more digits than {@link ExactProblem#DIGITS}. */
public final class ExactFunctions {
    private static final MathContext MORE = new MathContext(80);
    private static final BigDecimal TINY = new BigDecimal("1e-30");
    private static final BigDecimal LOG_2 = atanh(BigDecimal.ONE, BigDecimal.valueOf(3));

    /** Beyond this e^−x is nothing beside any number that float64 has. */
    private static final BigDecimal NEGLIGIBLE = BigDecimal.valueOf(1_000_000);

    private ExactFunctions() {}

    /** e^−x for x ≥ 0; 0 for x beyond a million. */
    public static BigDecimal expOfMinus(BigDecimal x) {
        if (x.compareTo(NEGLIGIBLE) > 0) {
            return BigDecimal.ZERO;
        }
        int halvings = 8;
        for (BigDecimal size = BigDecimal.ONE; size.compareTo(x) < 0; size = size.add(size)) {
            halvings++;
        }
        BigDecimal step = x.negate().divide(BigDecimal.TWO.pow(halvings), MORE);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal result = BigDecimal.ONE;
        for (int k = 1; k < 32; k++) {
            term = term.multiply(step, MORE).divide(BigDecimal.valueOf(k), MORE);
            result = result.add(term, MORE);
        }
        for (int i = 0; i < halvings; i++) {
            result = result.multiply(result, MORE);
        }
        return result;
    }

    /** log(1 + x) for x > −1. */
    public static BigDecimal log1p(BigDecimal x) {
        if (x.abs().compareTo(TINY) < 0) {
            BigDecimal half = x.divide(BigDecimal.TWO, MORE);
            BigDecimal third = x.multiply(x, MORE).divide(BigDecimal.valueOf(3), MORE);
            return x.multiply(BigDecimal.ONE.subtract(half).add(third), MORE);
        }
        return log(BigDecimal.ONE.add(x));
    }

    /** The natural logarithm. */
    static BigDecimal log(BigDecimal x) {
        BigDecimal rest = x;
        int twos = 0;
        BigDecimal low = new BigDecimal("0.7");
        BigDecimal high = new BigDecimal("1.5");
        while (rest.compareTo(high) > 0) {
            rest = rest.divide(BigDecimal.TWO, MORE);
            twos++;
        }
        while (rest.compareTo(low) < 0) {
            rest = rest.multiply(BigDecimal.TWO, MORE);
            twos--;
        }
        BigDecimal own = atanh(rest.subtract(BigDecimal.ONE), rest.add(BigDecimal.ONE));
        return own.add(LOG_2.multiply(BigDecimal.valueOf(twos)), MORE);
    }

    /** 2·artanh(a/b), which is log((b + a)/(b − a)). */
    private static BigDecimal atanh(BigDecimal a, BigDecimal b) {
        BigDecimal z = a.divide(b, MORE);
        BigDecimal square = z.multiply(z, MORE);
        BigDecimal power = z;
        BigDecimal sum = z;
        for (int k = 3; k < 200 && power.signum() != 0; k += 2) {
            power = power.multiply(square, MORE);
            sum = sum.add(power.divide(BigDecimal.valueOf(k), MORE), MORE);
        }
        return sum.multiply(BigDecimal.TWO);
    }
}
