package io.nadir.cli.option;

import io.nadir.model.Effort;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** How much work a certificate may take. */
@Section.In(Section.CERTIFICATE)
public final class EffortOption {
    @Option(
            names = "--effort",
            paramLabel = "low|normal|high",
            converter = EffortName.class,
            description =
                    "How much work to spend on the certificate where it is hard: nonnegative or"
                        + " sparse factors, tensors, networks; others do not need it. low: cheap"
                        + " bounds only. normal: also semidefinite relaxations, for about ten"
                        + " seconds, or twice the time of the solve if that is more. high:"
                        + " relaxations until the gap is as requested, or no relaxation can make it"
                        + " so, or the time limit ends the run. Operations are counted, not"
                        + " seconds, so that a busy machine gives the same result (default:"
                        + " normal).")
    private @Nullable Effort effort;

    /** Adds the effort to {@code options}, unless the user has left it to them. */
    public SolverOptions addTo(SolverOptions options) {
        return effort == null ? options : options.withEffort(effort);
    }

    /** The names of efforts. */
    static final class EffortName extends EnumConverter<Effort> {
        EffortName() {
            super(List.of(Effort.values()));
        }
    }
}
