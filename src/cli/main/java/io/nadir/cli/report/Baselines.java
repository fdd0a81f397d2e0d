package io.nadir.cli.report;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.PathPoint.Baseline;
import io.nadir.Problem;
import io.nadir.array.WorkInterruptedException;
import io.nadir.loss.ConvexLoss;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Simple models without factors, to compare the error of a path on entries held out with. */
public final class Baselines {
    private Baselines() {}

    /** Fits and scores them; none if the thread is interrupted. */
    public static List<Baseline> find(Problem problem, PathOptions path, SolverOptions options) {
        try {
            return Nadir.baselines(problem, path, options);
        } catch (WorkInterruptedException e) {
            return List.of();
        }
    }

    /** The errors in words. */
    public static String words(List<Baseline> baselines, ConvexLoss loss) {
        return baselines.stream()
                .map(baseline -> baseline.name() + " " + error(baseline.heldOut(), loss))
                .collect(Collectors.joining(", "));
    }

    /** The baseline that is better than every point; null if there is none. */
    public static @Nullable Baseline betterThan(List<PathPoint> points, List<Baseline> baselines) {
        int best = PathPoint.best(points);
        PathPoint.HeldOut least = best < 0 ? null : points.get(best).heldOut();
        if (least == null) {
            return null;
        }
        return baselines.stream()
                .filter(baseline -> baseline.heldOut().meanLoss() < least.meanLoss())
                .min(Comparator.comparingDouble(baseline -> baseline.heldOut().meanLoss()))
                .orElse(null);
    }

    /** What the error is that is shown: the one that λ is chosen by, or its root. */
    public static String measure(ConvexLoss loss) {
        return loss.isQuadratic() ? "root mean square error" : "mean loss";
    }

    /** The error that is shown. */
    public static double value(PathPoint.HeldOut score, ConvexLoss loss) {
        return loss.isQuadratic() ? score.rootMeanSquare() : score.meanLoss();
    }

    /** The standard error of what is shown; 0 without folds. */
    public static double standardError(PathPoint.HeldOut score, ConvexLoss loss) {
        PathPoint.Spread spread = score.spread();
        if (spread == null) {
            return 0;
        }
        return loss.isQuadratic() ? spread.rootMeanSquareError() : spread.meanLossError();
    }

    /** The error that is shown, with its standard error if there are folds. */
    public static String error(PathPoint.HeldOut score, ConvexLoss loss) {
        String error = String.format("%.5g", value(score, loss));
        return score.spread() == null
                ? error
                : error + String.format(" ± %.2g", standardError(score, loss));
    }
}
