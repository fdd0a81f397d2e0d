package io.nadir.cli.command;

import io.nadir.cli.batch.Job;
import io.nadir.cli.option.Failures;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Report;
import io.nadir.io.InsufficientMemoryException;
import io.nadir.solver.Solution.StopReason;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What {@code solve} made of a job: as the process of its own would have, but for what it prints.
 *
 * @param exitCode of it
 * @param report on the result, null if there is none
 * @param outOfMemory whether less memory was to be had than it takes
 * @param message from standard error, on one line
 */
record BatchAttempt(int exitCode, @Nullable Report report, boolean outOfMemory, String message) {
    private static final String PREFIX = "nadir: ";

    /**
     * Solves.
     *
     * @param state the file from which it goes on if there is one, and which it keeps
     * @param interval seconds between two savings of the state
     */
    static BatchAttempt of(Job job, int threads, Path state, double interval) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = terminal(err);
        BatchSolve solve = new BatchSolve(terminal, job.out() != null);
        Failures failures = new Failures(terminal.err());
        AtomicBoolean outOfMemory = new AtomicBoolean();
        CommandLine command =
                commandLine(solve)
                        .setParameterExceptionHandler(failures)
                        .setExecutionExceptionHandler((e, line, result) -> {
                            outOfMemory.set(e instanceof InsufficientMemoryException);
                            return failures.handle(e);
                        });
        List<String> arguments =
                job.arguments(
                        "--quiet",
                        "--threads=" + threads,
                        "--checkpoint=" + state,
                        "--checkpoint-interval=" + interval);
        int exitCode;
        try {
            exitCode = command.execute(arguments.toArray(String[]::new));
        } catch (Error e) {
            outOfMemory.set(e instanceof OutOfMemoryError);
            exitCode = failures.handle(e);
        }
        Report report = solve.report();
        return new BatchAttempt(
                exitCode,
                report,
                outOfMemory.get()
                        || (report != null && report.stopReason() == StopReason.OUT_OF_MEMORY),
                message(err));
    }

    /**
     * Checks arguments without solving.
     *
     * @throws RefusedException if they are not allowed, whatever the data
     */
    static void require(CommandLine command, List<String> arguments) throws RefusedException {
        String[] words = arguments.toArray(String[]::new);
        try {
            command.parseArgs(words);
        } catch (ParameterException e) {
            throw RefusedException.of(Failures.describe(e, words));
        }
        BatchSolve solve = command.getCommand();
        solve.requireAllowed();
    }

    /** What reads the options of jobs. */
    static CommandLine commandLine() {
        return commandLine(new BatchSolve(terminal(OutputStream.nullOutputStream()), true));
    }

    private static CommandLine commandLine(BatchSolve solve) {
        return new CommandLine(solve).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static Terminal terminal(OutputStream err) {
        return new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    private static String message(ByteArrayOutputStream err) {
        String text = err.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }
}
