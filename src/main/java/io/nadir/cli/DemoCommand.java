package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.io.OutputDirectory;
import io.nadir.model.DenseMatrix;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
final class DemoCommand extends SolvingCommand {
    /** Keeps about an eighth of the photograph's singular values. */
    private static final double LAMBDA = 600;

    private static final String PICTURE = "demo.png";

    @SuppressWarnings("NullAway.Init") // Read first of all.
    private DenseMatrix photograph;

    DemoCommand(Terminal terminal) {
        super(terminal, Path.of("nadir-demo"));
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        photograph = Photograph.read();
        Problem problem = Problem.lowRank(photograph, LAMBDA);
        return solve(problem, SolverOptions.defaults(), watch);
    }

    @Override
    List<String> files() {
        List<String> files = new ArrayList<>(super.files());
        files.add(PICTURE);
        return files;
    }

    @Override
    void write(Outcome outcome, OutputDirectory output) throws IOException {
        super.write(outcome, output);
        DemoPicture picture = new DemoPicture(outcome, Reconstruction.of(photograph, outcome));
        writePicture(output, PICTURE, picture::write);
    }

    @Override
    void print(Outcome outcome) {
        super.print(outcome);
        note("compression", Reconstruction.of(photograph, outcome).compression());
    }
}
