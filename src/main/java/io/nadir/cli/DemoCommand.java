package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.io.OutputDirectory;
import io.nadir.model.DenseMatrix;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Solves a problem that comes with the program. */
@Command(
        name = "demo",
        header = "Reconstructs a photograph at its certified rank.",
        description = {
            "",
            "Factorizes a photograph that comes with the program, certifies the result, and",
            "draws the reconstruction beside the original: demo.png.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {
    /** Keeps about a tenth of the photograph's singular values. */
    private static final double LAMBDA = 600;

    private static final String PICTURE = "demo.png";

    private final Terminal terminal;

    @Mixin private final PrintOptions printing = new PrintOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("nadir-demo");

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Stopwatch watch = new Stopwatch();
        DenseMatrix photograph = Photograph.read();
        Problem problem = Problem.lowRank(photograph, LAMBDA);
        SolverOptions options = SolverOptions.defaults();
        double read = watch.seconds();
        List<String> files = new ArrayList<>(Outcome.FILES);
        files.add(PICTURE);
        try (Interruption interruption = new Interruption();
                OutputDirectory output = OutputDirectory.open(out, files)) {
            Outcome outcome =
                    Outcome.ofSolve(
                            problem,
                            options,
                            printing.display(terminal, options),
                            interruption,
                            watch,
                            read);
            outcome.write(output);
            DemoPicture picture = new DemoPicture(photograph, outcome);
            output.write(PICTURE, picture::write);
            output.commit();
            printing.print(terminal, outcome.report(), out + ": " + String.join(", ", files));
            printing.note(terminal, "photograph", picture.compression());
            return outcome.report().exitCode();
        }
    }
}
