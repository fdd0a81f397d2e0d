package io.nadir;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.loop.Uninterrupted;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores the solutions of a path, and simple models, on entries held out. */
final class HeldOutScores {
    private final Problem problem;
    private final PathOptions path;
    private final SolverOptions options;

    /**
     * Checks what is held out.
     *
     * @throws IllegalArgumentException if it has offsets of its own, or folds are not of the shape
     *     of the problem
     */
    HeldOutScores(Problem problem, PathOptions path, SolverOptions options) {
        this.problem = problem;
        this.path = path;
        this.options = options;
        ModelData heldOut = path.heldOut();
        if (heldOut != null) {
            requireNoOffsets(heldOut);
        }
        Folds folds = path.folds();
        if (folds != null) {
            folds.list().forEach(this::requireFit);
        }
    }

    private static void requireNoOffsets(ModelData heldOut) {
        if (heldOut.centering() != Centering.NONE) {
            throw new IllegalArgumentException(
                    "center of the held-out data = "
                            + heldOut.centering().label()
                            + ", allowed is none: they are scored with the offsets of the others");
        }
    }

    private void requireFit(Fold fold) {
        requireNoOffsets(fold.heldOut());
        if (fold.heldOut().observed() == 0) {
            throw new IllegalArgumentException(
                    "entries held out of a fold = 0, allowed are 1 and more");
        }
        List<ModelData.FactorShape> shapes = problem.y().factorShapes();
        if (!fold.training().factorShapes().equals(shapes)
                || !fold.heldOut().factorShapes().equals(shapes)) {
            throw new IllegalArgumentException(
                    "the shapes of a fold = "
                            + fold.training().factorShapes()
                            + " and "
                            + fold.heldOut().factorShapes()
                            + ", allowed are those of the problem, "
                            + shapes);
        }
    }

    /** The problem of the part of a fold to train with, with the offsets that the problem has. */
    Problem problem(Fold fold) {
        ModelData training =
                fold.training().centered(problem.y().centering(), problem.y().offsetPenalty());
        return new Problem(training, problem.loss(), problem.regularizer(), problem.lambda());
    }

    /** The score of a fold; a solution that an interruption has left is scored like any other. */
    PathPoint.Score score(Solution solution, Fold fold) {
        return score(
                fold.heldOut(),
                solution.model().outputFactors(),
                solution.certificate().isGlobal());
    }

    /** The score on the entries held out; null if there are none. */
    PathPoint.@Nullable HeldOut score(Solution solution) {
        return single(solution.model().outputFactors());
    }

    private PathPoint.@Nullable HeldOut single(Factors factors) {
        ModelData heldOut = path.heldOut();
        if (heldOut == null || heldOut.observed() == 0) {
            return null;
        }
        PathPoint.Score score = score(heldOut, factors, false);
        return new PathPoint.HeldOut(score.meanLoss(), score.rootMeanSquare());
    }

    /** The errors of simple models; none if nothing is held out, or the data know none. */
    List<PathPoint.Baseline> baselines() {
        Folds folds = path.folds();
        return folds == null ? baselinesOfHeldOut() : baselines(folds);
    }

    private List<PathPoint.Baseline> baselinesOfHeldOut() {
        List<PathPoint.Baseline> baselines = new ArrayList<>();
        if (path.heldOut() != null) {
            for (ModelData.Baseline simple : problem.y().baselines(problem.loss())) {
                PathPoint.HeldOut score = single(simple.model().outputFactors());
                if (score != null) {
                    baselines.add(new PathPoint.Baseline(simple.name(), score));
                }
            }
        }
        return baselines;
    }

    private List<PathPoint.Baseline> baselines(Folds folds) {
        Map<String, List<PathPoint.Score>> scores = new LinkedHashMap<>();
        for (Fold fold : folds.list()) {
            for (ModelData.Baseline simple : fold.training().baselines(problem.loss())) {
                Factors factors = simple.model().outputFactors();
                scores.computeIfAbsent(simple.name(), name -> new ArrayList<>())
                        .add(score(fold.heldOut(), factors, true));
            }
        }
        List<PathPoint.Baseline> baselines = new ArrayList<>();
        scores.forEach((name, list) ->
                baselines.add(
                        new PathPoint.Baseline(
                                name, PathPoint.HeldOut.of(list, folds.shareOfVariance()))));
        return baselines;
    }

    private PathPoint.Score score(ModelData heldOut, Factors factors, boolean certified) {
        return Uninterrupted.call(() -> {
            double meanLoss = meanLoss(heldOut, problem.loss(), factors);
            double meanSquare = 2 * meanLoss(heldOut, new SquaredLoss(), factors);
            return new PathPoint.Score(meanLoss, Math.sqrt(meanSquare), certified);
        });
    }

    private double meanLoss(ModelData data, ConvexLoss loss, Factors factors) {
        try (FactorizationMap map = data.bind(loss, options.threads(), options.executor())) {
            double sum = map.evaluate(factors, factors.copy());
            data.requireUnchanged();
            return sum / data.observed();
        }
    }
}
