package io.nadir.cli.command;

import io.nadir.Problem;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.progress.Interruption;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Stopwatch;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** One solve of a batch: interrupted with the batch, which also prepares pictures and prints. */
final class BatchSolve extends SolveCommand {
    private final boolean writes;
    private @Nullable Report report;

    /**
     * Makes a solve.
     *
     * @param writes whether results are written
     */
    BatchSolve(Terminal terminal, boolean writes) {
        super(terminal);
        this.writes = writes;
    }

    /** What it found out; null if it did not come to an end. */
    @Nullable Report report() {
        return report;
    }

    @Override
    int solve(
            Problem problem,
            LambdaOrigin origin,
            SolverOptions options,
            Stopwatch watch,
            double read)
            throws IOException, RefusedException {
        if (writes) {
            return super.solve(problem, origin, options, watch, read);
        }
        Outcome outcome = outcome(problem, origin, options, interruption(), watch, read);
        print(outcome);
        return outcome.report().exitCode();
    }

    @Override
    void warmUp() {}

    /** Many small solves have no time for more than they find out on their way. */
    @Override
    boolean boundsLambdaMax() {
        return false;
    }

    @Override
    Interruption interruption() {
        return Interruption.ofOneAmongMany();
    }

    @Override
    void print(Outcome outcome) {
        report = outcome.report();
    }
}
