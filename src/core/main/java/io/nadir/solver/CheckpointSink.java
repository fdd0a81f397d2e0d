package io.nadir.solver;

import java.io.IOException;

/**
 * Saves the state of a solve or of a regularization path, so that it can be resumed after the
 * process has ended. {@link io.nadir.io.CheckpointFile} saves it to a file.
 *
 * @param <S> the type of the state: {@link SolveState} or {@link io.nadir.PathState}
 */
@FunctionalInterface
public interface CheckpointSink<S> {
    /**
     * Receives the current state after each step and each certificate of a solve, and at its end.
     * An implementation need not save every state: it may skip calls until enough time has passed.
     * Called on the solving thread.
     *
     * @param state a live view of what is running; write it before this method returns
     * @param last true if a solve has just ended, so that this state is worth saving
     * @throws IOException if the state cannot be saved; the solve continues, and a warning is
     *     logged
     */
    void offer(S state, boolean last) throws IOException;
}
