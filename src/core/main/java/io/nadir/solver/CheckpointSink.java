package io.nadir.solver;

import java.io.IOException;

/**
 * Saves the state of a solve so that the solve can be resumed after the process has ended. {@link
 * io.nadir.io.CheckpointFile} saves it to a file.
 */
@FunctionalInterface
public interface CheckpointSink {
    /**
     * Receives the current state after each step and each certificate, and once more at the end of
     * the solve. An implementation need not save every state: it may skip calls until enough time
     * has passed. Called on the solving thread.
     *
     * @param state a live view of the running solve; write it before this method returns
     * @param last true if the solve ends here
     * @throws IOException if the state cannot be saved; the solve continues, and a warning is
     *     logged
     */
    void offer(SolveState state, boolean last) throws IOException;
}
