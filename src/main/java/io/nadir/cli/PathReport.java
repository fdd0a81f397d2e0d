package io.nadir.cli;

import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.StopReason;

import java.util.ArrayList;
import java.util.List;

/**
 * What a path found out.
 *
 * @param points largest λ first
 * @param reports one for each point
 * @param read seconds in reading the input
 * @param total seconds from the start of the command to the results
 */
record PathReport(List<PathPoint> points, List<Report> reports, double read, double total) {
    static PathReport of(
            Problem problem,
            List<PathPoint> points,
            SolverOptions options,
            double read,
            double total) {
        List<Report> reports = new ArrayList<>();
        for (PathPoint point : points) {
            reports.add(
                    Report.ofSolve(
                            problem.withLambda(point.lambda()),
                            options,
                            point.solution(),
                            read,
                            read + point.solution().seconds().total()));
        }
        return new PathReport(points, reports, read, total);
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
