package io.nadir;

import java.io.IOException;

/**
 * Saves the state of a regularization path so that the path can be resumed after the process has
 * ended. {@link io.nadir.io.PathCheckpointFile} saves it to a file.
 */
@FunctionalInterface
public interface PathCheckpoints {
    /**
     * Receives the current state after each step and each certificate of a solve, and after each
     * solve. An implementation need not save every state: it may skip calls until enough time has
     * passed. Called on the solving thread.
     *
     * @param state a live view of the running path; write it before this method returns
     * @param last true if a solve has just ended, so that this state is worth saving
     * @throws IOException if the state cannot be saved; the path continues, and a warning is logged
     */
    void offer(PathState state, boolean last) throws IOException;
}
