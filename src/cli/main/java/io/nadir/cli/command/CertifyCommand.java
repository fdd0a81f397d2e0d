package io.nadir.cli.command;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.cli.option.CertificateOptions;
import io.nadir.cli.option.FactorsOption;
import io.nadir.cli.option.LambdaChoice;
import io.nadir.cli.option.LambdaOption;
import io.nadir.cli.option.LossOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.ProblemOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.LambdaMax;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.output.OutputDirectory;
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

/** Certifies or refutes factors from anywhere. */
@Section.In(Section.RUN)
@Command(
        name = "certify",
        header = "Certifies or refutes factors from anywhere, without solving.",
        description = {
            "",
            "Tells whether the factors in a directory are a global minimum of the problem",
            "that solve minimizes with the same options. Writes report.json if --out is",
            "given."
        },
        footer = {
            "  nadir certify photo.npy --factors nadir-out --lambda 400",
            "  nadir certify photo.npy --factors nadir-out --lambda 400 --evidence proved"
        })
public final class CertifyCommand extends NadirCommand {
    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final LambdaOption lambda = new LambdaOption();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Mixin private final FactorsOption factors = new FactorsOption();

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for report.json, made if missing (default: not written).")
    private @Nullable Path out;

    public CertifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(certificate::toOptions);
        ModelData y = data.read(printing.watched(terminal), loss);
        double read = watch.seconds();
        Problem any = data.problem(y, loss, 1);
        LambdaChoice.Chosen chosen =
                lambda.choose(any, options, printing.pathProgress(terminal, any));
        Problem problem = chosen.problem();
        Factors point = factors.read(y, data.inputs());
        try (@Nullable OutputDirectory output = output()) {
            Certificate found =
                    RefusedException.unless(() -> Nadir.certify(problem, point, options));
            LambdaMax largest = LambdaMax.find(problem, options, point);
            data.clearPasses();
            Report report =
                    Report.ofGivenPoint(
                            problem,
                            options,
                            point,
                            found,
                            read,
                            watch.seconds(),
                            data.inputs(),
                            largest,
                            chosen.origin());
            if (output == null) {
                printing.print(terminal, report);
                return report.exitCode();
            }
            return finish(
                    report,
                    printing,
                    output,
                    target -> target.write(Outcome.REPORT, report::writeJson));
        }
    }

    private @Nullable OutputDirectory output() throws IOException {
        return out == null ? null : OutputDirectory.open(out, List.of(Outcome.REPORT));
    }
}
