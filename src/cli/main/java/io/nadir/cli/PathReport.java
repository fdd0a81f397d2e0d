package io.nadir.cli;

import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.StopReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a path found out.
 *
 * @param points largest λ first
 * @param reports one for each point
 * @param read seconds in reading the input
 * @param total seconds from the start of the command to the results
 * @param inputs how the inputs were understood
 * @param lambdaMax bounds of the least λ at which the solution is zero, null where they are unknown
 */
record PathReport(
        List<PathPoint> points,
        List<Report> reports,
        double read,
        double total,
        Inputs inputs,
        @Nullable LambdaMax lambdaMax) {
    static PathReport of(
            Problem problem,
            List<PathPoint> points,
            SolverOptions options,
            double read,
            double total,
            Inputs inputs,
            @Nullable LambdaMax lambdaMax) {
        List<Report> reports = new ArrayList<>();
        for (PathPoint point : points) {
            reports.add(
                    Report.ofSolve(
                            problem.withLambda(point.lambda()),
                            options,
                            point.solution(),
                            read,
                            read + point.solution().seconds().total(),
                            inputs,
                            null));
        }
        return new PathReport(points, reports, read, total, inputs, lambdaMax);
    }

    /** What the process returns: certified only if every point is. */
    int exitCode() {
        boolean interrupted =
                reports.stream().anyMatch(r -> r.stopReason() == StopReason.INTERRUPTED);
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        boolean certified = reports.stream().allMatch(r -> r.certificate().isGlobal());
        return certified ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }
}
