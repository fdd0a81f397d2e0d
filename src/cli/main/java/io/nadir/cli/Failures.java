package io.nadir.cli;

import io.nadir.io.InsufficientMemoryException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Turns whatever goes wrong into an exit code and one line on standard error. Only a defect shows
 * its stack.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintStream err;

    Failures(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return refuse(e.getMessage() + " (see " + command + " --help)");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parseResult) {
        if (command.getParseResult().hasMatchedOption(QuietOptions.VERBOSE)) {
            e.printStackTrace(err);
        }
        return handle(e);
    }

    /** Reports {@code problem} and returns the exit code for it. */
    int handle(Throwable problem) {
        return switch (problem) {
            case RefusedException e -> refuse(e.getMessage());
            case InsufficientMemoryException e -> refuse(e.getMessage() + Summary.MORE_MEMORY);
            case IOException e -> refuse(describe(e));
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

    /** File system exceptions say little but the file's name. */
    static String describe(IOException problem) {
        return switch (problem) {
            case NoSuchFileException e -> e.getFile() + ": no such file or directory";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NotDirectoryException e -> e.getFile() + ": is not a directory";
            case FileAlreadyExistsException e -> e.getFile() + ": exists already";
            case FileSystemException e when e.getReason() != null ->
                    e.getFile() + ": " + e.getReason();
            default -> String.valueOf(problem.getMessage());
        };
    }
}
