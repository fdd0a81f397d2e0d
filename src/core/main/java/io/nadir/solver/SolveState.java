package io.nadir.solver;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The state of a running or interrupted solve: the point, the variables of the loop, and what the
 * descent method remembers. A solve that is resumed from it ends with exactly the same bits as an
 * uninterrupted solve.
 *
 * <p>A running solve hands out its state as a live view; write it before returning. {@link
 * io.nadir.Nadir#readState} reads what was written. Not thread-safe.
 */
public interface SolveState {
    /**
     * Returns a one-line description of the problem and the options. A solve with another
     * description refuses this state.
     */
    String identity();

    /** Returns the number of descent steps so far. */
    int iterations();

    /**
     * Writes the whole state in a binary, big-endian format.
     *
     * @param stream the target; left open
     * @throws IOException if {@code stream} throws it
     */
    void writeTo(OutputStream stream) throws IOException;
}
