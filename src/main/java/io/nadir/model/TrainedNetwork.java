package io.nadir.model;

import io.nadir.kernel.Checks;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * A two-layer network σ(S·W¹)·W²ᵀ, σ(t) = max(t, a·t), for inputs S of any number of samples.
 *
 * @param slope a, from 0 to 1
 * @param bias whether the last row of W¹ belongs to a constant input 1 that {@link #predict} adds
 * @param factors W¹ and W², shared
 */
public record TrainedNetwork(double slope, boolean bias, Factors factors) implements TrainedModel {
    private static final List<String> NAMES =
            List.of(FactorShape.numbered(0), FactorShape.numbered(1));

    /**
     * Checks slope and factors.
     *
     * @throws IllegalArgumentException if the slope is not within 0 to 1, or there are not two
     *     factors, or a bias is the only input
     */
    public TrainedNetwork {
        TwoLayerNetwork.requireSlope(slope);
        Checks.equal("factors.order()", factors.order(), "layers", 2);
        Checks.positive("inputs", factors.block(0).rows() - (bias ? 1 : 0));
    }

    @Override
    public String kind() {
        return "relu";
    }

    @Override
    public List<String> factorNames() {
        return NAMES;
    }

    /** Inputs of a sample, without the one for the bias. */
    public int inputs() {
        return factors.block(0).rows() - (bias ? 1 : 0);
    }

    /** Outputs for a sample. */
    public int outputs() {
        return factors.block(1).rows();
    }

    /**
     * The outputs for new samples, in one pass.
     *
     * @param samples N×d, without a column for the bias
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads that end with the call
     * @return N×q
     * @throws IllegalArgumentException if the samples have another number of inputs or magnitudes
     *     beyond what {@link TwoLayerNetwork} allows, or an output is beyond float64
     */
    public DenseMatrix predict(DenseMatrix samples, int threads, @Nullable Executor executor) {
        Checks.equal("columns of the inputs", samples.columns(), "inputs of the model", inputs());
        int rows = samples.rows();
        int length = Checks.arrayLength("samples * outputs", rows, outputs());
        DenseMatrix zero = DenseMatrix.of(rows, outputs(), new double[length]);
        TwoLayerNetwork network = new TwoLayerNetwork(samples, zero, slope);
        if (bias) {
            network = network.withBias();
        }
        // The squared loss of X and 0 has the gradient X.
        try (TwoLayerMap map = network.bind(new SquaredLoss(), threads, executor)) {
            return finite(map.outputGradient(factors).data());
        }
    }

    private DenseMatrix finite(double[] outputs) {
        try {
            return DenseMatrix.of(outputs.length / outputs(), outputs(), outputs);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("outputs of the model: " + e.getMessage(), e);
        }
    }
}
