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

    /** Called before each solve, of a fold too. */
    default void onBegin(Step step) {
        Objects.requireNonNull(step, "step");
    }

    /**
     * Called with each point as soon as its solve has ended. If {@link Step#again()} is true, the
     * point replaces the earlier point of the same index.
     *
     * @return false to end the path
     */
    boolean onPoint(Step step, PathPoint point);

    /**
     * Called when the held-out error has been above its least value for as many λ as {@link
     * PathOptions#patience} allows. No smaller λ follows.
     *
     * @param count the number of values of λ that remain in the path, all of them solved
     */
    default void onShortened(int count) {}

    /**
     * Called last, with the best point of a solve that was cut short by an interruption, by its own
     * listener or by the time limit of the path.
     */
    default void onCutShort(Step step, PathPoint point) {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(point, "point");
    }

    /**
     * One solve of a regularization path.
     *
     * @param index the index of λ in the path, from 0; the largest λ comes first
     * @param count the number of values of λ in the path
     * @param lambda the value of λ
     * @param again true if this λ was solved before without obtaining a certificate, and is now
     *     solved again, starting from the solution of the next smaller λ
     * @param fold the number of the fold whose part to train with is solved, from 1; 0 for the
     *     whole problem, which comes after the folds
     * @param folds the number of folds, 0 if there are none
     */
    record Step(int index, int count, double lambda, boolean again, int fold, int folds) {}
}
