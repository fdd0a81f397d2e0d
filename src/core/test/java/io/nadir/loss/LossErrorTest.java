package io.nadir.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nadir.reference.DoubleDouble;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

/** What losses say of their rounding errors, against arithmetic of 32 digits. */
class LossErrorTest {
    private static final double UNIT = 0x1p-53;
    private static final int ARGUMENTS = 100_000;
    private static final int LONG_ARGUMENTS = 5_000_000;

    private static final DoubleDouble HALF = DoubleDouble.of(0.5);
    private static final DoubleDouble ONE = DoubleDouble.of(1);

    /** A loss with its functions in twice the precision. */
    enum Exact {
        SQUARED {
            @Override
            Loss loss() {
                return new SquaredLoss();
            }

            @Override
            DoubleDouble value(double y, double x) {
                DoubleDouble d = difference(x, y);
                return d.times(d).times(HALF);
            }

            @Override
            DoubleDouble derivative(double y, double x) {
                return difference(x, y);
            }

            @Override
            DoubleDouble dual(double y, double g) {
                return quadraticDual(y, g);
            }
        },
        HUBER {
            @Override
            Loss loss() {
                return new HuberLoss(0.7);
            }

            @Override
            DoubleDouble value(double y, double x) {
                DoubleDouble d = difference(x, y);
                DoubleDouble g = derivative(y, x);
                return g.times(d.minus(g.times(HALF)));
            }

            @Override
            DoubleDouble derivative(double y, double x) {
                DoubleDouble d = difference(x, y);
                DoubleDouble delta = DoubleDouble.of(0.7);
                if (d.abs().minus(delta).high() <= 0) {
                    return d;
                }
                return d.high() > 0 ? delta : delta.negated();
            }

            @Override
            DoubleDouble dual(double y, double g) {
                return quadraticDual(y, g);
            }
        },
        LOGISTIC {
            @Override
            Loss loss() {
                return new LogisticLoss();
            }

            @Override
            DoubleDouble value(double y, double x) {
                DoubleDouble e = DoubleDouble.of(-Math.abs(x)).exp();
                DoubleDouble log = e.high() > 0.5 ? ONE.plus(e).log() : e.logOfOnePlus();
                return log.plus(DoubleDouble.of(Math.max(0, -y * x)));
            }

            @Override
            DoubleDouble derivative(double y, double x) {
                DoubleDouble e = DoubleDouble.of(-Math.abs(x)).exp();
                DoubleDouble share = (y * x < 0 ? ONE : e).over(ONE.plus(e));
                return y > 0 ? share.negated() : share;
            }

            @Override
            DoubleDouble dual(double y, double g) {
                DoubleDouble a = DoubleDouble.of(-y * g);
                return entropy(a).plus(entropy(ONE.minus(a)));
            }

            private DoubleDouble entropy(DoubleDouble a) {
                if (a.high() == 0) {
                    return DoubleDouble.ZERO;
                }
                DoubleDouble rest = a.minus(ONE);
                DoubleDouble log = rest.high() > -0.5 ? rest.logOfOnePlus() : a.log();
                return a.times(log).negated();
            }
        },
        SQUARED_HINGE {
            @Override
            Loss loss() {
                return new SquaredHingeLoss();
            }

            @Override
            DoubleDouble value(double y, double x) {
                DoubleDouble d = derivative(y, x);
                return d.times(d).times(HALF);
            }

            @Override
            DoubleDouble derivative(double y, double x) {
                DoubleDouble margin = difference(1, y * x);
                return margin.high() > 0 ? margin.times(DoubleDouble.of(-y)) : DoubleDouble.ZERO;
            }

            @Override
            DoubleDouble dual(double y, double g) {
                return quadraticDual(y, g);
            }
        },
        POISSON {
            @Override
            Loss loss() {
                return new PoissonLoss(EPSILON);
            }

            @Override
            DoubleDouble value(double y, double x) {
                DoubleDouble t = mean(x);
                if (y == 0) {
                    return t;
                }
                DoubleDouble d = t.minus(DoubleDouble.of(y));
                DoubleDouble z = d.over(DoubleDouble.of(y));
                // Near 0 z − log(1 + z) is its series.
                DoubleDouble log = Math.abs(z.high()) < 0.5 ? z.logOfOnePlus() : ratio(t, y).log();
                DoubleDouble rest = Math.abs(z.high()) < 1e-4 ? series(z) : z.minus(log);
                return rest.times(DoubleDouble.of(y));
            }

            private DoubleDouble ratio(DoubleDouble t, double y) {
                return t.over(DoubleDouble.of(y));
            }

            // z²/2 − z³/3 + z⁴/4 − …
            private DoubleDouble series(DoubleDouble z) {
                DoubleDouble sum = DoubleDouble.ZERO;
                for (int k = 9; k >= 2; k--) {
                    double sign = k % 2 == 0 ? 1 : -1;
                    sum = sum.times(z).plus(DoubleDouble.of(sign).over(DoubleDouble.of(k)));
                }
                return sum.times(z).times(z);
            }

            private DoubleDouble mean(double x) {
                return DoubleDouble.of(x).plus(DoubleDouble.of(EPSILON));
            }

            @Override
            DoubleDouble derivative(double y, double x) {
                return mean(x).minus(DoubleDouble.of(y)).over(mean(x));
            }

            @Override
            DoubleDouble dual(double y, double g) {
                DoubleDouble slope = DoubleDouble.of(g);
                if (DoubleDouble.of(y).minus(mean(0).times(ONE.minus(slope))).high() < 0) {
                    return value(y, 0);
                }
                if (y == 0) {
                    return mean(0);
                }
                DoubleDouble log =
                        Math.abs(g) < 0.5 ? slope.negated().logOfOnePlus() : ONE.minus(slope).log();
                return slope.times(mean(0)).plus(log.times(DoubleDouble.of(y)));
            }
        };

