package io.nadir.network;

import io.nadir.array.Checks;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.ModelData;

/** Inputs S and targets Y, a sample a row, of which a network is to make the one of the other. */
public interface SampleData extends ModelData {
    /** S, N×d. */
    DenseMatrix inputs();

    /** Y, N×q. */
    DenseMatrix y();

    /**
     * Checks that inputs and targets go together.
     *
     * @throws IllegalArgumentException if they have different numbers of rows, or the largest
     *     magnitude of the inputs is neither 0 nor within 2^−100 to 2^100, beyond which there is no
     *     room for products with weights
     */
    static void requireSamples(DenseMatrix inputs, DenseMatrix y) {
        Checks.equal("y.rows()", y.rows(), "inputs.rows()", inputs.rows());
        Checks.magnitude("inputs", inputs.maxAbs(), 100, "");
    }

    @Override
    default double maxAbs() {
        return y().maxAbs();
    }

    @Override
    default double frobenius() {
        return y().frobenius();
    }

    @Override
    default long observed() {
        return y().observed();
    }

    @Override
    default void requireUnchanged() {
        inputs().requireUnchanged();
        y().requireUnchanged();
    }
}
