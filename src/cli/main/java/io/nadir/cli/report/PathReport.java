package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
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
public record PathReport(
        List<PathPoint> points,
        List<Report> reports,
        double read,
        double total,
        Inputs inputs,
        @Nullable LambdaMax lambdaMax)
        implements CommandReport {
    public static PathReport of(
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
                            null,
                            LambdaOrigin.GIVEN));
        }
        return new PathReport(points, reports, read, total, inputs, lambdaMax);
    }

    /** What the process returns: certified only if every point is. */
    @Override
    public int exitCode() {
        boolean interrupted =
                reports.stream().anyMatch(r -> r.stopReason() == StopReason.INTERRUPTED);
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        boolean certified = reports.stream().allMatch(r -> r.certificate().isGlobal());
        return certified ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }

    @Override
    public String summary() {
        return Summary.of(this);
    }

    @Override
    public void writeJson(OutputStream out) {
        ReportJson.write(this, out);
    }
}
