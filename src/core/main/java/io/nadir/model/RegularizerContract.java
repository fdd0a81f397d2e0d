package io.nadir.model;

import io.nadir.array.Panel;
import io.nadir.kernel.Strided;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Checks a regularizer at a few random columns. Bounds of the polar rely on its degree and its
 * gauges, and descent relies on its proximal map and its gradient. A regularizer for which one of
 * these is wrong is therefore refused, with its name and the reason.
 */
public final class RegularizerContract {
    /** How far two sides of a comparison may differ, relative to their terms. */
    private static final double ROUNDING = 1e-6;

    /** The step of central differences, whose error is of the order of its square. */
    private static final double STEP = 1e-4;

    /**
     * The proximal point must be at least as good as these multiples of itself, and as its sums
     * with such multiples of the original block.
     */
    private static final double[] SHARES = {0, 0.5, 0.9, 0.99, 1, 1.01};

    private final Regularizer theta;
    private final int[] dimensions;
    private final RandomGenerator random = new SplittableRandom(1);

    /** Room for columns that are tried, kept from one to the next. */
    private Factors first;

    private Factors second;

    private RegularizerContract(Regularizer theta, List<Integer> dimensions) {
        this.theta = theta;
        this.dimensions = dimensions.stream().mapToInt(Integer::intValue).toArray();
        this.first = Factors.zeros(1, this.dimensions);
        this.second = first.copy();
    }

    /**
     * Checks a regularizer, and its gauges if it has any, at random columns. The cost is a constant
     * times the length of a column.
     *
     * @param dimensions the numbers of rows of the blocks
     * @throws IllegalArgumentException if the regularizer or a gauge violates its contract; the
     *     message names it and says what is wrong
     */
    public static void require(Regularizer theta, List<Integer> dimensions) {
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(dimensions, "dimensions");

        if (theta.hasGauges()) {
            GaugeContract.require(theta, dimensions);
        }
        RegularizerContract contract = new RegularizerContract(theta, dimensions);
        contract.requireAll(contract.column(false));
        contract.requireAll(contract.column(true));
    }

    /**
     * Names, for messages, the regularizers whose degree matches that of a map.
     *
     * @return advice for users whose regularizer has another degree
     */
    public static String matching(FactorizationMap map) {
        Objects.requireNonNull(map, "map");

        int degree = map.degree();
        int blocks = map.dimensions().size();
        List<Double> each = map.blockDegrees();
        String powers = degree == 2 ? "squared-norms" : "norm-powers:" + degree;
        if (degree == 1) {
            return "what matches is a regularizer of degree 1 in all weights";
        }
        if (blocks > 1 && each != null && each.stream().allMatch(p -> p == 1)) {
            return "what matches is " + powers + " or product:l2" + ",l2".repeat(blocks - 1);
        }
        return "what matches is " + powers;
    }

    private void requireAll(Factors w) {
        double value = theta.value(w, 0);
        if (!(value >= 0)) {
            throw refuse("value = " + value + ", allowed are numbers from 0");
        }
        if (value == Double.POSITIVE_INFINITY) {
            return;
        }
        requireDegree(w, value);
        if (theta.hasGauges() && theta.degree() == w.order()) {
            // Otherwise a rescaling of the blocks changes φ.
            requireGauges(w, value);
        }
        for (int k = 0; k < w.order(); k++) {
            requireProx(w, k);
        }
        if (theta.isSmooth()) {
            requireGradient(w);
        }
    }

