package io.nadir;

import io.nadir.check.Checks;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.Folds;
import io.nadir.solver.CheckpointSink;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The options of a regularization path: which values of λ to solve for, and when to stop. An
 * immutable value. Start from {@link #of} or {@link #geometric} and change what differs:
 *
 * {@snippet file="embedder/Examples.java" region="path"}
 *
 * <p>With folds, λ is chosen by cross-validation:
 *
 * {@snippet file="embedder/Examples.java" region="folds"}
 *
 * @param grid the values of λ
 * @param heldOut entries that are not part of the problem's data, by which each solution is scored;
 *     null for no score
 * @param folds the problem's data, divided by {@link ModelData#folds} or {@link
 *     ModelData#holdOuts}; null for no cross-validation. For each λ, the part to train with of each
 *     fold is solved as well, from the solution of that part for the λ before, and scored on the
 *     entries held out. λ is the same for a part as for the whole. The whole problem has one more
 *     solve for each λ
 * @param patience the number of λ in a row that may predict the held-out entries worse than an
 *     earlier λ; after so many, the path leaves out all smaller λ. 0 to solve for all λ
 * @param timeLimit wall-clock limit of the whole path, positive; {@link
 *     io.nadir.solver.SolverOptions#timeLimit} limits each single solve in addition
 * @param resume the saved state of a path with the same problem and options, from which to
 *     continue; null to start from the beginning. A state can be resumed once only: the path takes
 *     it over
 * @param checkpoints receives the state of the path from time to time so that it can be saved; null
 *     to save nothing
 * @param listener is told of each point when it is solved, and can end the path
 */
public record PathOptions(
        Grid grid,
        @Nullable ModelData heldOut,
        @Nullable Folds folds,
        int patience,
        Duration timeLimit,
        @Nullable PathState resume,
        @Nullable CheckpointSink<PathState> checkpoints,
        PathListener listener) {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if the time limit is not positive, if {@code patience} is
     *     negative, or if there are both {@code heldOut} entries and {@code folds}
     */
    public PathOptions {
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(timeLimit, "timeLimit");
        Objects.requireNonNull(listener, "listener");

        Checks.nonNegative("patience", patience);
        if (heldOut != null && folds != null) {
            throw new IllegalArgumentException(
                    "heldOut and folds are both given, allowed is one of them");
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException(
                    "timeLimit = " + timeLimit + ", allowed are positive durations");
        }
    }

    private PathOptions(Grid grid) {
        this(grid, null, null, 0, Duration.ofDays(36500), null, null, PathListener.NONE);
    }

    /**
     * Returns the options of a path over the given values of λ, in any order.
     *
     * @throws IllegalArgumentException if the list is empty, or a value is not finite and positive
     */
    public static PathOptions of(List<Double> lambdas) {
        Objects.requireNonNull(lambdas, "lambdas");

        return new PathOptions(new Values(lambdas));
    }

    /**
     * Returns the options of a path over the values λ_max·ratio^k for k = 1 … count, where λ_max =
     * {@link Nadir#lambdaMax} is the smallest λ whose solution is zero.
     *
     * @param ratio the quotient of neighbouring values, between 0 and 1
     * @param count the number of values, at least 1
     * @throws IllegalArgumentException if {@code ratio} or {@code count} is out of range
     */
    public static PathOptions geometric(double ratio, int count) {
        return new PathOptions(new Geometric(ratio, count));
    }

    /**
     * Returns these options with other {@link #heldOut()} entries.
     *
     * @throws IllegalArgumentException if there are folds
     */
    public PathOptions withHeldOut(@Nullable ModelData heldOut) {
        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /**
     * Returns these options with other {@link #folds()}.
     *
     * @throws IllegalArgumentException if there are other entries held out
     */
    public PathOptions withFolds(@Nullable Folds folds) {
        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /**
     * Returns these options with another {@link #patience()}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public PathOptions withPatience(int patience) {
        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /** Returns these options with another {@link #timeLimit()}. */
    public PathOptions withTimeLimit(Duration timeLimit) {
        Objects.requireNonNull(timeLimit, "timeLimit");

        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /** Returns these options with another {@link #resume()}. */
    public PathOptions withResume(@Nullable PathState resume) {
        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /** Returns these options with other {@link #checkpoints()}. */
    public PathOptions withCheckpoints(@Nullable CheckpointSink<PathState> checkpoints) {
        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /** Returns these options with another {@link #listener()}. */
    public PathOptions withListener(PathListener listener) {
        Objects.requireNonNull(listener, "listener");

        return new PathOptions(
                grid, heldOut, folds, patience, timeLimit, resume, checkpoints, listener);
    }

    /** The choice of the values of λ. */
    public sealed interface Grid {
        /** Returns the number of values. */
        int count();
    }

    /**
     * A given list of values.
     *
     * @param lambdas the values, finite and positive, in any order
     */
    public record Values(List<Double> lambdas) implements Grid {
        /** Validates and copies the list. */
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

        @Override
        public int count() {
            return lambdas.size();
        }
    }

    /**
     * A geometric progression below λ_max.
     *
     * @param ratio the quotient of neighbouring values, between 0 and 1
     * @param count the number of values, at least 1
     */
    public record Geometric(double ratio, int count) implements Grid {
        /** Validates the values. */
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
