package io.nadir.cli.option;

import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Summary;
import io.nadir.io.InsufficientMemoryException;
import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.SettingException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts every failure into an exit code and one line on standard error. Only a defect of the
 * program prints a stack trace.
 */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String END_OF_OPTIONS = "--";

    /** How picocli begins a message on arguments that are not there at all. */
    private static final String MISSING = "Missing required ";

    private static final String VALUE_MISSING =
            "^Missing required parameter for option '([^']*)'(?: at index 0)? \\((.*)\\)$";

    private static final String VALUE_EXPECTED =
            "^Expected parameter (?:[^']* )?for option '([^']*)' but found '([^']*)'$";

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
            case MissingParameterException e ->
                    Stream.of(arguments)
                            .takeWhile(argument -> !argument.equals(END_OF_OPTIONS))
                            .map(argument -> argument.split("=", 2)[0])
                            .filter(name -> name.startsWith("--") && !options.contains(name))
                            .findFirst()
                            .map(name -> unknown(name, spec))
                            .orElseGet(() -> missing(e.getMissing(), spec, message));
            default -> message;
        };
    }

    /** Names what is missing, and shows a command that has it. */
    private static String missing(List<ArgSpec> arguments, CommandSpec spec, String message) {
        if (!message.startsWith(MISSING) || arguments.isEmpty()) {
            return message;
        }
        String names = arguments.stream().map(Failures::label).collect(Collectors.joining(" and "));
        return names
                + (arguments.size() == 1 ? " is missing" : " are missing")
                + Stream.of(spec.usageMessage().footer())
                        .map(String::strip)
                        .filter(line -> line.startsWith("nadir "))
                        .findFirst()
                        .map(example -> ", as in \"" + example + "\"")
                        .orElse("");
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + " " + option.paramLabel()
                : argument.paramLabel();
    }

    /** Messages of picocli name types of Java, and some begin with a word that says nothing. */
    private static String inPlainWords(String message) {
        return message.replaceFirst("^Error: ", "")
                .replaceFirst(VALUE_MISSING, "$1 needs a value: $2")
                .replaceFirst(VALUE_EXPECTED, "$1 needs a value, and $2 follows")
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
            case KernelUnavailableException e -> refuse(e.getMessage());
            case SettingException e -> refuse(e.getMessage());
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
