package io.nadir.cli;

import io.nadir.cli.option.BlasThreads;
import io.nadir.cli.option.Failures;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/** The command line. Without a command it shows how it is used. */
@Command(
        name = "nadir",
        description = {
            "Finds global minima of matrix and tensor factorizations and of small networks,",
            "and proves how close they are.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "nadir COMMAND --help describes a command. To begin with: nadir demo.",
            "",
            "Exit codes: 0 certified as asked for; 3 finished without that certificate, the",
            "results are written; 2 bad usage or bad input, nothing is written; 130 or 143",
            "interrupted, the best results so far are written; 1 a defect of the program.",
            "",
            "NADIR_JAVA_OPTS is passed to Java: NADIR_JAVA_OPTS=-Xmx8g allows 8 GiB of memory."
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs a command and ends the process.
     *
     * @param arguments a command with its options
     */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // Decimal points, whatever the user's language.
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs a command and returns the exit code. */
    public static int run(Terminal terminal, String... arguments) {
        Failures failures = new Failures(terminal.err());
        CommandLine commands = new CommandLine(new Main());
        Subcommands.addTo(commands, terminal, arguments);
        commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setExecutionStrategy(new BlasThreads(terminal.err()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        Stream.concat(Stream.of(commands), commands.getSubcommands().values().stream())
                .forEach(SectionedHelp::install);
        try {
            return commands.execute(arguments);
        } catch (Error e) {
            return failures.handle(e);
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
        CommandLine program = spec.commandLine();
        program.usage(program.getErr());
        throw new ParameterException(program, "a command is missing");
    }
}
