package io.nadir;

import io.nadir.model.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.SquaredLoss;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.StopReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Solves a problem for many λ, each from the solution of its neighbour: first downwards, where the
 * rank grows, then upwards for those that were not certified, keeping the better of the two.
 */
final class RegularizationPath {
    private final Problem problem;
    private final PathOptions path;
    private final SolverOptions options;
    private boolean ended;

    RegularizationPath(Problem problem, PathOptions path, SolverOptions options) {
        this.problem = problem;
        this.path = path;
        this.options = options;
    }

    List<PathPoint> solve() {
        List<PathPoint> points = new ArrayList<>();
        Factors start = options.start();
        for (double lambda : lambdas()) {
            PathPoint point = point(lambda, start);
            points.add(point);
            start = point.solution().factors();
            tell(point);
            if (ended) {
                return points;
            }
        }
        upwards(points);
        return points;
    }

    private void upwards(List<PathPoint> points) {
        for (int k = points.size() - 2; k >= 0 && !ended; k--) {
            PathPoint before = points.get(k);
            if (before.solution().certificate().isGlobal()) {
                continue;
            }
            PathPoint again = point(before.lambda(), points.get(k + 1).solution().factors());
            if (isBetter(again.solution(), before.solution())) {
                points.set(k, again);
                tell(again);
            }
        }
    }

    private static boolean isBetter(Solution a, Solution b) {
        return a.certificate().isGlobal() || a.objective() < b.objective();
    }

    private void tell(PathPoint point) {
        ended |= point.solution().stopReason() == StopReason.INTERRUPTED;
        ended |= point.solution().stopReason() == StopReason.CANCELLED;
        ended |= !path.listener().test(point);
    }

    private PathPoint point(double lambda, @Nullable Factors start) {
        Solution solution = Nadir.solve(problem.withLambda(lambda), options.withStart(start));
        return new PathPoint(lambda, solution, score(solution.factors()));
    }

    private PathPoint.@Nullable HeldOut score(Factors factors) {
        ModelData heldOut = path.heldOut();
        if (heldOut == null || heldOut.observed() == 0) {
            return null;
        }
        double meanLoss = meanLoss(heldOut, problem.loss(), factors);
        double meanSquare = 2 * meanLoss(heldOut, new SquaredLoss(), factors);
        return new PathPoint.HeldOut(meanLoss, Math.sqrt(meanSquare));
    }

    private double meanLoss(ModelData data, ConvexLoss loss, Factors factors) {
        try (FactorizationMap map = data.bind(loss, options.threads(), options.executor())) {
            double sum = map.evaluate(factors, factors.copy());
            data.requireUnchanged();
            return sum / data.observed();
        }
    }

    /** Largest first. */
    private List<Double> lambdas() {
        return switch (path.grid()) {
            case PathOptions.Values values ->
                    values.lambdas().stream().sorted(Comparator.reverseOrder()).toList();
            case PathOptions.Geometric geometric -> {
                double largest = Nadir.lambdaMax(problem, options);
                List<Double> lambdas = new ArrayList<>();
                for (int k = 1; k <= geometric.count() && largest > 0; k++) {
                    lambdas.add(largest * Math.pow(geometric.ratio(), k));
                }
                yield lambdas;
            }
        };
    }
}
