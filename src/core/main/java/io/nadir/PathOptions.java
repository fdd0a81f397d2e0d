package io.nadir;

import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a regularization path is to cover; an immutable value.
 *
 * @param grid the values of λ
 * @param heldOut entries that had no part in the problem's data, to score each solution by; null
 *     for no score
 * @param timeLimit wall-clock limit of the whole path, positive; the solver's own limit holds for
 *     each λ
 * @param resume state of a path of the same problem with the same options, to go on from; null to
 *     begin. Used up by the path.
 * @param checkpoints keeps the state now and then; null for nobody
 * @param listener sees each point when it is solved, and can end the path
 */
public record PathOptions(
        Grid grid,
        @Nullable ModelData heldOut,
        Duration timeLimit,
        @Nullable PathState resume,
        @Nullable PathCheckpoints checkpoints,
        PathListener listener) {

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public PathOptions {
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(timeLimit, "timeLimit");
        Objects.requireNonNull(listener, "listener");

        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException(
                    "timeLimit = " + timeLimit + ", allowed are positive durations");
        }
    }

    private PathOptions(Grid grid) {
        this(grid, null, Duration.ofDays(36500), null, null, PathListener.NONE);
    }

    /**
     * These values of λ, in any order.
     *
     * @throws IllegalArgumentException if there is none, or one is not finite or not more than 0
     */
    public static PathOptions of(List<Double> lambdas) {
        Objects.requireNonNull(lambdas, "lambdas");

        return new PathOptions(new Values(lambdas));
    }

    /**
     * λ_max·ratio^k for k = 1 … count, with λ_max the largest λ at which the solution is not 0.
     *
     * @param ratio between 0 and 1
     * @param count at least 1
     */
    public static PathOptions geometric(double ratio, int count) {
        return new PathOptions(new Geometric(ratio, count));
    }

    /** These options with other {@link #heldOut()} entries. */
    public PathOptions withHeldOut(@Nullable ModelData heldOut) {
        return new PathOptions(grid, heldOut, timeLimit, resume, checkpoints, listener);
    }

    /** These options with another {@link #timeLimit()}. */
    public PathOptions withTimeLimit(Duration timeLimit) {
        Objects.requireNonNull(timeLimit, "timeLimit");

        return new PathOptions(grid, heldOut, timeLimit, resume, checkpoints, listener);
    }

    /** These options with another {@link #resume()}. */
    public PathOptions withResume(@Nullable PathState resume) {
        return new PathOptions(grid, heldOut, timeLimit, resume, checkpoints, listener);
    }

    /** These options with other {@link #checkpoints()}. */
    public PathOptions withCheckpoints(@Nullable PathCheckpoints checkpoints) {
        return new PathOptions(grid, heldOut, timeLimit, resume, checkpoints, listener);
    }

    /** These options with another {@link #listener()}. */
    public PathOptions withListener(PathListener listener) {
        Objects.requireNonNull(listener, "listener");

        return new PathOptions(grid, heldOut, timeLimit, resume, checkpoints, listener);
    }

    /** How the values of λ are chosen. */
    public sealed interface Grid {}

    /** Given values. */
    public record Values(List<Double> lambdas) implements Grid {
        /** Checks and copies. */
        public Values {
            Objects.requireNonNull(lambdas, "lambdas");

            if (lambdas.isEmpty()) {
                throw new IllegalArgumentException("lambdas = [], allowed is at least one");
            }
            for (double lambda : lambdas) {
                if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "lambda = " + lambda + ", allowed are finite numbers greater than 0");
                }
            }
            lambdas = List.copyOf(lambdas);
        }
    }

    /** Values in geometric progression below λ_max. */
    public record Geometric(double ratio, int count) implements Grid {
        /** Checks. */
        public Geometric {
            if (!(ratio > 0 && ratio < 1)) {
                throw new IllegalArgumentException(
                        "ratio = " + ratio + ", allowed are numbers between 0 and 1");
            }
            if (count < 1) {
                throw new IllegalArgumentException("count = " + count + ", allowed are 1 and more");
            }
        }
    }
}
