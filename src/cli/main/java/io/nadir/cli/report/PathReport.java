package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.util.List;

/**
 * What a path found out.
 *
 * @param problem with any λ
 * @param options of each solve
 * @param points largest λ first
 * @param open how many λ are not solved yet, or are left because the path was cut short
 * @param rule by which a λ is chosen
 * @param baselines the errors of simple models without factors
 * @param read seconds in reading the input
 * @param total seconds from the start of the command to the results
 * @param inputs how the inputs were understood
 * @param lambdaMax bounds of the least λ at which the solution is zero, null where they are unknown
 */
public record PathReport(
        Problem problem,
        SolverOptions options,
        List<PathPoint> points,
        int open,
        LambdaRule rule,
        List<PathPoint.Baseline> baselines,
        double read,
        double total,
        Inputs inputs,
        @Nullable LambdaMax lambdaMax)
        implements CommandReport {
    /** The report of one point. */
    public Report report(int index) {
        return report(index, LambdaOrigin.GIVEN);
    }

    /** The report of the point that is chosen, if there is one. */
    public Report chosenReport() {
        int index = chosen();
        return report(index, origin(points.get(index)));
    }

    /** Where the λ of a point that is chosen comes from. */
    public LambdaOrigin origin(PathPoint point) {
        return LambdaOrigin.ofPath(points.size(), point, rule, error(), baselines);
    }

    private Report report(int index, LambdaOrigin origin) {
        PathPoint point = points.get(index);
        return Report.ofSolve(
                problem.withLambda(point.lambda()),
                options,
                point.solution(),
                read,
                read + point.solution().seconds().total(),
                inputs,
                lambdaMax,
                origin);
    }

    /** The index of the point whose λ is chosen, −1 if there is none. */
    public int chosen() {
        return rule.choose(points);
    }

    /** The error by which λ is chosen. */
    public HeldOutError error() {
        return HeldOutError.of(problem);
    }

    /** Whether the scores are means over folds. */
    public boolean hasFolds() {
        PathPoint.HeldOut first = points.isEmpty() ? null : points.getFirst().heldOut();
        return first != null && first.spread() != null;
    }

    /** What the process returns: certified only if every point is. */
    @Override
    public int exitCode() {
        boolean interrupted =
                points.stream().anyMatch(p -> p.solution().stopReason() == StopReason.INTERRUPTED);
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        boolean certified = points.stream().allMatch(p -> p.solution().certificate().isGlobal());
        return certified ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }

    @Override
    public String summary() {
        return PathSummary.of(this);
    }

    @Override
    public void writeJson(OutputStream out) {
        ReportJson.write(this, out);
    }
}
