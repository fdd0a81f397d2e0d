package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

import org.jspecify.annotations.Nullable;

/**
 * The loops of the logistic loss, with exp and log1p by polynomials: the same bits in every lane of
 * every vector width, which the functions of the Vector API do not promise.
 *
 * <p>The bodies with polynomials are written out, and larger than what C2 inlines: in one method,
 * or in pieces, they exceed its budget of nodes, and vectors that cross the calls it leaves are
 * boxed.
 */
final class LogisticLoops {
    /** As {@link Lanes#EXACT}. */
    private static final Class<? extends LongVector> EXACT_LONGS =
            SPECIES.withLanes(long.class).vectorType().asSubclass(LongVector.class);

    private static final double LOG2_E = 1.4426950408889634;

    /** ln 2 in two parts, of which the first has 33 bits: its multiples by up to 2^11 are exact. */
    private static final double LN2_HIGH = 0x1.62e42feep-1;

    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

    /** Adding this number rounds to a whole number, which is then in the last bits of the sum. */
    private static final double ROUNDER = 0x1.8p52;

    /** The argument at which exp is about 2^-1021; smaller arguments give the same result. */
    private static final double LEAST = -708;

    private static final double SQRT2_LESS_1 = 0.41421356237309503;

    private LogisticLoops() {}

    /** x ← −y·x; returns Σ weight·max(0, −y·x). */
    static double margins(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int end) {
        DoubleVector sum = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector minusMargin =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i))
                            .mul(EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i)))
                            .neg();
            minusMargin.intoArray(x, xOffset + i);
            DoubleVector linear = minusMargin.max(EXACT.cast(DoubleVector.zero(SPECIES)));
            DoubleVector term =
                    weights == null
                            ? linear
                            : linear.mul(
                                    EXACT.cast(
                                            DoubleVector.fromArray(SPECIES, weights, yOffset + i)));
            sum = EXACT.cast(term).add(sum);
        }
        return Vectors.sum(sum);
    }

    /**
     * x ← e = exp(−|x|), which is not 0, with the sign changed where x is positive.
     *
     * <p>−|x| = k·ln 2 + r with |r| ≤ ½ln 2, Taylor's polynomial of degree 13 in r, times 2^k:
     * within 2 units in the last place, or 2^-1021 where that is more.
     */
    static void exponentials(double[] x, int xOffset, int end) {
        DoubleVector zero = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector one = EXACT.cast(DoubleVector.broadcast(SPECIES, 1));
        DoubleVector rounder = EXACT.cast(DoubleVector.broadcast(SPECIES, ROUNDER));
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector minusMargin = EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i));
            DoubleVector exponent = minusMargin.abs().neg().max(LEAST);
            DoubleVector shifted =
                    exponent.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, LOG2_E)), rounder);
            DoubleVector k = shifted.sub(rounder);
            DoubleVector r =
                    k.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, -LN2_HIGH)), exponent);
            r = k.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, -LN2_LOW)), r);
            DoubleVector e = EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 6227020800.0));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 479001600.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 39916800.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 3628800.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 362880.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 40320.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 5040.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 720.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 120.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 24.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 6.0)));
            e = e.fma(r, EXACT.cast(DoubleVector.broadcast(SPECIES, 0.5)));
            e = e.fma(r, one);
            e = e.fma(r, one);
            LongVector bits = EXACT_LONGS.cast(shifted.reinterpretAsLongs());
            LongVector power = bits.add(1023).lanewise(VectorOperators.LSHL, 52);
            e = e.mul(power.reinterpretAsDoubles());
            e.blend(e.neg(), minusMargin.compare(VectorOperators.GT, zero))
                    .intoArray(x, xOffset + i);
        }
    }

    /**
     * From what {@link #exponentials} left in x to the derivative; returns Σ weight·log1p(e).
     *
     * <p>log1p(e) = 2·artanh(s) with s = e/(2 + e), or ln 2 more than that with s = (e − 1)/(e + 3)
     * where e exceeds √2 − 1. So |s| ≤ 0.172, and the series ends with s^21: within 3 units in the
     * last place.
     */
    static double slopes(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int end) {
        DoubleVector zero = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector one = EXACT.cast(DoubleVector.broadcast(SPECIES, 1));
        DoubleVector two = EXACT.cast(DoubleVector.broadcast(SPECIES, 2));
        DoubleVector three = EXACT.cast(DoubleVector.broadcast(SPECIES, 3));
        DoubleVector sum = zero;
        for (int i = 0; i < end; i += COUNT) {
            DoubleVector signed = EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i));
            DoubleVector e = signed.abs();
            var large = e.compare(VectorOperators.GT, SQRT2_LESS_1);
            DoubleVector above = e.blend(e.sub(one), large);
            DoubleVector s = above.div(e.add(EXACT.cast(two).blend(three, large)));
            DoubleVector z = s.mul(s);
            DoubleVector series = EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 21));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 19)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 17)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 15)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 13)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 11)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 9)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 7)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 0.2)));
            series = series.fma(z, EXACT.cast(DoubleVector.broadcast(SPECIES, 1.0 / 3)));
            DoubleVector twice = s.add(s);
            DoubleVector low = twice.mul(z).mul(series).add(EXACT.cast(zero).blend(LN2_LOW, large));
            DoubleVector value = EXACT.cast(zero).blend(LN2_HIGH, large).add(twice.add(low));
            var wrong = signed.compare(VectorOperators.LT, zero);
            DoubleVector slope = e.blend(one, wrong).div(e.add(one));
            if (weights != null) {
                DoubleVector weight =
                        EXACT.cast(DoubleVector.fromArray(SPECIES, weights, yOffset + i));
                value = value.mul(weight);
                slope = slope.mul(weight);
            }
            sum = EXACT.cast(value).add(sum);
            EXACT.cast(slope)
                    .mul(EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i)))
                    .neg()
                    .intoArray(x, xOffset + i);
        }
        return Vectors.sum(sum);
    }
}
