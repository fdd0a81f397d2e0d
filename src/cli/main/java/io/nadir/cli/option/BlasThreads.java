package io.nadir.cli.option;

import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.SettingException;

import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

import java.io.PrintStream;

/** Runs a command. Who asks for threads of a BLAS is told first, if it has none to give. */
public final class BlasThreads implements IExecutionStrategy {
    private static final String PROPERTY = "nadir.blas.threads";

    private final PrintStream err;

    /** Tells {@code err}. */
    public BlasThreads(PrintStream err) {
        this.err = err;
    }

    @Override
    public int execute(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        try {
            warn();
        } catch (SettingException | KernelUnavailableException e) {
            CommandLine program = parsed.commandSpec().commandLine();
            throw new ExecutionException(program, String.valueOf(e.getMessage()), e);
        }
        return new RunLast().execute(parsed);
    }

    private void warn() {
        if (System.getProperty(PROPERTY) != null) {
            String reason = LinearAlgebra.get().reason();
            if (reason.contains(PROPERTY)) {
                err.println("nadir: linear algebra: " + reason);
            }
        }
    }
}
