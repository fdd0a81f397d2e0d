package io.nadir.cli.option;

import io.nadir.PathListener;
import io.nadir.Problem;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.CommandReport;
import io.nadir.cli.report.HeldOutError;
import io.nadir.cli.report.PathSummary;
import io.nadir.cli.report.Summary;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What appears on standard output. */
@Section.In(Section.OUTPUT)
public final class PrintOptions {
    @Option(names = "--json", description = "Print the report as JSON instead of a summary.")
    private boolean json;

    @Mixin private final QuietOptions level = new QuietOptions();

    /** Shows progress towards the gap of {@code options} if somebody is there to see it. */
    public ProgressDisplay display(Terminal terminal, SolverOptions options) {
        return new ProgressDisplay(
                terminal.err(), options.relativeGap(), terminal.interactive() && !level.isQuiet());
    }

    /** The streams, without anybody who watches progress if that is not wanted. */
    public Terminal watched(Terminal terminal) {
        return level.isQuiet()
                ? new Terminal(terminal.in(), terminal.out(), terminal.err(), false)
                : terminal;
    }

    /** Tells how work goes on, a line at a time, where no display does. */
    public void progress(Terminal terminal, String line) {
        if (!terminal.interactive() && !level.isQuiet()) {
            terminal.err().println(line);
        }
    }

    /** Tells what has happened, a line at a time, on a terminal too. */
    public void log(Terminal terminal, String line) {
        if (!level.isQuiet()) {
            terminal.err().println(line);
        }
    }

    /** Tells how the choice of λ by a path goes on, a line for each λ. */
    public PathListener pathProgress(Terminal terminal, Problem problem) {
        return (step, point) -> {
            if (!level.isQuiet()) {
                terminal.err().println(PathSummary.line(step, point, HeldOutError.of(problem)));
            }
            return true;
        };
    }

    /** Gives advice on standard error. */
    public void advise(Terminal terminal, String text) {
        if (!level.isQuiet()) {
            warn(terminal, text);
        }
    }

    /** Says on standard error what must not go unnoticed. */
    public void warn(Terminal terminal, String text) {
        terminal.err().println("nadir: " + text);
    }

    /** Prints a report as asked for. */
    public void print(Terminal terminal, CommandReport report) {
        if (json) {
            report.writeJson(terminal.out());
            terminal.out().println();
        } else if (!level.isQuiet()) {
            terminal.out().print(report.summary() + report.inputs().lines());
        }
    }

    /** Adds a line to a summary. */
    public void note(Terminal terminal, String label, String text) {
        if (!json && !level.isQuiet()) {
            terminal.out().println(Summary.line(label, text));
        }
    }
}
