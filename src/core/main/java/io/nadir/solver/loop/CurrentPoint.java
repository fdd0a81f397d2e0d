package io.nadir.solver.loop;

import io.nadir.array.Uninterrupted;
import io.nadir.certify.Certificate;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

/** The point of a solve, of which f never rises, and what is known of it. */
final class CurrentPoint {
    /** Relative change of f below which none is seen. */
    static final double RESOLUTION = 0x1p-50;

    /** Relative change of f that rounding can explain, with room to spare. */
    private static final double ROUNDING = 1e-12;

    private final FactorizationMap map;
    private final Objective<?> objective;
    private final SolverOptions options;
    private final Factors w;
    private final LoopState state;
    private final double curvature;

    /** ℓ(Y, 0), what rounding errors of f are relative to where columns do not cancel. */
    private double scale;

    /** The certificate of the current point, if it has one. */
    private @Nullable Certificate certificate;

    CurrentPoint(Objective<?> objective, SolverOptions options, Factors w, LoopState state) {
        this.map = objective.map();
        this.objective = objective;
        this.options = options;
        this.w = w;
        this.state = state;
        this.curvature = map.curvature();
    }

    /** Evaluates 0. */
    void begin() {
        scale = map.valueAtZero();
        if (w.rank() == 0) {
            state.objective = scale;
        }
    }

    Objective<?> objective() {
        return objective;
    }

    Factors w() {
        return w;
    }

    LoopState state() {
        return state;
    }

    double curvature() {
        return curvature;
    }

    /** Whether a decrease of f is little beside the gap wanted, and the share of entries seen. */
    boolean isSmall(double gain) {
        return gain <= options.relativeGap() * state.objective * map.density();
    }

    /**
     * Takes note that the point has another objective.
     *
     * @throws IllegalStateException if it is more than an append before has promised: certificate
     *     or witnesses are wrong
     */
    void moved(double after) {
        certificate = null;
        if (after > state.promised + rounding()) {
            throw new IllegalStateException(
                    "objective " + after + " after an append that promised " + state.promised);
        }
        state.promised = Double.POSITIVE_INFINITY;
    }

    /** Takes note that columns were appended that lower an exact f by {@code gain} at least. */
    void appended(double gain) {
        certificate = null;
        state.promised = Math.max(0, state.objective - gain);
        state.objective = state.promised;
    }

    /**
     * An objective as a step computed it, which may have got below 0 by what rounding leaves of
     * terms that cancel, as 0: no farther from the exact one, as losses and regularizers are 0 or
     * more.
     */
    double notNegative(double after) {
        if (!(after >= 0) && !(after >= -rounding())) {
            throw new IllegalStateException(
                    "objective = " + after + " after a step, must be 0 or more");
        }
        return Math.max(0, after);
    }

    void certified(@Nullable Certificate found) {
        certificate = found;
    }

    /** What is known of the point; a pass over the data only if that is nothing yet. */
    Certificate certificate() {
        if (certificate != null) {
            return certificate;
        }
        if (state.objective == Double.POSITIVE_INFINITY) {
            map.cancelAfter(Long.MAX_VALUE);
            state.objective = Uninterrupted.call(() -> objective.value(w));
        }
        return Certificate.unknown(state.objective, rounding(), safeLowerBound())
                .withDelta(options.delta());
    }

    /** The lower bound on f*, less what rounding may have added to f of the point. */
    double safeLowerBound() {
        return Math.max(0, state.lowerBound - rounding());
    }

    /** What rounding may do to f: columns may be far larger than the sum in which they cancel. */
    double rounding() {
        return ROUNDING * magnitude();
    }

    /** What is seen of a change of f, at the least. */
    double resolution() {
        return RESOLUTION * magnitude();
    }

    private double magnitude() {
        double sizes = w.sumOfNormProducts();
        return scale + curvature * (sizes * sizes);
    }
}
