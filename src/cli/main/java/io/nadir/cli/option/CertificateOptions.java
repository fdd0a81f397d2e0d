package io.nadir.cli.option;

import io.nadir.model.Evidence;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;

/** What to certify, and how. Initial values show up in the help as defaults. */
@Section.In(Section.CERTIFICATE)
public final class CertificateOptions {
    @Option(
            names = "--gap",
            paramLabel = "G",
            description =
                    "Certify that the objective is at most this fraction above the global "
                            + "minimum (default: ${DEFAULT-VALUE}).")
    private double gap = SolverOptions.defaults().relativeGap();

    @Option(
            names = "--evidence",
            paramLabel = "probable|proved",
            converter = EvidenceName.class,
            description =
                    "What the certificate rests on. probable: a bound that is wrong with "
                            + "probability --delta at most. proved: a proof that accounts for all "
                            + "rounding errors (default: probable).")
    private Evidence evidence = SolverOptions.defaults().evidence();

    @Option(
            names = "--delta",
            paramLabel = "D",
            description =
                    "Probability that a probable certificate is wrong (default: ${DEFAULT-VALUE}).")
    private double delta = SolverOptions.defaults().delta();

    @Mixin private final EffortOption effort = new EffortOption();
    @Mixin private final ThreadsOption threads = new ThreadsOption();
    @Mixin private final SeedOption seed = new SeedOption();

    /**
     * These as options of a solve.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public SolverOptions toOptions() {
        return effort.addTo(SolverOptions.defaults())
                .withRelativeGap(gap)
                .withEvidence(evidence)
                .withDelta(delta)
                .withThreads(threads.value())
                .withSeed(seed.value());
    }

    /** What can be asked for; {@link Evidence#UNREFUTED} cannot. */
    static final class EvidenceName extends EnumConverter<Evidence> {
        EvidenceName() {
            super(List.of(Evidence.PROBABLE, Evidence.PROVED));
        }
    }
}
