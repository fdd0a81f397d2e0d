package io.nadir.network;

import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;

/** A trained network: the outputs of any samples. */
public interface Predictor extends TrainedModel {
    /** Numbers in a sample, without one for a bias. */
    @Override
    int inputs();

    /** Outputs for a sample, q. */
    int outputs();

    /**
     * The outputs for new samples, in one pass.
     *
     * @param samples N×{@link #inputs}
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads that end with the call
     * @return N×q
     * @throws IllegalArgumentException if the samples have another number of inputs or magnitudes
     *     beyond what the network's data allow, or an output is beyond float64
     */
    DenseMatrix predict(DenseMatrix samples, int threads, @Nullable Executor executor);

    @Override
    default double[] outputs(double[] samples) {
        return outputs(samples, 1, null);
    }

    @Override
    default double[] outputs(double[] samples, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(samples, "samples");

        int rows = samples.length / inputs();
        DenseMatrix outputs = predict(DenseMatrix.wrap(rows, inputs(), samples), threads, executor);
        return outputs.toArray();
    }
}
