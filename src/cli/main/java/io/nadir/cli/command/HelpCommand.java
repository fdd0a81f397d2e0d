package io.nadir.cli.command;

import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.List;

/** Shows the help of the program or of a command, as {@code --help} does. */
@Command(
        name = "help",
        header = "Shows the help of a command; the same as nadir COMMAND --help.",
        footer = {"  nadir help solve"})
public final class HelpCommand extends NadirCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "What to describe (default: the program and its commands).")
    private @Nullable String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    public HelpCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        CommandLine program = spec.parent().commandLine();
        CommandLine described = name == null ? program : program.getSubcommands().get(name);
        if (described == null) {
            throw new UnmatchedArgumentException(program, List.of(String.valueOf(name)));
        }
        described.usage(terminal.out());
        return ExitCode.CERTIFIED;
    }
}
