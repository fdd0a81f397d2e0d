package io.nadir.cli.report;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.PathPoint.Baseline;
import io.nadir.Problem;
import io.nadir.array.WorkInterruptedException;
import io.nadir.model.Centering;
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

    /** The errors in words, without the name of the error. */
    public static String words(List<Baseline> baselines, HeldOutError error) {
        return baselines.stream()
                .map(baseline -> baseline.name() + " " + error.words(baseline.heldOut()))
                .collect(Collectors.joining(", "));
    }

    /** Says that a baseline is better than every point; null if none is. */
    public static @Nullable String advice(
            List<PathPoint> points, List<Baseline> baselines, HeldOutError error, Problem problem) {
        Baseline better = betterThan(points, baselines);
        if (better == null) {
            return null;
        }
        PathPoint.HeldOut least = points.get(PathPoint.best(points)).heldOut();
        return String.format(
                "no lambda predicts the entries held out as well as the baseline '%s': %s %.5g"
                        + " against %.5g%s",
                better.name(),
                error.name(),
                error.value(better.heldOut()),
                least == null ? Double.NaN : error.value(least),
                remedy(problem));
    }

    /** How offsets come into the model, unless the loss forbids them. */
    private static String remedy(Problem problem) {
        if (problem.loss().requiresNonNegativeOutputs()) {
            return "";
        }
        if (problem.y().centering() != Centering.BOTH) {
            return "; --center both adds offsets to the model";
        }
        return problem.y().offsetPenalty() == 0
                ? "; --offset-penalty 5 keeps those of few entries near the mean"
                : "";
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
}
