package io.nadir.cli.option;

import picocli.CommandLine.Option;

/** How much a command says. */
@Section.In(Section.OUTPUT)
public final class QuietOptions {
    /** The option that shows the stack of everything that goes wrong. */
    public static final String VERBOSE = "--verbose";

    @Option(
            names = {"-q", "--quiet"},
            description = "Print neither a summary nor progress.")
    private boolean quiet;

    @Option(
            names = {"-v", VERBOSE},
            description = "On an error, also print the stack trace.")
    @SuppressWarnings("UnusedVariable") // Failures asks picocli whether it was given.
    private boolean verbose;

    /** Whether to print nothing. */
    public boolean isQuiet() {
        return quiet;
    }
}
