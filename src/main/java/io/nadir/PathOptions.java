package io.nadir;

import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a regularization path is to cover; an immutable value.
 *
 * @param grid the values of λ
 * @param heldOut entries that had no part in the problem's data, to score each solution by; null
 *     for no score
 * @param listener sees each point when it is solved; false ends the path
 */
public record PathOptions(Grid grid, @Nullable ModelData heldOut, Predicate<PathPoint> listener) {
    /** Refuses null. */
    public PathOptions {
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(listener, "listener");
    }

    /**
     * These values of λ, in any order.
     *
     * @throws IllegalArgumentException if there is none, or one is not finite or not more than 0
     */
    public static PathOptions of(List<Double> lambdas) {
        Objects.requireNonNull(lambdas, "lambdas");

        return new PathOptions(new Values(lambdas), null, point -> true);
    }

    /**
     * λ_max·ratio^k for k = 1 … count, with λ_max the largest λ at which the solution is not 0.
     *
     * @param ratio between 0 and 1
     * @param count at least 1
     */
    public static PathOptions geometric(double ratio, int count) {
        return new PathOptions(new Geometric(ratio, count), null, point -> true);
    }

    /** These options with other {@link #heldOut()} entries. */
    public PathOptions withHeldOut(@Nullable ModelData heldOut) {
        return new PathOptions(grid, heldOut, listener);
    }

    /** These options with another {@link #listener()}. */
    public PathOptions withListener(Predicate<PathPoint> listener) {
        Objects.requireNonNull(listener, "listener");

        return new PathOptions(grid, heldOut, listener);
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
