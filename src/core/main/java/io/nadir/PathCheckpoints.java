package io.nadir;

import java.io.IOException;

/** Keeps the state of a regularization path where it survives the process. */
@FunctionalInterface
public interface PathCheckpoints {
    /**
     * Offered the state after each step and certificate of each solve, and after each solve; may
     * let it pass until enough time has gone by. Called on the solving thread.
     *
     * @param state live: to be written before this returns
     * @param last whether a solve has ended, so that the state had better be kept
     * @throws IOException if it cannot be kept; the path goes on, and a warning is logged
     */
    void offer(PathState state, boolean last) throws IOException;
}
