package io.nadir.cli.command;

import io.nadir.PathOptions;
import io.nadir.Problem;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaRule;
import io.nadir.solver.SolverOptions;

/**
 * What a path solves.
 *
 * @param path the grid, and what is held out
 * @param options of each solve
 * @param rule by which a λ is chosen
 * @param inputs how the inputs were interpreted
 * @param read the seconds that reading took
 */
record PathSetting(
        Problem problem,
        PathOptions path,
        SolverOptions options,
        LambdaRule rule,
        Inputs inputs,
        double read) {}
