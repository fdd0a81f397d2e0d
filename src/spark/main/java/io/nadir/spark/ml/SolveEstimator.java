package io.nadir.spark.ml;

import io.nadir.spark.DistributedRows;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

import java.util.Objects;

/**
 * What estimators share: the fit, and setters.
 *
 * @param <S> the estimator
 * @param <M> its model
 */
abstract class SolveEstimator<S extends SolveEstimator<S, M>, M extends Model<M>>
        extends Estimator<M> implements SolveParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;

    SolveEstimator(String uid) {
        this.uid = Objects.requireNonNull(uid, "uid");
    }

    /** This. */
    abstract S self();

    /** The rows of Y. */
    abstract DistributedRows rows(Dataset<Row> data, Fit fit);

    /** A model of what was found. */
    abstract M model(Fit.Found found);

    /**
     * Solves the problem.
     *
     * @param dataset the rows of Y; no row or entry twice
     * @throws IllegalArgumentException if a column is missing or of a type that is not allowed, or
     *     parameters do not go together, before any job; if there are no data, or nulls,
     *     duplicates, or numbers that are not allowed, before the solve. The message names the
     *     column or the parameter
     */
    @Override
    public M fit(Dataset<?> dataset) {
        Objects.requireNonNull(dataset, "dataset");

        transformSchema(dataset.schema());
        Fit fit = new Fit(this);
        try (DistributedRows rows = rows(dataset.toDF(), fit)) {
            return copyValues(model(fit.solve(rows)), new ParamMap()).setParent(this);
        }
    }

    @Override
    public S copy(ParamMap extra) {
        Objects.requireNonNull(extra, "extra");

        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Sets λ, finite and positive. */
    public S setRegParam(double value) {
        set(regParam(), value);
        return self();
    }

    /** Sets the share of λ_max that λ is, finite and positive. */
    public S setRegShare(double value) {
        set(regShare(), value);
        return self();
    }

    /** Sets the loss: {@code squared}, {@code implicit:α} or {@code huber:δ}. */
    public S setLoss(String value) {
        set(loss(), value);
        return self();
    }

    /**
     * Sets which offsets are fitted: {@code none}, {@code global}, {@code rows}, {@code columns} or
     * {@code both}.
     */
    public S setCenter(String value) {
        set(center(), value);
        return self();
    }

    /** Sets the penalty κ on offsets, finite and at least 0. */
    public S setOffsetPenalty(double value) {
        set(offsetPenalty(), value);
        return self();
    }

    /** Sets whether U ≥ 0 and V ≥ 0. */
    public S setNonnegative(boolean value) {
        set(nonnegative(), value);
        return self();
    }

    /** Sets the relative gap at which the solve ends, finite and positive. */
    public S setRelativeGap(double value) {
        set(relativeGap(), value);
        return self();
    }

    /** Sets the evidence that is needed: {@code probable} or {@code proved}. */
    public S setEvidence(String value) {
        set(evidence(), value);
        return self();
    }

    /** Sets the probability with which a certificate may fail, between 0 and 1. */
    public S setDelta(double value) {
        set(delta(), value);
        return self();
    }

    /** Sets the largest number of columns, at least 1. */
    public S setMaxRank(int value) {
        set(maxRank(), value);
        return self();
    }

    /** Sets the seed. */
    public S setSeed(long value) {
        set(seed(), value);
        return self();
    }

    /** Sets the seconds after which the solve ends, finite and positive. */
    public S setTimeLimit(double value) {
        set(timeLimit(), value);
        return self();
    }

    /** Sets the number of blocks of rows, at least 1. */
    public S setNumPartitions(int value) {
        set(numPartitions(), value);
        return self();
    }

    /** Sets the file in which the solve saves its state. */
    public S setCheckpointFile(String value) {
        set(checkpointFile(), value);
        return self();
    }

    /** Sets the seconds between two savings of the state, finite and at least 0. */
    public S setCheckpointSeconds(double value) {
        set(checkpointSeconds(), value);
        return self();
    }
}
