package io.nadir.spark;

import io.nadir.check.Checks;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Objects;

/**
 * A problem on distributed rows: minimize ℓ(Y, U·Vᵀ) + (λ/2)·(‖U‖_F² + ‖V‖_F²) over the number of
 * columns and the columns of U and V. Without constraints its minimum is that of ℓ(Y, X) + λ‖X‖_*
 * over all X, with the nuclear norm ‖X‖_*. An immutable value.
 *
 * @param rows Y
 * @param loss the loss ℓ, a sum over entries that is {@link Serializable}, such as {@link
 *     SquaredLoss} and {@link io.nadir.loss.HuberLoss}
 * @param lambda λ, finite and positive
 * @param centering which offsets are fitted beside the factors: X = U·Vᵀ + μ·11ᵀ + a·1ᵀ + 1·bᵀ
 * @param offsetPenalty κ of the penalty (κ/2)·(‖a‖² + ‖b‖²) on them; 0 for none
 * @param nonNegative whether U ≥ 0 and V ≥ 0: nonnegative factorization
 */
public record SparkProblem(
        DistributedRows rows,
        ConvexLoss loss,
        double lambda,
        Centering centering,
        double offsetPenalty,
        boolean nonNegative) {
    /** The largest power of two by which magnitudes may differ from 1. */
    private static final int MOST = 100;

    /**
     * Validates the problem.
     *
     * @throws IllegalArgumentException if λ is not finite and positive; if data, weights or λ are
     *     so large or small that squares of squares leave float64; or if the loss is not one of
     *     entries, or needs outputs that are not negative
     */
    public SparkProblem {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(centering, "centering");

        Checks.positiveFinite("lambda", lambda);
        requireMagnitude("the largest magnitude of the data", rows.maxAbs());
        requireMagnitude("the largest weight", rows.largestWeight());
        requireMagnitude("lambda", lambda);
        if (!(loss instanceof Serializable)) {
            throw new IllegalArgumentException(
                    "loss = "
                            + loss.name()
                            + ", allowed are losses that are Serializable, to be sent to"
                            + " executors");
        }
        if (Loss.ofEntries(loss).requiresNonNegativeOutputs()) {
            throw new IllegalArgumentException(
                    "loss = "
                            + loss.name()
                            + ", allowed are losses that are defined for outputs of any sign");
        }
        centering.requirePenalty(offsetPenalty);
        if (centering != Centering.NONE && !(loss.isQuadratic() && rows.hasEntries())) {
            throw new IllegalArgumentException(
                    "center = "
                            + centering.label()
                            + ", allowed for the loss "
                            + loss.name()
                            + " on such data is none: offsets are for the squared loss of known"
                            + " entries and of dense rows");
        }
        if (nonNegative && (centering != Centering.NONE || !rows.hasEntries())) {
            throw new IllegalArgumentException(
                    "nonNegative = true, allowed with offsets, and with zeros that are not listed"
                            + " but count, is false");
        }
    }

    /** Creates a problem without offsets. */
    public SparkProblem(DistributedRows rows, ConvexLoss loss, double lambda) {
        this(rows, loss, lambda, Centering.NONE, 0, false);
    }

    /** Creates a problem under the squared loss, without offsets. */
    public SparkProblem(DistributedRows rows, double lambda) {
        this(rows, new SquaredLoss(), lambda);
    }

    private static void requireMagnitude(String name, double value) {
        if (value != 0 && Math.abs(Math.getExponent(value)) > MOST) {
            throw new IllegalArgumentException(
                    name
                            + " = "
                            + value
                            + ", allowed are 0, and 2^-100 to 2^100: change the units");
        }
    }

    /** Returns this problem with another loss. */
    public SparkProblem withLoss(ConvexLoss other) {
        return new SparkProblem(rows, other, lambda, centering, offsetPenalty, nonNegative);
    }

    /** Returns this problem with another λ. */
    public SparkProblem withLambda(double other) {
        return new SparkProblem(rows, loss, other, centering, offsetPenalty, nonNegative);
    }

    /**
     * Returns this problem with offsets beside the factors.
     *
     * @param which which of them there are
     * @param penalty κ, finite and at least 0
     */
    public SparkProblem withCentering(Centering which, double penalty) {
        return new SparkProblem(rows, loss, lambda, which, penalty, nonNegative);
    }

    /**
     * Returns this problem with U ≥ 0 and V ≥ 0, for known entries and dense rows without offsets.
     * Its polar is NP-hard: the certificate has a lower bound of the minimum, and is GLOBAL where
     * the bounds of the polar meet.
     */
    public SparkProblem withNonNegativeFactors() {
        return new SparkProblem(rows, loss, lambda, centering, offsetPenalty, true);
    }

    /** The offsets as executors need them; null if there are none. */
    @Nullable OffsetTerms offsetTerms() {
        return centering == Centering.NONE ? null : new OffsetTerms(centering, offsetPenalty);
    }
}