        private static final double EPSILON = 0.01;

        abstract Loss loss();

        abstract DoubleDouble value(double y, double x);

        abstract DoubleDouble derivative(double y, double x);

        abstract DoubleDouble dual(double y, double g);

        boolean hasLabels() {
            return this == LOGISTIC || this == SQUARED_HINGE;
        }

        static DoubleDouble difference(double x, double y) {
            return DoubleDouble.of(x).minus(DoubleDouble.of(y));
        }

        static DoubleDouble quadraticDual(double y, double g) {
            return DoubleDouble.product(-g, y).minus(DoubleDouble.product(g, g).times(HALF));
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsAreWithinTheConstant(Exact exact) {
        check(exact, ARGUMENTS);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void errorsAreWithinTheConstantForMany(Exact exact) {
        check(exact, LONG_ARGUMENTS);
    }

    private static void check(Exact exact, int count) {
        Loss loss = exact.loss();
        Random random = new Random(7);
        double worst = 0;
        for (int index = 0; index < count; index++) {
            double y = datum(exact, random);
            double x = output(exact, y, random);
            double value = error(loss.value(y, x), exact.value(y, x), 0);
            double slope = loss.derivative(y, x);
            double derivative = error(slope, exact.derivative(y, x), 0);
            double g = random.nextInt(4) == 0 ? slope : slope * random.nextDouble();
            double dual = error(loss.dualValue(y, g), exact.dual(y, g), 2 * Math.abs(g * y));
            double largest = Math.max(value, Math.max(derivative, dual));
            if (!(largest <= loss.errorConstant())) {
                fail("%s errs by %s at y = %s, x = %s, g = %s", loss.name(), largest, y, x, g);
            }
            worst = Math.max(worst, largest);
        }
        assertThat(worst).as("how much of the constant is used").isGreaterThan(1);
    }

    /** |computed − exact| in units of u·(|exact| + more), less what underflow may do. */
    private static double error(double computed, DoubleDouble exact, double more) {
        double difference = exact.minus(DoubleDouble.of(computed)).abs().high();
        double allowed = Math.max(0, difference - Double.MIN_NORMAL);
        return allowed == 0 ? 0 : allowed / UNIT / (exact.abs().high() + more);
    }

    private static double datum(Exact exact, Random random) {
        if (exact.hasLabels()) {
            return random.nextBoolean() ? 1 : -1;
        }
        if (exact == Exact.POISSON) {
            int kind = random.nextInt(4);
            double size = random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
            return kind == 0 ? 0 : kind == 1 ? random.nextInt(20) : size;
        }
        return random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
    }

    /** Anywhere, near the datum, near a kink, and where functions are nearly 0 or overflow. */
    private static double output(Exact exact, double y, Random random) {
        double unit = exact.hasLabels() ? 1 : Math.abs(y);
        double small = random.nextGaussian() * Math.pow(2, -random.nextInt(60));
        if (exact == Exact.POISSON) {
            return Math.max(0, count(y, small, random));
        }
        return switch (random.nextInt(6)) {
            case 0 -> unit * random.nextGaussian();
            case 1 -> y + unit * small;
            case 2 -> y + 0.7 * (1 + small);
            case 3 -> small;
            case 4 -> exact == Exact.LOGISTIC ? 680 * (2 * random.nextDouble() - 1) : 1e100 * small;
            default -> 30 * unit * random.nextGaussian();
        };
    }

    /** Near the minimum, at 0, and far from it. */
    private static double count(double y, double small, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> y - 0.01 + y * small;
            case 2 -> Math.abs(small);
            case 3 -> y * random.nextDouble();
            default -> (y + 1) * Math.pow(10, 20 * random.nextDouble());
        };
    }

    /** The arithmetic itself, against numbers of 50 digits. */
    @Test
    void theReferenceHasThirtyDigits() {
        Random random = new Random(3);
        MathContext digits = new MathContext(50);
        for (int index = 0; index < 300; index++) {
            double x = random.nextGaussian() * Math.pow(2, random.nextInt(12) - 6);
            BigDecimal exp = exp(new BigDecimal(x), digits);
            assertNear(DoubleDouble.of(x).exp(), exp, digits);
            DoubleDouble log = DoubleDouble.of(x).exp().log();
            assertThat(log.minus(DoubleDouble.of(x)).abs().high())
                    .isLessThan(1e-29 * Math.max(1, Math.abs(x)));
            double small = 0.5 * (2 * random.nextDouble() - 1) * Math.pow(2, -random.nextInt(50));
            BigDecimal back = exp(exactly(DoubleDouble.of(small).logOfOnePlus()), digits);
            assertNear(DoubleDouble.of(small), back.subtract(BigDecimal.ONE), digits);
        }
    }

    private static void assertNear(DoubleDouble actual, BigDecimal expected, MathContext digits) {
        BigDecimal error = exactly(actual).subtract(expected).abs();
        assertThat(error.divide(expected.abs(), digits).doubleValue()).isLessThan(1e-29);
    }

    private static BigDecimal exactly(DoubleDouble x) {
        return new BigDecimal(x.high()).add(new BigDecimal(x.low()));
    }

    private static BigDecimal exp(BigDecimal x, MathContext digits) {
        BigDecimal r = x.divide(new BigDecimal(1 << 12), digits);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int i = 1; i < 30; i++) {
            term = term.multiply(r, digits).divide(new BigDecimal(i), digits);
            sum = sum.add(term, digits);
        }
        return sum.pow(1 << 12, new MathContext(60));
    }
}
