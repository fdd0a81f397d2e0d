package io.nadir.matrix.polar;

import io.nadir.model.BlockPenalty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * An upper bound of max over the ratios κ = ‖û‖₁, μ = ‖v̂‖₁ of the least of several {@link
 * RatioLine}s, and where it is: by boxes of ratios that are halved.
 *
 * <p>On a box a line is largest at a corner: with u scaled to g₁(u) = 1 it is, for a fixed μ, a sum
 * of a norm of (‖u‖₂, ‖u‖₁) and a multiple of ‖u‖₁, which is convex on the segment between two
 * ratios; and likewise for v. So nothing is lost by halving but what the lines themselves differ,
 * and a line that was found for one ratio serves them all.
 */
final class RatioBoxes {
    private static final int MOST_BOXES = 1 << 14;

    /** Halves are wider than this, relative to their ends. */
    private static final double NARROWEST = 1e-9;

    private final BlockPenalty left;
    private final BlockPenalty right;
    private final List<RatioLine> lines = new ArrayList<>();
    private PriorityQueue<Box> boxes = queue();

    /**
     * A box of ratios.
     *
     * @param from least κ
     * @param to largest κ
     * @param low least μ
     * @param high largest μ
     * @param value bound of the polar of vectors with such ratios
     */
    record Box(double from, double to, double low, double high, double value) {
        double kappa() {
            return Math.sqrt(from) * Math.sqrt(to);
        }

        double mu() {
            return low > 0 ? Math.sqrt(low) * Math.sqrt(high) : 0.5 * high;
        }
    }

    /** Takes the gauges, each with a Euclidean norm, of vectors of the given lengths. */
    RatioBoxes(BlockPenalty left, BlockPenalty right, int rows, int columns) {
        this(left, right, largestRatio(left, rows), 1, largestRatio(right, columns));
    }

    private RatioBoxes(BlockPenalty left, BlockPenalty right, double to, double low, double high) {
        this.left = left;
        this.right = right;
        boxes.add(new Box(1, to, low, high, Double.POSITIVE_INFINITY));
    }

    /**
     * Takes a‖·‖₂ for u, and for v the gauge a‖v‖₂ + h(v) with ratios μ = h(v)/‖v‖₂.
     *
     * @param left the weight of ‖u‖₂
     * @param right the weight of ‖v‖₂
     * @param low the least ratio, at least 0; more than 0 if {@code right} is 0
     * @param high the largest
     */
    static RatioBoxes ofRange(double left, double right, double low, double high) {
        return new RatioBoxes(
                new BlockPenalty(0, left, 0, false),
                new BlockPenalty(0, right, 1, false),
                1,
                low,
                high);
    }

    /** √length from above; a ratio that no gauge depends on stays 1, as no line depends on it. */
    private static double largestRatio(BlockPenalty gauge, int length) {
        return gauge.one() > 0 && length > 1 ? Math.nextUp(Math.sqrt(length)) : 1;
    }

    private static PriorityQueue<Box> queue() {
        return new PriorityQueue<>(Comparator.comparingDouble(Box::value).reversed());
    }

    /** Adds a line. */
    void add(RatioLine line) {
        lines.add(line);
        PriorityQueue<Box> lowered = queue();
        for (Box box : boxes) {
            double value = Math.min(box.value(), largest(line, box));
            lowered.add(new Box(box.from(), box.to(), box.low(), box.high(), value));
        }
        boxes = lowered;
    }

    /** The bound for all ratios. */
    double bound() {
        return largest().value();
    }

    /** The box with the largest bound. */
    private Box largest() {
        Box box = boxes.peek();
        if (box == null) {
            throw new AssertionError("boxes are only replaced by their halves");
        }
        return box;
    }

    /**
     * Halves boxes until none is above {@code target}, or the bound of the highest is close to what
     * the lines are in its middle; returns the highest.
     *
     * @param share how close, in relation to what the bound exceeds the target by
     */
    Box refine(double target, double share) {
        while (bound() > target && boxes.size() < MOST_BOXES) {
            Box box = largest();
            double middle = least(box.kappa(), box.mu());
            if (box.value() - middle <= share * (box.value() - target) || isNarrow(box)) {
                break;
            }
            boxes.poll();
            halve(box);
        }
        return largest();
    }

    /** The least of the lines at two ratios. */
    double least(double kappa, double mu) {
        double least = Double.POSITIVE_INFINITY;
        for (RatioLine line : lines) {
            least = Math.min(least, line.at(kappa, mu, left, right));
        }
        return least;
    }

    private static boolean isNarrow(Box box) {
        return box.to() <= box.from() * (1 + NARROWEST)
                && box.high() <= box.low() * (1 + NARROWEST);
    }

    private void halve(Box box) {
        if (box.to() / box.from() >= box.high() / box.low()) {
            double kappa = box.kappa();
            add(box.from(), kappa, box.low(), box.high(), box.value());
            add(kappa, box.to(), box.low(), box.high(), box.value());
        } else {
            double mu = box.mu();
            add(box.from(), box.to(), box.low(), mu, box.value());
            add(box.from(), box.to(), mu, box.high(), box.value());
        }
    }

    private void add(double from, double to, double low, double high, double known) {
        Box box = new Box(from, to, low, high, known);
        double value = known;
        for (RatioLine line : lines) {
            value = Math.min(value, largest(line, box));
        }
        boxes.add(new Box(from, to, low, high, value));
    }

    private double largest(RatioLine line, Box box) {
        double first =
                Math.max(
                        line.at(box.from(), box.low(), left, right),
                        line.at(box.from(), box.high(), left, right));
        double second =
                Math.max(
                        line.at(box.to(), box.low(), left, right),
                        line.at(box.to(), box.high(), left, right));
        return Math.max(first, second);
    }
}
