package io.nadir.cli.report;

import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;

/**
 * What a command found out.
 *
 * @param problem that it is about
 * @param options that were used
 * @param certificate of the point
 * @param rank of the point
 * @param iterations that it took to reach the point, 0 if it was given
 * @param appends columns appended on the way
 * @param nextColumn how much the objective falls at least by another column, 0 if unknown
 * @param stopReason why the solve ended, null for a point that was given
 * @param seconds wall-clock time
 * @param inputs how the inputs were understood
 * @param lambdaMax bounds of the least λ at which the solution is zero, null where they are unknown
 * @param lambdaOrigin where λ comes from
 * @param offsets of the model, null if it has none
 */
public record Report(
        Problem problem,
        SolverOptions options,
        Certificate certificate,
        int rank,
        int iterations,
        int appends,
        double nextColumn,
        @Nullable StopReason stopReason,
        Seconds seconds,
        Inputs inputs,
        @Nullable LambdaMax lambdaMax,
        LambdaOrigin lambdaOrigin,
        @Nullable Offsets offsets)
        implements CommandReport {

    /** Returns the report of a solve. */
    public static Report ofSolve(
            Problem problem,
            SolverOptions options,
            Solution solution,
            double read,
            double total,
            Inputs inputs,
            @Nullable LambdaMax lambdaMax,
            LambdaOrigin lambdaOrigin) {
        Solution.Seconds spent = solution.seconds();
        return new Report(
                problem,
                options,
                solution.certificate(),
                solution.rank(),
                solution.iterations(),
                solution.appends(),
                solution.nextColumn(),
                solution.stopReason(),
                new Seconds(read, spent.descent(), spent.certify(), spent.append(), total),
                inputs,
                lambdaMax,
                lambdaOrigin,
                solution.model().offsets());
    }

    /** Returns the report of a point that was given. */
    public static Report ofGivenPoint(
            Problem problem,
            SolverOptions options,
            Factors factors,
            Certificate certificate,
            double read,
            double total,
            Inputs inputs,
            @Nullable LambdaMax lambdaMax,
            LambdaOrigin lambdaOrigin) {
        int rank = factors.rank();
        return new Report(
                problem,
                options,
                certificate,
                rank,
                0,
                0,
                0,
                null,
                new Seconds(read, 0, certificate.work().seconds(), 0, total),
                inputs,
                rank == 0
                        ? LambdaMax.better(LambdaMax.of(certificate, problem.lambda()), lambdaMax)
                        : lambdaMax,
                lambdaOrigin,
                problem.y().trained(factors, problem.loss()).offsets());
    }

    /** The result as the last step of the way to it. */
    public Progress asProgress() {
        return new Progress(
                iterations,
                rank,
                certificate.objective(),
                certificate.lowerBound(),
                seconds.total() - seconds.read());
    }

    /** Whether descent has converged at the number of columns that was asked for. */
    public boolean isAtFixedRank() {
        return stopReason == StopReason.FIXED_RANK;
    }

    /** What the process returns. */
    @Override
    public int exitCode() {
        if (stopReason == StopReason.INTERRUPTED) {
            return ExitCode.INTERRUPTED;
        }
        return certificate.isGlobal() || isAtFixedRank()
                ? ExitCode.CERTIFIED
                : ExitCode.NOT_CERTIFIED;
    }

    /**
     * Wall-clock seconds by phase.
     *
     * @param read in reading the input
     * @param descent in descent steps
     * @param certify in certificates
     * @param append in searching and appending columns
     * @param total from the start of the command to the result
     */
    public record Seconds(
            double read, double descent, double certify, double append, double total) {}

    @Override
    public String summary() {
        return Summary.of(this);
    }

    @Override
    public void writeJson(OutputStream out) {
        ReportJson.write(this, out);
    }
}
