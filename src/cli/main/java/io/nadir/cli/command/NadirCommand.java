package io.nadir.cli.command;

import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.CommandReport;
import io.nadir.cli.report.Version;
import io.nadir.io.output.OutputDirectory;

import picocli.CommandLine.Command;

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

    /** Prints the report, writes the files or keeps them elsewhere, and returns the exit code. */
    final int finish(
            CommandReport report,
            PrintOptions printing,
            OutputDirectory output,
            Rescue.Results results)
            throws RefusedException {
        printing.print(terminal, report);
        printing.note(terminal, "written", Rescue.commit(output, results));
        return report.exitCode();
    }
}
