package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.solver.SolveListener.Progress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ends solves that rounding keeps from ending, as far from any clock, and keeps what it saw. */
public final class EventLimit implements SolveListener {
    private final int most;
    private final List<Progress> seen = new ArrayList<>();

    /**
     * Makes a limit for one solve.
     *
     * @param most iterations and certificates after which the solve ends
     */
    public EventLimit(int most) {
        this.most = most;
    }

    /** The state of the solve at each event. */
    public List<Progress> seen() {
        return Collections.unmodifiableList(seen);
    }

    @Override
    public boolean onIteration(Progress progress) {
        return goesOn(progress);
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        return goesOn(progress);
    }

    private boolean goesOn(Progress progress) {
        seen.add(progress);
        return seen.size() < most;
    }
}