    /**
     * Returns a column of normally distributed numbers, or of their magnitudes, which satisfy
     * constraints of sign.
     */
    private Factors column(boolean nonNegative) {
        Factors w = Factors.zeros(1, dimensions);
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                double element = random.nextGaussian();
                block.set(i, 0, nonNegative ? Math.abs(element) : element);
            }
        }
        return w;
    }

    private void requireDegree(Factors w, double value) {
        Factors twice = firstCopy(w);
        twice.scale(2);
        double expected = Math.scalb(value, theta.degree());
        if (!isClose(theta.value(twice, 0), expected, expected)) {
            throw refuse(
                    "value(2w) = %s, must be 2^degree() times value(w), %s"
                            .formatted(theta.value(twice, 0), expected));
        }
    }

    /**
     * Requires that the product of the gauges is the smallest value of θ over all rescalings of the
     * blocks, and that {@code balance} reaches it.
     */
    private void requireGauges(Factors w, double value) {
        double product = 1;
        Factors unit = firstCopy(w);
        for (int k = 0; k < w.order(); k++) {
            Panel block = unit.block(k);
            double size = theta.gauge(k).value(block.data(), 0, block.stride(), block.rows());
            product *= size;
            Strided.scale(1 / size, block.data(), 0, block.stride(), block.rows());
        }
        if (value < product * (1 - ROUNDING)) {
            throw refuse(
                    "value = %s, must be at least the product of the gauges, %s"
                            .formatted(value, product));
        }
        Factors balanced = secondCopy(unit);
        theta.balance(balanced);
        requireSameOutput(unit, balanced);
        double least = theta.value(balanced, 0);
        if (!isClose(least, 1, 1)) {
            throw refuse(
                    "balance leaves a column whose blocks have gauge 1 with the value "
                            + least
                            + ", must be 1, the product of the gauges");
        }
    }

    private void requireSameOutput(Factors before, Factors after) {
        double product = 1;
        for (int k = 0; k < before.order(); k++) {
            Panel from = before.block(k);
            Panel to = after.block(k);
            double ratio = inner(to, from) / inner(from, from);
            double sizes = Math.sqrt(inner(to, to) * inner(from, from));
            if (!(ratio > 0) || !isClose(inner(to, from), sizes, sizes)) {
                throw refuse("balance changes the direction of block " + k);
            }
            product *= ratio;
        }
        if (!isClose(product, 1, 1)) {
            throw refuse(
                    "balance multiplies the blocks by numbers whose product is %s, must be 1"
                            .formatted(product));
        }
    }

    /**
     * Requires that the proximal point is as good a minimizer of ½‖y − x‖² + weight·θ(y) as the
     * points near it and on the line to x.
     */
    private void requireProx(Factors w, int k) {
        for (double weight : new double[] {0.1, 1}) {
            Factors found = firstCopy(w);
            theta.prox(found, k, weight);
            double least = proximal(w, found, k, weight);
            Factors other = secondCopy(w);
            for (double share : SHARES) {
                combine(w.block(k), 0, found.block(k), share, other.block(k));
                requireNotLess(least, proximal(w, other, k, weight), k, weight);
                combine(w.block(k), share, found.block(k), 1 - share, other.block(k));
                requireNotLess(least, proximal(w, other, k, weight), k, weight);
            }
        }
    }

    private void requireNotLess(double least, double other, int k, double weight) {
        if (!(other >= least * (1 - ROUNDING))) {
            throw refuse(
                    String.format(
                            "prox of block %d with weight %s leads to %s of what it minimizes,"
                                    + " and there is a block with %s",
                            k, weight, least, other));
        }
    }

    private double proximal(Factors from, Factors to, int k, double weight) {
        Panel x = from.block(k);
        Panel y = to.block(k);
        double sum = 0;
        for (int i = 0, p = 0, q = 0; i < x.rows(); i++, p += x.stride(), q += y.stride()) {
            double miss = y.data()[q] - x.data()[p];
            sum += 0.5 * miss * miss;
        }
        return sum + weight * theta.value(to, 0);
    }

    private static void combine(Panel x, double a, Panel y, double b, Panel out) {
        for (int i = 0; i < out.rows(); i++) {
            out.data()[i * out.stride()] =
                    a * x.data()[i * x.stride()] + b * y.data()[i * y.stride()];
        }
    }

    private void requireGradient(Factors w) {
        Factors gradient = Factors.zeros(1, dimensions);
        theta.addGradient(w, 1, gradient);
        Factors direction = column(false);
        Factors ahead = firstCopy(w);
        ahead.add(STEP, direction);
        Factors behind = secondCopy(w);
        behind.add(-STEP, direction);
        double slope = (theta.value(ahead, 0) - theta.value(behind, 0)) / (2 * STEP);
        double scale = Math.sqrt(gradient.inner(gradient) * direction.inner(direction));
        if (Math.abs(direction.inner(gradient) - slope) > Math.sqrt(ROUNDING) * scale) {
            throw refuse(
                    "addGradient says that the slope in a direction is "
                            + direction.inner(gradient)
                            + ", differences of values say "
                            + slope);
        }
    }

    private Factors firstCopy(Factors w) {
        first = w.copyInto(first);
        return first;
    }

    private Factors secondCopy(Factors w) {
        second = w.copyInto(second);
        return second;
    }

    private static double inner(Panel x, Panel y) {
        double sum = 0;
        for (int i = 0; i < x.rows(); i++) {
            sum += x.get(i, 0) * y.get(i, 0);
        }
        return sum;
    }

    private static boolean isClose(double a, double b, double scale) {
        return a == b || Math.abs(a - b) <= ROUNDING * scale;
    }

    private IllegalArgumentException refuse(String how) {
        return new IllegalArgumentException(
                "regularizer = " + theta.name() + " breaks its contract: " + how);
    }
}
