package io.nadir.solver;

import java.io.IOException;
import java.io.OutputStream;

/**
 * All that a solve needs to go on from where it is: the point, the numbers of the loop and what the
 * descent method remembers. A solve that is resumed from it ends with the same bits as one that was
 * never interrupted.
 *
 * <p>Handed out by a running solve it is a live view, to be written at once. {@link
 * io.nadir.Nadir#readState} reads what was written. Not thread-safe.
 */
public interface SolveState {
    /** Names problem and options, one line; a solve of any other refuses this state. */
    String identity();

    /** Descent steps so far. */
    int iterations();

    /**
     * Writes everything; binary, big-endian.
     *
     * @param stream left open
     * @throws IOException if {@code stream} throws it
     */
    void writeTo(OutputStream stream) throws IOException;
}
