package io.nadir.spark.ml;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLWriter;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What models share: their factors, the certificate of these, and how both are copied and saved.
 *
 * @param <M> the model
 * @param <F> its factors
 */
abstract class SolvedModel<M extends SolvedModel<M, F>, F extends FactorParts> extends Model<M>
        implements SolveParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final transient @Nullable F factors;
    private final transient @Nullable FactorizationSummary summary;

    SolvedModel(String uid, @Nullable F factors, @Nullable FactorizationSummary summary) {
        this.uid = Objects.requireNonNull(uid, "uid");
        this.factors = factors;
        this.summary = summary;
    }

    /** A model of the same kind. */
    abstract M made(String name, @Nullable F parts, @Nullable FactorizationSummary found);

    /** This model with factors that were read. */
    final M with(F parts, FactorizationSummary found) {
        return copyValues(made(uid, parts, found), new ParamMap());
    }

    @Override
    public String uid() {
        return uid;
    }

    final F factors() {
        return required(factors);
    }

    /** Returns the certificate, and how the factors were found. */
    public FactorizationSummary summary() {
        return required(summary);
    }

    /** Returns the number of columns of U and V. */
    public int rank() {
        return factors().rank();
    }

    /** Returns μ; 0 if the model has no offsets. */
    public double mean() {
        return factors().mean();
    }

    private <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "model "
                            + uid
                            + " has no factors: get one from fit or load, and use it on the driver"
                            + " only");
        }
        return part;
    }

    @Override
    public M copy(ParamMap extra) {
        Objects.requireNonNull(extra, "extra");

        return copyValues(made(uid, factors, summary), extra).setParent(parent());
    }

    /**
     * Returns a writer. It writes the parameters as Spark does, the factors as Parquet to the last
     * bit, and the summary. A model whose factors are still read from the directory that it was
     * loaded from cannot be saved to the same one.
     */
    @Override
    public MLWriter write() {
        return ModelStore.writer(
                DefaultParamsWritable.super.write(),
                summary(),
                factors().source(),
                factors()::save);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName()
                + ": uid="
                + uid
                + ", rank="
                + (factors == null ? 0 : rank());
    }
}
