package io.nadir;

import java.util.Objects;

/**
 * Observes a regularization path and can end it. All methods are called on the thread that solves.
 */
@FunctionalInterface
public interface PathListener {
    /** A listener that ignores every event and lets the path run to its end. */
    PathListener NONE = (step, point) -> true;

    /**
     * Called once before the first solve, when the values of λ are known. If the path was resumed,
     * {@code state} already contains finished points.
     */
    default void onStart(PathState state) {
        Objects.requireNonNull(state, "state");
    }

    /** Called before each solve. */
    default void onBegin(PathStep step) {
        Objects.requireNonNull(step, "step");
    }

    /**
     * Called with each point as soon as its solve has ended. If {@link PathStep#again()} is true,
     * the point replaces the earlier point of the same index.
     *
     * @return false to end the path
     */
    boolean onPoint(PathStep step, PathPoint point);

    /**
     * Called last, with the best point of a solve that was cut short by an interruption, by its own
     * listener or by the time limit of the path.
     */
    default void onCutShort(PathStep step, PathPoint point) {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(point, "point");
    }
}
