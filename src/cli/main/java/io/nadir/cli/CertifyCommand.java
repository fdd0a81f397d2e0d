package io.nadir.cli;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.io.FactorsReader;
import io.nadir.io.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Certifies or refutes factors from anywhere. */
@Command(
        name = "certify",
        header = "Certifies or refutes factors from anywhere, without solving.",
        description = {
            "",
            "Tells whether given factors are a global minimum of the problem that solve",
            "minimizes. Writes report.json if a directory is given.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CertifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final LambdaOption lambda = new LambdaOption();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Option(
            names = "--factors",
            required = true,
            paramLabel = "DIR",
            description = "Directory with the factors, U.npy and V.npy, or W1.npy to WK.npy.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path factors;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for report.json, made if missing (default: not written).")
    private @Nullable Path out;

    CertifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(certificate::toOptions);
        ModelData y = data.read(terminal);
        Problem problem = data.problem(y, loss, lambda.value());
        Factors point = FactorsReader.read(factors, y, data.inputs().indexing());
        double read = watch.seconds();
        try (@Nullable OutputDirectory output = output()) {
            Certificate found =
                    RefusedException.unless(() -> Nadir.certify(problem, point, options));
            Report report =
                    Report.ofGivenPoint(
                            problem,
                            options,
                            point.rank(),
                            found,
                            read,
                            watch.seconds(),
                            data.inputs());
            printing.print(terminal, report);
            if (output != null) {
                String written =
                        Rescue.commit(
                                output,
                                target ->
                                        target.write(
                                                Outcome.REPORT,
                                                stream -> ReportJson.write(report, stream)));
                printing.note(terminal, "written", written);
            }
            return report.exitCode();
        }
    }

    private @Nullable OutputDirectory output() throws IOException {
        return out == null ? null : OutputDirectory.open(out, List.of(Outcome.REPORT));
    }
}
