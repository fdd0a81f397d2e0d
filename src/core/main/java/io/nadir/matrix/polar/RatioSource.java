package io.nadir.matrix.polar;

import io.nadir.array.Panel;

/** The relaxations of a polar, one for each pair of ratios. */
interface RatioSource {
    /**
     * Returns the relaxation for two ratios.
     *
     * @param sharper whether to return the sharper one, see {@link #sharpens}
     */
    RatioRelaxation at(double kappa, double mu, boolean sharper);

    /** Whether there is a sharper relaxation, which costs more. */
    default boolean sharpens() {
        return false;
    }

    /** The length of the sharper relaxation's multiplier. */
    default int sharperLength() {
        throw new UnsupportedOperationException("there is no sharper relaxation");
    }

    /** Returns where the sharper relaxation starts, from directions of the simple one. */
    default double[] sharperPrimal(Panel directions, double[] weights) {
        throw new UnsupportedOperationException("there is no sharper relaxation");
    }

    /** The ratio of the steps of multiplier and K to begin with. */
    default double firstStep(boolean sharper) {
        return sharper ? 3 : 1;
    }
}
