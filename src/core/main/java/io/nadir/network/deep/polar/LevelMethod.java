package io.nadir.network.deep.polar;

/**
 * Minimizes a convex function of which cuts are known, over a box, by a proximal level method: the
 * next trial is about the point nearest to the best one where no cut exceeds a level between the
 * model's minimum and the best value.
 */
final class LevelMethod {
    /** Ends where model and best value differ by this share. */
    static final double SETTLED = 1e-6;

    /** The same where the target is out of reach. */
    private static final double HOPELESS = 0.02;

    /** Where the level is between the model's lower bound and the best value. */
    private static final double LEVEL = 0.3;

    /** Levels that are tried for a trial, at most. */
    private static final int MOST_LEVELS = 20;

    private final CutModel model;
    private final double[] center;
    private final double[] trial;
    private double reached = Double.POSITIVE_INFINITY;
    private double low;

    /** Starts at a point of the model's box; copied. */
    LevelMethod(CutModel model, double[] start) {
        this.model = model;
        this.center = start.clone();
        this.trial = start.clone();
    }

    /** The point at which cuts are wanted next; to be read only. */
    double[] trial() {
        return trial;
    }

    /** Takes the largest value of the cuts at the trial; returns whether it is the lowest yet. */
    boolean take(double found) {
        if (!(found < reached)) {
            return false;
        }
        reached = found;
        System.arraycopy(trial, 0, center, 0, trial.length);
        return true;
    }

    /**
     * Moves on to the next trial.
     *
     * @param projected called after each projection, while its multipliers are in the model
     * @return false if the cuts allow none that is worth it
     */
    boolean advance(double target, Runnable projected) {
        for (int k = 0; k < MOST_LEVELS && reached - low > SETTLED * reached; k++) {
            double level = low + LEVEL * (reached - low);
            if (low < target && target < reached) {
                level = Math.max(level, 0.5 * (low + target));
            }
            boolean feasible = model.project(center, level, reached - level, trial);
            projected.run();
            if (feasible) {
                break;
            }
            low = level;
        }
        double gap = reached - low;
        return gap > SETTLED * reached && (low <= target || gap > HOPELESS * reached);
    }
}
