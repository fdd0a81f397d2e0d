package io.nadir.cli;

import io.nadir.model.Evidence;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Option;

import java.util.List;

/** What to certify, and how. Initial values show up in the help as defaults. */
final class CertificateOptions {
    @Option(
            names = "--gap",
            paramLabel = "G",
            description =
                    "Certify that the objective is within this fraction of the global minimum"
                            + " (default: ${DEFAULT-VALUE}).")
    private double gap = SolverOptions.defaults().relativeGap();

    @Option(
            names = "--evidence",
            paramLabel = "probable|proved",
            converter = EvidenceName.class,
            description =
                    "What the certificate rests on: a bound that fails with probability delta at"
                            + " most, or a proof that includes all rounding errors (default:"
                            + " probable).")
    private Evidence evidence = SolverOptions.defaults().evidence();

    @Option(
            names = "--delta",
            paramLabel = "D",
            description =
                    "Probability that a probable certificate is wrong (default: ${DEFAULT-VALUE}).")
    private double delta = SolverOptions.defaults().delta();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads to use; the result does not depend on it (default: one for each"
                            + " processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of all random starts (default: ${DEFAULT-VALUE}).")
    private long seed = SolverOptions.defaults().seed();

    /**
     * These as options of a solve.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    SolverOptions toOptions() {
        return SolverOptions.defaults()
                .withRelativeGap(gap)
                .withEvidence(evidence)
                .withDelta(delta)
                .withThreads(threads)
                .withSeed(seed);
    }

    /** What can be asked for; {@link Evidence#UNREFUTED} cannot. */
    static final class EvidenceName extends EnumConverter<Evidence> {
        EvidenceName() {
            super(List.of(Evidence.PROBABLE, Evidence.PROVED));
        }
    }
}
