package io.nadir.cli.report;

import java.io.OutputStream;

/** What a command found out: for people and for programs. */
public interface CommandReport {
    /** How the inputs were understood. */
    Inputs inputs();

    /** Several lines for people, each ended. */
    String summary();

    /** Writes it as JSON and leaves {@code out} open. */
    void writeJson(OutputStream out);

    /** What the process returns. */
    int exitCode();
}
