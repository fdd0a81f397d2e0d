package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.model.Factors;
import io.nadir.solver.Pruning;

/**
 * What a pruning came to.
 *
 * @param problem whose data and regularizer were used
 * @param rank columns that are left
 * @param rankBefore columns that there were
 * @param penalty Θ of what is left
 * @param penaltyBefore Θ of what there was
 * @param drift ‖X' − X‖_F
 * @param norm ‖X‖_F
 * @param seconds from the start of the command
 * @param inputs how the inputs were understood
 */
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
