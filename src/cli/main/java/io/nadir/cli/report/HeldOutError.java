package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.loss.ConvexLoss;

/**
 * The error on entries held out as tables, reports and pictures show it. It grows with the mean
 * loss, by which λ is chosen, and is the root mean square of y − x for the squared loss.
 *
 * @param name what it is called
 * @param factor by which the mean loss is multiplied
 * @param isRoot whether it is the root of that
 */
public record HeldOutError(String name, double factor, boolean isRoot) {
    /** That of a problem; with weights, each entry counts by its own. */
    public static HeldOutError of(Problem problem) {
        boolean plain = problem.y().lossParameters().isEmpty() && problem.y().largestWeight() == 1;
        ConvexLoss loss = problem.loss();
        return new HeldOutError(
                (plain ? "" : "weighted ") + loss.errorName(),
                loss.errorFactor(),
                loss.isQuadratic());
    }

    /** The error. */
    public double value(PathPoint.HeldOut score) {
        return isRoot ? score.rootMeanSquare() : factor * score.meanLoss();
    }

    /** The standard error of the error; 0 without folds. */
    public double standardError(PathPoint.HeldOut score) {
        PathPoint.Spread spread = score.spread();
        if (spread == null) {
            return 0;
        }
        return isRoot ? spread.rootMeanSquareError() : factor * spread.meanLossError();
    }

    /** The error, with its standard error if there are folds. */
    public String words(PathPoint.HeldOut score) {
        String error = String.format("%.5g", value(score));
        return score.spread() == null
                ? error
                : error + String.format(" ± %.2g", standardError(score));
    }

    /** The name with a capital letter. */
    public String title() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
