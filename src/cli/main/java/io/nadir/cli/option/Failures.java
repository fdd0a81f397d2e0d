package io.nadir.cli.option;

import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Summary;
import io.nadir.io.InsufficientMemoryException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Converts every failure into an exit code and one line on standard error. Only a defect of the
 * program prints a stack trace.
 */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String END_OF_OPTIONS = "--";

    private final PrintStream err;

    /** Reports to {@code err}. */
    public Failures(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return refuse(describe(e, arguments) + " (see " + command + " --help)");
    }

    /**
     * What is wrong with some arguments, in one line. A required option may be missing because its
     * name was mistyped.
     */
    public static String describe(ParameterException problem, String... arguments) {
        CommandSpec spec = problem.getCommandLine().getCommandSpec();
        Set<String> options = spec.optionsMap().keySet();
        String message = inPlainWords(String.valueOf(problem.getMessage()));
        return switch (problem) {
            case UnmatchedArgumentException e -> unknown(e.getUnmatched().getFirst(), spec);
            case MissingParameterException _ ->
                    Stream.of(arguments)
                            .takeWhile(argument -> !argument.equals(END_OF_OPTIONS))
                            .map(argument -> argument.split("=", 2)[0])
                            .filter(name -> name.startsWith("--") && !options.contains(name))
                            .findFirst()
                            .map(name -> unknown(name, spec))
                            .orElse(message);
            default -> message;
        };
    }

    /** Messages of picocli name types of Java, and some begin with a word that says nothing. */
    private static String inPlainWords(String message) {
        return message.replaceFirst("^Error: ", "")
                .replaceFirst(" is not a double$", " is not a number")
                .replaceFirst(" is not an? (int|long)$", " is not a whole number in range");
    }

    private static String unknown(String word, CommandSpec spec) {
        boolean option = word.startsWith("-");
        if (!option && spec.subcommands().isEmpty()) {
            return "unexpected argument " + word;
        }
        String name = word.split("=", 2)[0];
        Set<String> names = option ? spec.optionsMap().keySet() : spec.subcommands().keySet();
        return (option ? "unknown option " : "unknown command ")
                + name
                + Suggestion.nearest(name, names)
                        .map(meant -> ": did you mean " + meant + "?")
                        .orElse("");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parseResult) {
        if (command.getParseResult().hasMatchedOption(QuietOptions.VERBOSE)) {
            e.printStackTrace(err);
        }
        return handle(e);
    }

    /** Reports {@code problem} and returns the exit code for it. */
    public int handle(Throwable problem) {
        return switch (problem) {
            case RefusedException e -> refuse(e.getMessage());
            case InsufficientMemoryException e -> refuse(e.getMessage() + Summary.MORE_MEMORY);
            case IOException e -> refuse(RefusedException.describe(e));
            case UncheckedIOException e -> handle(Objects.requireNonNull(e.getCause()));
            case OutOfMemoryError _ ->
                    refuse(
                            String.format(
                                    "out of memory: the heap may grow to %d MiB%s",
                                    Runtime.getRuntime().maxMemory() >> 20, Summary.MORE_MEMORY));
            default -> defect(problem);
        };
    }

    private int refuse(@Nullable String line) {
        err.println("nadir: " + String.valueOf(line).replace('\n', ' '));
        return ExitCode.REFUSED;
    }

    private int defect(Throwable problem) {
        err.println("nadir: this is a defect of the program, please report it:");
        problem.printStackTrace(err);
        return ExitCode.DEFECT;
    }
}
