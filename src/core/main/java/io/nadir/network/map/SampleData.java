package io.nadir.network.map;

import io.nadir.check.Checks;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.ModelData;

import java.util.Objects;

/** Inputs S and targets Y, one sample per row, between which a network is to be fitted. */
public interface SampleData extends ModelData {
    /** Returns the inputs S, N×d. */
    DenseMatrix inputs();

    /** Returns the targets Y, N×q. */
    DenseMatrix y();

    /**
     * Checks that inputs and targets go together.
     *
     * @throws IllegalArgumentException if they have different numbers of rows, or the largest
     *     magnitude of the inputs is neither 0 nor between 2^−100 and 2^100, beyond which there is
     *     no room for products with weights
     */
    static void requireSamples(DenseMatrix inputs, DenseMatrix y) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

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
