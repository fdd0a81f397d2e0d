package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.io.FactorsReader;
import io.nadir.io.IdFiles;
import io.nadir.io.ModelDirectory;
import io.nadir.io.OutputDirectory;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.StopReason;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What the commands that solve have in common. */
abstract class SolvingCommand implements Callable<Integer> {
    private static final String PLOT = "convergence.png";

    private final Terminal terminal;

    @Mixin private final PrintOptions printing = new PrintOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path out;

    SolvingCommand(Terminal terminal, Path defaultOut) {
        this.terminal = terminal;
        this.out = defaultOut;
    }

    /**
     * Solves, writes and prints.
     *
     * @param watch started when the command was, with only the reading done since
     * @return the exit code
     */
    final int solve(Problem problem, SolverOptions options, Stopwatch watch)
            throws IOException, RefusedException {
        double read = watch.seconds();
        try (Interruption interruption = new Interruption();
                OutputDirectory output = OutputDirectory.open(out, files(problem))) {
            ProgressDisplay display = printing.display(terminal, options);
            Outcome outcome =
                    RefusedException.unless(() ->
                            Outcome.ofSolve(
                                    problem,
                                    options,
                                    display,
                                    interruption,
                                    watch,
                                    read,
                                    inputs()));
            print(outcome);
            note("written", Rescue.commit(output, target -> write(outcome, target)));
            if (outcome.report().stopReason() == StopReason.INTERRUPTED) {
                printing.warn(
                        terminal,
                        "interrupted: the best point so far is written to "
                                + out
                                + "; "
                                + howToGoOn());
            }
            return outcome.report().exitCode();
        }
    }

    /** What to do to go on with a solve that was interrupted. */
    String howToGoOn() {
        return "run the same command again to begin anew";
    }

    private List<String> files(Problem problem) {
        List<String> ids = inputs().indexing().hasIds() ? IdFiles.NAMES : List.of();
        return Stream.of(files(), FactorsReader.names(problem.y()), ids)
                .flatMap(List::stream)
                .toList();
    }

    /** How the inputs were understood; none for data that come with the program. */
    Inputs inputs() {
        return Inputs.none();
    }

    final Terminal terminal() {
        return terminal;
    }

    /** Returns the names of the files that {@link #write} may write in addition to factors. */
    List<String> files() {
        return List.of(ModelDirectory.DESCRIPTION, Outcome.SPARSE_PART, Outcome.REPORT, PLOT);
    }

    /** Writes the files. */
    void write(Outcome outcome, OutputDirectory output) throws IOException {
        outcome.write(output);
        writePicture(output, PLOT, out -> ConvergencePlot.write(outcome, out));
    }

    /** Prints the result. */
    void print(Outcome outcome) {
        printing.print(terminal, outcome.report());
    }

    /** Adds a line to what is printed. */
    final void note(String label, String text) {
        printing.note(terminal, label, text);
    }

    /** Writes a picture, if it can be drawn. */
    final void writePicture(OutputDirectory output, String name, OutputDirectory.Content picture)
            throws IOException {
        PictureFile.write(terminal, output, name, picture);
    }
}
