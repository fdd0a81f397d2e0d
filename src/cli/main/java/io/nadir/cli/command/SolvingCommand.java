package io.nadir.cli.command;

import io.nadir.Problem;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PicturesOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.TablesOption;
import io.nadir.cli.picture.ConvergencePlot;
import io.nadir.cli.picture.FactorsPicture;
import io.nadir.cli.progress.Interruption;
import io.nadir.cli.progress.NoiseWatch;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Stopwatch;
import io.nadir.cli.report.Summary;
import io.nadir.io.FactorsReader;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What the commands that solve have in common. */
abstract class SolvingCommand extends NadirCommand {
    private static final String PLOT = "convergence.png";

    @Mixin private final PrintOptions printing = new PrintOptions();

    @Mixin private final PicturesOption pictures = new PicturesOption();

    @Mixin private final TablesOption tables = new TablesOption();

    @Mixin private final OutOption out;

    SolvingCommand(Terminal terminal, String defaultOut) {
        super(terminal);
        this.out = new OutOption(defaultOut);
    }

    /**
     * Solves, writes and prints.
     *
     * @param origin where λ comes from
     * @param watch started when the command was
     * @param read seconds that reading took
     * @return the exit code
     */
    int solve(
            Problem problem,
            LambdaOrigin origin,
            SolverOptions options,
            Stopwatch watch,
            double read)
            throws IOException, RefusedException {
        tables.require();
        requireMemory(problem);
        try (Interruption interruption = interruption();
                OutputDirectory output = out.open(files(problem))) {
            Outcome outcome = outcome(problem, origin, options, interruption, watch, read);
            print(outcome);
            note("written", Rescue.commit(output, target -> write(outcome, target)));
            if (outcome.report().stopReason() == StopReason.INTERRUPTED) {
                printing.warn(
                        terminal,
                        "interrupted: the best point so far is written to %s; %s"
                                .formatted(out, howToGoOn()));
            }
            return outcome.report().exitCode();
        }
    }

    /** Throws if the sparse part of the residual would not fit into memory. */
    private static void requireMemory(Problem problem) throws RefusedException {
        double bytes = (double) problem.y().observed() * Double.BYTES;
        long heap = Runtime.getRuntime().maxMemory();
        if (problem.loss().hasSparsePart() && bytes > heap) {
            throw RefusedException.of(
                    String.format(
                            "--loss = %s finds outliers among %d entries, and %s has a number for"
                                    + " each of them: that takes %.0f MB, allowed is the heap of %d"
                                    + " MB%s",
                            problem.loss().name(),
                            problem.y().observed(),
                            Outcome.SPARSE_PART,
                            bytes / (1 << 20),
                            heap >> 20,
                            Summary.MORE_MEMORY));
        }
    }

    /** Solves and prints progress, but neither writes nor prints the result. */
    final Outcome outcome(
            Problem problem,
            LambdaOrigin origin,
            SolverOptions options,
            Interruption interruption,
            Stopwatch watch,
            double read)
            throws RefusedException {
        ProgressDisplay display = printing.display(terminal, options);
        NoiseWatch noise =
                new NoiseWatch(
                        problem,
                        options.seed(),
                        text -> {
                            display.close();
                            printing.advise(terminal, text);
                        });
        SolverOptions heard = options.withListener(noise);
        showPasses(display);
        // Closed once more, because the solve is not the last that shows something there.
        try (display) {
            return RefusedException.unless(() ->
                    Outcome.ofSolve(
                            problem,
                            heard,
                            display,
                            interruption,
                            watch,
                            read,
                            inputs(),
                            origin,
                            boundsLambdaMax()));
        }
    }

    /** Shows passes over data that are not in memory in a display. */
    void showPasses(ProgressDisplay display) {}

    /** Whether reports are to have bounds of λ_max, at the cost of about half of a short solve. */
    boolean boundsLambdaMax() {
        return true;
    }

    /** What ends the solve early. */
    Interruption interruption() {
        return new Interruption();
    }

    /** Throws if the tables that are wanted cannot be written. */
    final void requireTables() throws RefusedException {
        tables.require();
    }

    /** Which pictures are wanted. */
    final PicturesOption pictures() {
        return pictures;
    }

    /** What appears on standard output. */
    final PrintOptions printing() {
        return printing;
    }

    /** What to do to go on with a solve that was interrupted. */
    String howToGoOn() {
        return "run the same command again to begin anew";
    }

    private List<String> files(Problem problem) {
        List<String> ids = ModelDirectory.fileNames(inputs().indexing());
        return Stream.of(files(), FactorsReader.names(problem.y()), tables.files(problem.y()), ids)
                .flatMap(List::stream)
                .toList();
    }

    /** How the inputs were understood; none if there are none. */
    Inputs inputs() {
        return Inputs.none();
    }

    /** Returns the names of the files that {@link #write} may write in addition to factors. */
    List<String> files() {
        return List.of(
                ModelDirectory.DESCRIPTION,
                Outcome.SPARSE_PART,
                Outcome.REPORT,
                PLOT,
                FactorsPicture.NAME);
    }

    /** Writes the files. */
    void write(Outcome outcome, OutputDirectory output) throws IOException {
        outcome.write(output);
        tables.write(output, outcome.report(), outcome.factors());
        writePicture(output, PLOT, out -> ConvergencePlot.write(outcome, out));
        pictures.writeFactors(terminal, output, outcome.report(), outcome.factors());
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
        pictures.write(terminal, output, name, picture);
    }
}
