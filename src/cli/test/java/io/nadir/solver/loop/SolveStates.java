package io.nadir.solver.loop;

import io.nadir.solver.SolveState;

/** States of solves that take long to get to. */
public final class SolveStates {
    private SolveStates() {}

    /** The state with as many certificates made as the limit allows but for one. */
    public static SolveState beforeTheLastAttempt(SolveState state) {
        ((LoopState) state).attempt = GlobalSolver.MOST_ATTEMPTS;
        return state;
    }
}
