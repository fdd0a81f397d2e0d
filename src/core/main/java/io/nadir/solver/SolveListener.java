package io.nadir.solver;

import io.nadir.certify.Certificate;

import java.util.Objects;

/**
 * Sees each step of a solve, on the thread that called it, and may cancel by returning false: the
 * solve then ends with {@link StopReason#CANCELLED} and the best point so far.
 */
public interface SolveListener {
    /** Hears nothing and never cancels. */
    SolveListener NONE = new SolveListener() {};

    /** After each descent step. */
    default boolean onIteration(Progress progress) {
        Objects.requireNonNull(progress, "progress");

        return true;
    }

    /** After each certificate. */
    default boolean onCertificate(Certificate certificate, Progress progress) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(progress, "progress");

        return true;
    }

    /** After {@code columns} columns were appended. */
    default boolean onAppend(int columns, Progress progress) {
        Objects.requireNonNull(progress, "progress");

        return true;
    }
}
