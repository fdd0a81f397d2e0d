package io.nadir.network.twolayer.polar;

import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@link ConeBound} of a function whose rows are merged, the more coarsely the larger the cone.
 *
 * <p>Kinks of rows that are nearly parallel may cancel. Bounded apart, they do not until cones are
 * as small as the distance of the rows; merged, they do at once, at the price of the distances:
 * {@link CollinearRows#error}. So a cone is bounded with the rows of its parent, and with finer
 * ones as soon as the price makes up most of what the bound leaves open.
 */
final class ConeLevels {
    /** Share of the best value that merging may cost. */
    private static final double LARGEST_ERROR = 0.125;

    /** What a bound may leave open over the price of merging at which finer rows are due. */
    private static final double MOSTLY = 4;

    private final ReluFunction f;

    /** The coarsest first. */
    private final List<ConeBound> levels;

    private double[] peak = new double[0];
    private double peakValue;
    private long looks;

    /**
     * Merges rows.
     *
     * @param floor a value of f
     */
    ConeLevels(ReluFunction f, double floor) {
        this.f = f;
        this.levels =
                CollinearRows.levels(f, LARGEST_ERROR * floor).stream()
                        .map(ConeBound::new)
                        .toList();
    }

    /** What has to be added to a bound. */
    double rounding() {
        return levels.getLast().rounding();
    }

    /** The best direction met in the last cone. */
    double[] peak() {
        return peak;
    }

    /** f there, up to rounding. */
    double peakValue() {
        return peakValue;
    }

    /** Bounds made. */
    long looks() {
        return looks;
    }

    /**
     * The cone, bounded; the bound is at least {@code floor}.
     *
     * @param parent a cone that contains it, or null
     * @param inherited a bound that holds for it
     * @param floor values below it need no bound
     * @param target a bound of this size needs no improvement
     */
    Cone bound(
            double[] vertices,
            @Nullable Cone parent,
            double inherited,
            double floor,
            double target) {
        int level = parent == null ? 0 : parent.level();
        Cone cone = at(level, vertices, parent, inherited, floor, target);
        while (level < levels.size() - 1 && cone.upper() > target && isPriceMost(cone)) {
            level++;
            cone = at(level, vertices, null, cone.upper(), floor, target);
        }
        choosePeak(level, floor);
        return cone;
    }

    private Cone at(
            int level,
            double[] vertices,
            @Nullable Cone parent,
            double inherited,
            double floor,
            double target) {
        looks++;
        double price = price(level);
        // Where f is at least the floor, the function of this level is that less the price.
        double lower = Math.max(0, price == 0 ? floor : Rounding.down(floor - price));
        Cone cone =
                levels.get(level)
                        .bound(vertices, parent, Double.POSITIVE_INFINITY, lower, target - price);
        double upper = price == 0 ? cone.upper() : Rounding.up(cone.upper() + price);
        double known = Math.max(floor, Math.min(upper, inherited));
        return new Cone(vertices, cone.decided(), cone.open(), level, known);
    }

    /** Returns by how much a bound at a level exceeds that at the finest one. */
    private double price(int level) {
        return level == levels.size() - 1
                ? 0
                : Rounding.up(levels.get(level).rounding() - rounding());
    }

    private boolean isPriceMost(Cone cone) {
        double left = cone.upper() - levels.get(cone.level()).peakValue();
        return left <= MOSTLY * price(cone.level());
    }

    private void choosePeak(int level, double floor) {
        peak = levels.get(level).peak();
        peakValue = levels.get(level).peakValue();
        if (price(level) > 0 && peakValue > floor) {
            peakValue = f.value(peak);
        }
    }
}
