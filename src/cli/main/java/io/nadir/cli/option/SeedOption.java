package io.nadir.cli.option;

import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Option;

/** What random numbers begin with. */
@Section.In(Section.RUN)
public final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed = SolverOptions.defaults().seed();

    /** The seed. */
    public long value() {
        return seed;
    }
}
