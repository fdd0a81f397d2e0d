package io.nadir.reference;

/**
 * Numbers of about 32 digits, high + low with |low| ≤ u·|high| (Dekker 1971; Joldes, Muller &amp;
 * Popescu 2017), with the functions that losses need.
 *
 * @param high the number rounded to float64
 * @param low what is left of it
 */
public record DoubleDouble(double high, double low) {
    /** 0. */
    public static final DoubleDouble ZERO = of(0);

    private static final DoubleDouble ONE = of(1);

    private static final DoubleDouble LN2 =
            new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

    private static final int TERMS = 14;
    private static final int SQUARINGS = 8;

    /** {@code x}, exactly. */
    public static DoubleDouble of(double x) {
        return new DoubleDouble(x, 0);
    }

    /** x·y, exactly but for underflow. */
    public static DoubleDouble product(double x, double y) {
        double p = x * y;
        return new DoubleDouble(p, Math.fma(x, y, -p));
    }

    /** Sum. */
    public DoubleDouble plus(DoubleDouble b) {
        double s = high + b.high;
        double share = s - high;
        double error = (high - (s - share)) + (b.high - share);
        double t = low + b.low;
        double share2 = t - low;
        double error2 = (low - (t - share2)) + (b.low - share2);
        DoubleDouble first = normal(s, error + t);
        return normal(first.high, first.low + error2);
    }

    /** Difference. */
    public DoubleDouble minus(DoubleDouble b) {
        return plus(b.negated());
    }

    /** Opposite. */
    public DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    /** Magnitude. */
    public DoubleDouble abs() {
        return high < 0 || (high == 0 && low < 0) ? negated() : this;
    }

    /** Product. */
    public DoubleDouble times(DoubleDouble b) {
        DoubleDouble p = product(high, b.high);
        return normal(p.high, p.low + (high * b.low + low * b.high));
    }

    /** Quotient. */
    public DoubleDouble over(DoubleDouble b) {
        double q = high / b.high;
        DoubleDouble rest = minus(b.times(of(q)));
        double q2 = rest.high / b.high;
        DoubleDouble rest2 = rest.minus(b.times(of(q2)));
        return normal(q, q2).plus(of(rest2.high / b.high));
    }

    /** Square root of a number from 0. */
    public DoubleDouble sqrt() {
        if (high == 0) {
            return ZERO;
        }
        double r = Math.sqrt(high);
        DoubleDouble rest = minus(product(r, r));
        return normal(r, rest.high / (2 * r));
    }

    /** e^this, for arguments from −700 to 700. */
    public DoubleDouble exp() {
        double k = Math.rint(high / LN2.high);
        DoubleDouble r = minus(LN2.times(of(k))).scaled(-SQUARINGS);
        DoubleDouble sum = ZERO;
        for (int i = TERMS; i >= 1; i--) {
            sum = ONE.plus(sum).times(r).over(of(i));
        }
        // expm1(2r) = expm1(r)·(expm1(r) + 2) keeps what is small.
        for (int i = 0; i < SQUARINGS; i++) {
            sum = sum.times(sum.plus(of(2)));
        }
        return ONE.plus(sum).scaled((int) k);
    }

    /** Natural logarithm of a number above 0. */
    public DoubleDouble log() {
        int k = Math.getExponent(high);
        DoubleDouble m = scaled(-k);
        if (m.high > 1.4) {
            m = m.scaled(-1);
            k++;
        }
        return m.minus(ONE).logOfOnePlus().plus(LN2.times(of(k)));
    }

    /** log(1 + this) to full relative precision, for |this| ≤ 0.5. */
    public DoubleDouble logOfOnePlus() {
        if (Math.abs(high) < 0x1p-40) {
            DoubleDouble square = times(this);
            return minus(square.scaled(-1)).plus(square.times(this).over(of(3)));
        }
        // 2·artanh(x/(2 + x)).
        DoubleDouble z = over(plus(of(2)));
        DoubleDouble square = z.times(z);
        DoubleDouble sum = ZERO;
        for (int i = 71; i >= 1; i -= 2) {
            sum = sum.times(square).plus(ONE.over(of(i)));
        }
        return sum.times(z).scaled(1);
    }

    /** this·2^e. */
    public DoubleDouble scaled(int e) {
        return new DoubleDouble(Math.scalb(high, e), Math.scalb(low, e));
    }

    private static DoubleDouble normal(double high, double low) {
        double s = high + low;
        return new DoubleDouble(s, low - (s - high));
    }
}
