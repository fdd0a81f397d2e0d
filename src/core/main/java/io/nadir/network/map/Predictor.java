package io.nadir.network.map;

import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;

/** A trained network, which computes outputs for samples. */
public interface Predictor extends TrainedModel {
    /** Returns the number of inputs of a sample, not counting a bias. */
    @Override
    int inputs();

    /** Returns the number of outputs of a sample, q. */
    int outputs();

    /**
     * Computes the outputs for new samples in one pass.
     *
     * @param samples the samples, N×{@link #inputs}; not modified
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that end with the
     *     call
     * @return the outputs, N×q
     * @throws IllegalArgumentException if the samples have another number of inputs, if their
     *     magnitudes exceed what the network's data may have, or if an output exceeds float64
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
