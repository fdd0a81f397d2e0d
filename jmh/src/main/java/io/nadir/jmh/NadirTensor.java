package io.nadir.jmh;

import io.nadir.loss.SquaredLoss;
import io.nadir.model.Factors;
import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.map.TensorMap;

import java.util.Arrays;

/** The map of Nadir's tensors, on one thread. */
final class NadirTensor implements TensorGradient {
    private final TensorMap map;
    private final Factors w;
    private final Factors gradient;

    NadirTensor(TensorInputs inputs) {
        map = DenseTensor.wrap(inputs.shape(), inputs.y()).bind(new SquaredLoss(), 1, null);
        w = Factors.copyOf(inputs.rank(), inputs.shape(), Arrays.asList(inputs.blocks()));
        gradient = w.copy();
    }

    @Override
    public double evaluate() {
        return map.evaluate(w, gradient);
    }

    @Override
    public double[] gradient(int k) {
        return gradient.toArray(k);
    }
}
