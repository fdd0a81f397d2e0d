package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.Factors;
import io.nadir.solver.Pruning;

/** The result of a pruning. */
record PruneReport(
        Problem problem,
        int rank,
        int rankBefore,
        double penalty,
        double penaltyBefore,
        double drift,
        double norm,
        double seconds,
        Inputs inputs) {
    static PruneReport of(
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
}
