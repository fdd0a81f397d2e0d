package io.nadir.cli.command;

import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.CommandReport;
import io.nadir.cli.report.Version;
import io.nadir.io.OutputDirectory;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.concurrent.Callable;

/** What all commands have in common. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n")
abstract class NadirCommand implements Callable<Integer> {
    /** The streams that the command talks to. */
    final Terminal terminal;

    NadirCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Gives the files their names, prints the report, and returns the exit code. */
    final int finish(OutputDirectory output, CommandReport report, PrintOptions printing)
            throws IOException {
        String written = output.commit();
        printing.print(terminal, report);
        printing.note(terminal, "written", written);
        return report.exitCode();
    }
}
