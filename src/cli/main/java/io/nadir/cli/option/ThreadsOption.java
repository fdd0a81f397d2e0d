package io.nadir.cli.option;

import picocli.CommandLine.Option;

/** How many threads work. */
@Section.In(Section.RUN)
public final class ThreadsOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads to use; the result does not depend on it (default: one for each"
                            + " processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** As given, maybe less than 1. */
    public int value() {
        return threads;
    }
}
