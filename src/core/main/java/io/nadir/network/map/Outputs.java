package io.nadir.network.map;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.ModelData.Samples;

import java.util.Objects;

/**
 * Helps networks to predict. The outputs X of a network are the gradient of ½‖X − Y‖² at targets Y
 * = 0, so that the pass that computes gradients also computes predictions.
 */
public final class Outputs {
    private Outputs() {}

    /** Returns targets 0 for samples, and checks that the samples fit a network. */
    public static DenseMatrix zeros(DenseMatrix samples, Predictor network) {
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(network, "network");

        Checks.equal(
                "columns of the inputs",
                samples.columns(),
                "inputs of the model",
                network.inputs());
        int rows = samples.rows();
        int length = Checks.arrayLength("samples * outputs", rows, network.outputs());
        return DenseMatrix.wrap(rows, network.outputs(), new double[length]);
    }

    /**
     * Returns the samples from which a network learns.
     *
     * @param inputs the inputs, one sample per row
     * @param biases the number of columns at the end of the inputs that are a constant 1 for a bias
     * @param targets the targets, one sample per row
     */
    public static Samples samples(DenseMatrix inputs, int biases, DenseMatrix targets) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(targets, "targets");

        return new Samples() {
            @Override
            public int count() {
                return inputs.rows();
            }

            @Override
            public int inputs() {
                return inputs.columns() - biases;
            }

            @Override
            public double input(int sample, int j) {
                return inputs.get(sample, Objects.checkIndex(j, inputs()));
            }

            @Override
            public double target(int sample, int j) {
                return targets.get(sample, j);
            }
        };
    }

    /** Returns the outputs as a matrix, and checks that they are finite. */
    public static DenseMatrix finite(Panel outputs) {
        Objects.requireNonNull(outputs, "outputs");

        try {
            return DenseMatrix.wrap(outputs.rows(), outputs.columns(), outputs.data());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("outputs of the model: " + e.getMessage(), e);
        }
    }
}
