package io.nadir.cli.report;

/** What the process returns to its caller. */
public final class ExitCode {
    /** The result is certified as was asked for. */
    public static final int CERTIFIED = 0;

    /** A defect of this program. */
    public static final int DEFECT = 1;

    /** Bad usage, bad input, or no place for the output; nothing was written. */
    public static final int REFUSED = 2;

    /** There is a result, without the certificate that was asked for. */
    public static final int NOT_CERTIFIED = 3;

    /** Stopped by the user; the best point so far was written. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
