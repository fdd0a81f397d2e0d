package io.nadir.cli.report;

import io.nadir.Problem;
import io.nadir.model.Factors;
import io.nadir.solver.Pruning;

import java.io.OutputStream;

/** The result of a pruning. */
public record PruneReport(
        Problem problem,
        int rank,
        int rankBefore,
        double penalty,
        double penaltyBefore,
        double drift,
        double norm,
        double seconds,
        Inputs inputs)
        implements CommandReport {
    public static PruneReport of(
            Problem problem, Factors before, Pruning pruning, double seconds, Inputs inputs) {
        return new PruneReport(
                problem,
                pruning.factors().rank(),
                before.rank(),
                problem.regularizer().value(pruning.factors()),
                problem.regularizer().value(before),
                pruning.drift(),
                pruning.norm(),
                seconds,
                inputs);
    }

    @Override
    public String summary() {
        return Summary.of(this);
    }

    @Override
    public void writeJson(OutputStream out) {
        ReportJson.write(this, out);
    }

    @Override
    public int exitCode() {
        return ExitCode.CERTIFIED;
    }
}
