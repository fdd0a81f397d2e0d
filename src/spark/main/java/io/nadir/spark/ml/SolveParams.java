package io.nadir.spark.ml;

import io.nadir.model.Centering;
import io.nadir.spark.ml.ParamKinds.NumberCheck;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

import java.util.Arrays;
import java.util.List;

/**
 * The parameters of the problem and of its solve, which {@link MatrixCompletion} and {@link
 * LowRank} share. A value that is not allowed is refused when it is set, by an {@link
 * IllegalArgumentException} with the name, the value and what is allowed.
 */
public interface SolveParams extends Params {
    /**
     * λ of ℓ(Y, U·Vᵀ) + (λ/2)·(‖U‖_F² + ‖V‖_F²). Either this or {@link #regShare} has to be set.
     */
    default DoubleParam regParam() {
        return ParamKinds.number(
                this,
                "regParam",
                "lambda of loss(Y, U V') + lambda/2 (||U||^2 + ||V||^2); not multiplied by numbers"
                        + " of ratings. Either it or regShare has to be set",
                NumberCheck.POSITIVE);
    }

    /** Returns λ. */
    default double getRegParam() {
        return (Double) getOrDefault(regParam());
    }

    /** The share of λ_max that λ is, where λ_max is the least λ whose solution is 0. */
    default DoubleParam regShare() {
        return ParamKinds.number(
                this,
                "regShare",
                "lambda as a share of the least lambda whose solution is 0, which is computed from"
                        + " the data. Either it or regParam has to be set",
                NumberCheck.POSITIVE);
    }

    /** Returns the share of λ_max. */
    default double getRegShare() {
        return (Double) getOrDefault(regShare());
    }

    /** The loss ℓ: {@code squared}, {@code implicit:α} or {@code huber:δ}. */
    default Param<String> loss() {
        return ParamKinds.parsed(
                this,
                "loss",
                "loss of the entries: squared (default); implicit:ALPHA, where ratings are counts:"
                        + " 1 with the weight 1 + ALPHA rating, and pairs that are not listed 0"
                        + " with the weight 1; huber:D, which is linear beyond D",
                LossChoice::parse);
    }

    /** Returns the loss. */
    default String getLoss() {
        return getOrDefault(loss());
    }

    /** Which offsets are fitted: {@code none}, {@code global}, {@code rows}, … */
    default Param<String> center() {
        List<String> labels = Arrays.stream(Centering.values()).map(Centering::label).toList();
        return ParamKinds.choice(
                this,
                "center",
                "offsets that are fitted besides the factors: none (default), global (one number),"
                        + " rows (one for each user or row), columns (one for each item or"
                        + " column), both. For the loss squared",
                labels);
    }

    /** Returns which offsets are fitted. */
    default String getCenter() {
        return getOrDefault(center());
    }

    /** κ of the penalty (κ/2)·(‖a‖² + ‖b‖²) on the offsets of rows and columns. */
    default DoubleParam offsetPenalty() {
        return ParamKinds.number(
                this,
                "offsetPenalty",
                "kappa of the penalty kappa/2 (||a||^2 + ||b||^2) on the offsets of rows and"
                        + " columns (default: 0)",
                NumberCheck.NOT_NEGATIVE);
    }

    /** Returns κ. */
    default double getOffsetPenalty() {
        return (Double) getOrDefault(offsetPenalty());
    }

    /** Whether U ≥ 0 and V ≥ 0: nonnegative factorization, without offsets. */
    default BooleanParam nonnegative() {
        return new BooleanParam(
                this,
                "nonnegative",
                "whether the elements of both factors are at least 0, for the losses squared and"
                        + " huber:D without offsets. Their minimum is bounded from below, but the"
                        + " bound need not come close (default: false)");
    }

    /** Returns whether U ≥ 0 and V ≥ 0. */
    default boolean getNonnegative() {
        return (Boolean) getOrDefault(nonnegative());
    }

    /** The relative gap at which a solve ends: f − f* ≤ gap·f. */
    default DoubleParam relativeGap() {
        return ParamKinds.number(
                this,
                "relativeGap",
                "the solve ends when its objective is certified to be within this share of the"
                        + " minimum (default: 1e-6)",
                NumberCheck.POSITIVE);
    }

    /** Returns the relative gap. */
    default double getRelativeGap() {
        return (Double) getOrDefault(relativeGap());
    }

    /** The evidence that the certificate needs: {@code probable} or {@code proved}. */
    default Param<String> evidence() {
        return ParamKinds.choice(
                this,
                "evidence",
                "evidence that the certificate needs: probable (default), which fails with a"
                        + " probability of at most delta, or proved, with every rounding error",
                List.of("probable", "proved"));
    }

    /** Returns the evidence. */
    default String getEvidence() {
        return getOrDefault(evidence());
    }

    /** The probability with which a certificate that is {@code probable} may fail. */
    default DoubleParam delta() {
        return ParamKinds.number(
                this,
                "delta",
                "probability with which a probable certificate may fail (default: 1e-10)",
                NumberCheck.FRACTION);
    }

    /** Returns δ. */
    default double getDelta() {
        return (Double) getOrDefault(delta());
    }

    /** The largest number of columns of U and V. */
    default IntParam maxRank() {
        return ParamKinds.count(
                this,
                "maxRank",
                "largest number of columns of U and V; the minimum may need more, and the"
                        + " certificate then tells by how much it is missed (default: no limit)",
                1);
    }

    /** Returns the largest number of columns. */
    default int getMaxRank() {
        return (Integer) getOrDefault(maxRank());
    }

    /** The seed of all random starts. */
    default LongParam seed() {
        return ParamKinds.integer(this, "seed", "seed of random starts (default: 1)");
    }

    /** Returns the seed. */
    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    /** Seconds after which a solve ends with the best point so far. */
    default DoubleParam timeLimit() {
        return ParamKinds.number(
                this,
                "timeLimit",
                "seconds after which the solve ends with the best point so far, and with the gap"
                        + " of that point (default: no limit)",
                NumberCheck.POSITIVE);
    }

    /** Returns the time limit; throws if there is none, as for any parameter without default. */
    default double getTimeLimit() {
        return (Double) getOrDefault(timeLimit());
    }

    /** The number of blocks of rows, which decides about the last bits of results. */
    default IntParam numPartitions() {
        return ParamKinds.count(
                this,
                "numPartitions",
                "number of blocks of rows: two or three for each core. The same data and number"
                        + " give the same bits (default: 10)",
                1);
    }

    /** Returns the number of blocks of rows. */
    default int getNumPartitions() {
        return (Integer) getOrDefault(numPartitions());
    }

    /** A file of the driver's machine in which a solve saves its state, and finds it again. */
    default Param<String> checkpointFile() {
        return ParamKinds.text(
                this,
                "checkpointFile",
                "file on the driver in which the solve saves its state and from which it goes on if"
                        + " the file exists; removed when the solve is certified. One solve at a"
                        + " time (default: none)");
    }

    /** Returns the checkpoint; throws if there is none, as for any parameter without default. */
    default String getCheckpointFile() {
        return getOrDefault(checkpointFile());
    }

    /** Seconds between two savings of the state. */
    default DoubleParam checkpointSeconds() {
        return ParamKinds.number(
                this,
                "checkpointSeconds",
                "seconds between two savings of the state (default: 30)",
                NumberCheck.NOT_NEGATIVE);
    }

    /** Returns the seconds between two savings of the state. */
    default double getCheckpointSeconds() {
        return (Double) getOrDefault(checkpointSeconds());
    }
}
