package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.io.FactorsReader;
import io.nadir.io.OutputDirectory;
import io.nadir.model.DenseMatrix;
import io.nadir.solver.Descent;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Solves a problem and writes factors, report and picture. */
@Command(
        name = "solve",
        header = "Finds and certifies the global minimum for a matrix.",
        description = {
            "",
            "Minimizes, over U, V and their number of columns,",
            "",
            "    1/2 ||Y - U V'||^2 + L/2 (||U||^2 + ||V||^2)",
            "",
            "for the matrix Y in INPUT, and certifies the result. Writes U.npy, V.npy,",
            "report.json and convergence.png.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SolveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final DataOptions data = new DataOptions();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Option(
            names = "--descent",
            paramLabel = "METHOD",
            converter = EnumName.OfDescent.class,
            description =
                    "How to descend between certificates: auto, subspace,"
                            + " alternating-least-squares or proximal-gradient (default: auto).")
    private Descent descent = SolverOptions.defaults().descent();

    @Option(
            names = "--max-rank",
            paramLabel = "R",
            description = "Largest number of columns of the factors (default: no limit).")
    private int maxRank = SolverOptions.defaults().maxRank();

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description = "Stop after so many seconds with the best point so far.")
    private @Nullable Double timeLimit;

    @Option(
            names = "--warm-start",
            paramLabel = "DIR",
            description = "Start from U.npy and V.npy in this directory (default: from rank 0).")
    private @Nullable Path warmStart;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("nadir-out");

    SolveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(this::options);
        DenseMatrix y = data.read(terminal);
        Problem problem = RefusedException.unless(() -> data.problem(y));
        if (warmStart != null) {
            options = options.withStart(FactorsReader.read(warmStart, y));
        }
        double read = watch.seconds();
        try (Interruption interruption = new Interruption();
                OutputDirectory output = OutputDirectory.open(out, Outcome.FILES)) {
            Outcome outcome =
                    Outcome.ofSolve(
                            problem,
                            options,
                            printing.display(terminal, options),
                            interruption,
                            watch,
                            read);
            outcome.write(output);
            output.commit();
            printing.print(
                    terminal, outcome.report(), out + ": " + String.join(", ", Outcome.FILES));
            return outcome.report().exitCode();
        }
    }

    private SolverOptions options() {
        SolverOptions options = certificate.toOptions().withDescent(descent).withMaxRank(maxRank);
        return timeLimit == null ? options : options.withTimeLimit(duration(timeLimit));
    }

    /** A duration takes no NaN and no infinity. */
    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
