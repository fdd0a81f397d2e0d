package io.nadir;

import java.util.Objects;

/** Follows a regularization path; called on the thread that solves. */
@FunctionalInterface
public interface PathListener {
    /** Hears nothing and ends nothing. */
    PathListener NONE = (step, point) -> true;

    /** Called first, with what λ there are, and the points there are where a path is resumed. */
    default void onStart(PathState state) {
        Objects.requireNonNull(state, "state");
    }

    /** Called before each solve. */
    default void onBegin(PathStep step) {
        Objects.requireNonNull(step, "step");
    }

    /**
     * Called with each point of the path as soon as its solve has ended; with {@link
     * PathStep#again()} it takes the place of the one before at the same index.
     *
     * @return false to end the path
     */
    boolean onPoint(PathStep step, PathPoint point);

    /**
     * Called last with the best point of a solve that an interruption, its own listener or the time
     * limit of the path has cut short.
     */
    default void onCutShort(PathStep step, PathPoint point) {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(point, "point");
    }
}
