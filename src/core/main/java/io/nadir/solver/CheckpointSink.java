package io.nadir.solver;

import java.io.IOException;

/** Keeps the state of a solve where it survives the process. */
@FunctionalInterface
public interface CheckpointSink {
    /**
     * Offered the state after each step and certificate, on the solving thread, and once more at
     * the end; may let it pass until enough time has gone by.
     *
     * @param state live: to be written before this returns
     * @param last whether the solve ends here for want of time or by an interruption
     * @throws IOException if it cannot be kept; the solve goes on, and a warning is logged
     */
    void offer(SolveState state, boolean last) throws IOException;
}
