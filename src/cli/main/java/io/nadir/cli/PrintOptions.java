package io.nadir.cli;

import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What appears on standard output. */
final class PrintOptions {
    @Option(names = "--json", description = "Print the report as JSON instead of a summary.")
    private boolean json;

    @Mixin private final QuietOptions level = new QuietOptions();

    /** Shows progress towards the gap of {@code options} if somebody is there to see it. */
    ProgressDisplay display(Terminal terminal, SolverOptions options) {
        return new ProgressDisplay(
                terminal.err(), options.relativeGap(), terminal.interactive() && !level.isQuiet());
    }

    /** Tells how work goes on, a line at a time, where no display does. */
    void progress(Terminal terminal, String line) {
        if (!terminal.interactive() && !level.isQuiet()) {
            terminal.err().println(line);
        }
    }

    /** Says on standard error what must not go unnoticed. */
    void warn(Terminal terminal, String text) {
        terminal.err().println("nadir: " + text);
    }

    /** Prints a report as asked for. */
    void print(Terminal terminal, Report report) {
        print(
                terminal,
                out -> ReportJson.write(report, out),
                () -> Summary.of(report) + report.inputs().lines());
    }

    /** Prints the report of a path as asked for. */
    void print(Terminal terminal, PathReport report) {
        print(
                terminal,
                out -> ReportJson.write(report, out),
                () -> Summary.of(report) + report.inputs().lines());
    }

    /** Prints the report of a landscape as asked for. */
    void print(Terminal terminal, LandscapeReport report) {
        print(
                terminal,
                out -> LandscapeJson.write(report, out),
                () -> LandscapeSummary.of(report) + report.inputs().lines());
    }

    /** Prints the report of a path between wide networks as asked for. */
    void print(Terminal terminal, WidePathReport report) {
        print(
                terminal,
                out -> WidePathJson.write(report, out),
                () -> Summary.of(report) + report.inputs().lines());
    }

    /** Prints the report of a pruning as asked for. */
    void print(Terminal terminal, PruneReport report) {
        print(
                terminal,
                out -> ReportJson.write(report, out),
                () -> Summary.of(report) + report.inputs().lines());
    }

    /** Prints the report of a diagnosis as asked for. */
    void print(Terminal terminal, DegreeReport report) {
        print(
                terminal,
                out -> ReportJson.write(report, out),
                () -> String.join("\n", report.lines()) + "\n" + report.inputs().lines());
    }

    private void print(Terminal terminal, Consumer<PrintStream> asJson, Supplier<String> summary) {
        if (json) {
            asJson.accept(terminal.out());
            terminal.out().println();
        } else if (!level.isQuiet()) {
            terminal.out().print(summary.get());
        }
    }

    /** Adds a line to a summary. */
    void note(Terminal terminal, String label, String text) {
        if (!json && !level.isQuiet()) {
            terminal.out().println(Summary.line(label, text));
        }
    }
}
