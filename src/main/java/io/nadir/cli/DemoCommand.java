package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.io.OutputDirectory;
import io.nadir.model.DenseMatrix;
import io.nadir.model.HuberLoss;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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

    /** Keeps what is smooth in it, which a tenth of wrong pixels leaves to be seen. */
    private static final double ROBUST_LAMBDA = 300;

    /** Grey levels of a residual up to which it counts as noise. */
    private static final double NOISE = 10;

    private static final double ROBUST_GAP = 1e-4;

    private static final String PICTURE = "demo.png";

    @SuppressWarnings("NullAway.Init") // Read first of all.
    private DenseMatrix photograph;

    private @Nullable DenseMatrix spoilt;

    @Parameters(
            arity = "0..1",
            paramLabel = "photograph|robust",
            converter = EnumName.OfSubject.class,
            description =
                    "What to show: a photograph and its reconstruction; or the photograph with a"
                            + " tenth of its pixels spoilt, taken apart into a matrix of low rank"
                            + " and a sparse one (default: photograph).")
    private Subject subject = Subject.PHOTOGRAPH;

    /** What can be shown. */
    enum Subject {
        /** Low-rank factorization. */
        PHOTOGRAPH,
        /** Robust principal component analysis. */
        ROBUST
    }

    DemoCommand(Terminal terminal) {
        super(terminal, Path.of("nadir-demo"));
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        PictureWarmUp.start();
        photograph = Photograph.read();
        if (subject == Subject.ROBUST) {
            spoilt = SpoiltPhotograph.of(photograph);
            Problem problem = Problem.lowRank(spoilt, ROBUST_LAMBDA).withLoss(new HuberLoss(NOISE));
            return solve(problem, SolverOptions.defaults().withRelativeGap(ROBUST_GAP), watch);
        }
        return solve(Problem.lowRank(photograph, LAMBDA), SolverOptions.defaults(), watch);
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
        if (spoilt != null) {
            RobustPicture picture = new RobustPicture(outcome, photograph, spoilt);
            writePicture(output, PICTURE, picture::write);
        } else {
            DemoPicture picture = new DemoPicture(outcome, Reconstruction.of(photograph, outcome));
            writePicture(output, PICTURE, picture::write);
        }
    }

    @Override
    void print(Outcome outcome) {
        super.print(outcome);
        if (spoilt == null) {
            note("compression", Reconstruction.of(photograph, outcome).compression());
        } else {
            note("error", RobustPicture.errors(outcome, photograph, spoilt));
        }
    }
}
