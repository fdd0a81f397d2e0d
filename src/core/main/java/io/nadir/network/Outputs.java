package io.nadir.network;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;

/**
 * What predictions have in common: the outputs X of a network are the gradient of ½‖X − Y‖² at
 * targets Y = 0.
 */
public final class Outputs {
    private Outputs() {}

    /** Targets 0 for samples that fit a network. */
    public static DenseMatrix zeros(DenseMatrix samples, Predictor network) {
        Checks.equal(
                "columns of the inputs",
                samples.columns(),
                "inputs of the model",
                network.inputs());
        int rows = samples.rows();
        int length = Checks.arrayLength("samples * outputs", rows, network.outputs());
        return DenseMatrix.wrap(rows, network.outputs(), new double[length]);
    }

    /** The outputs, which have no padding. */
    public static DenseMatrix finite(Panel outputs) {
        try {
            return DenseMatrix.wrap(outputs.rows(), outputs.columns(), outputs.data());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("outputs of the model: " + e.getMessage(), e);
        }
    }
}
