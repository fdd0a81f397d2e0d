package io.nadir.cli;

/** What the process returns to its caller. */
final class ExitCode {
    /** The result is certified as was asked for. */
    static final int CERTIFIED = 0;

    /** A defect of this program. */
    static final int DEFECT = 1;

    /** Bad usage, bad input, or no place for the output; nothing was written. */
    static final int REFUSED = 2;

    /** There is a result, without the certificate that was asked for. */
    static final int NOT_CERTIFIED = 3;

    /** Stopped by the user; the best point so far was written. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
