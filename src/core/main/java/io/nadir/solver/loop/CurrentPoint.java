package io.nadir.solver.loop;

import io.nadir.certify.Certificate;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

/** The current point of a solve, whose objective never rises, and what is known about it. */
final class CurrentPoint {
    /** The smallest relative change of f that can be observed. */
    static final double RESOLUTION = 0x1p-50;

    /** A bound of the relative rounding error of f, with a margin. */
    private static final double ROUNDING = 1e-12;

    private final FactorizationMap map;
    private final Objective<?> objective;
    private final SolverOptions options;
    private final Factors w;
    private final LoopState state;
    private final double curvature;

    /**
     * About ℓ(Y, 0), the scale of the rounding errors of f where columns do not cancel each other.
     */
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

    /** Evaluates the objective at 0. */
    void begin() {
        scale = map.scaleOfRounding();
        if (w.rank() == 0) {
            state.objective = map.valueAtZero();
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

    /**
     * Returns whether a decrease of f is small compared with the requested gap, times the share of
     * entries that carry a loss.
     */
    boolean isSmall(double gain) {
        return gain <= options.relativeGap() * state.objective * map.density();
    }

    /**
     * Records that the objective of the point has changed.
     *
     * @throws IllegalStateException if it is larger than an append has promised, so that the
     *     certificate or the witnesses are wrong
     */
    void moved(double after) {
        certificate = null;
        if (after > state.promised + rounding()) {
            throw new IllegalStateException(
                    "objective " + after + " after an append that promised " + state.promised);
        }
        state.promised = Double.POSITIVE_INFINITY;
    }

    /** Records that columns were appended that lower an exact f by at least {@code gain}. */
    void appended(double gain) {
        certificate = null;
        state.promised = Math.max(0, state.objective - gain);
        state.objective = state.promised;
    }

    /**
     * Returns 0 for an objective that rounding of cancelling terms has made negative. Losses and
     * regularizers are not negative, so 0 is at least as close to the exact value.
     */
    double notNegative(double after) {
        if (!(after >= 0) && !(after >= -rounding())) {
            throw new IllegalStateException(
                    "objective = " + after + " after a step, must be 0 or more");
        }
        return Math.max(0, after);
    }

    /** Returns whether an objective is 0 up to rounding, so that lower ones mean nothing. */
    boolean isAsGoodAsZero(double value) {
        return value <= RESOLUTION * scale;
    }

    void certified(@Nullable Certificate found) {
        certificate = found;
    }

    /** Returns whether the point has a certificate of its own. */
    boolean isCertified() {
        return certificate != null;
    }

    /**
     * Returns what is known about the point, with a pass over the data only if nothing is known
     * yet.
     */
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

    /** Returns the lower bound of f*, less the rounding error of f at the point. */
    double safeLowerBound() {
        return Math.max(0, state.lowerBound - rounding());
    }

    /**
     * Returns a bound of the rounding error of f; columns may be far larger than the sum in which
     * they cancel.
     */
    double rounding() {
        return ROUNDING * magnitude();
    }

    /** Returns the smallest change of f that can be observed. */
    double resolution() {
        return RESOLUTION * magnitude();
    }

    /** Returns an estimate of Σ‖φ(W_i)‖, of the degree of φ. */
    double sizes() {
        int degree = objective.map().degree();
        return w.sumOfNormProducts((double) degree / w.order());
    }

    private double magnitude() {
        if (map.loss().requiresNonNegativeOutputs()) {
            return scale; // No columns cancel each other.
        }
        double sizes = sizes();
        return scale + curvature * (sizes * sizes);
    }
}
