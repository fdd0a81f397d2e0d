package io.nadir.jmh;

import io.nadir.kernel.Panels;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.network.twolayer.TwoLayerMap;
import io.nadir.network.twolayer.TwoLayerNetwork;

/** The map of Nadir's two-layer networks, on one thread: one network of r hidden units. */
final class NadirTwoLayer implements NetworkGradient {
    private final TwoLayerMap map;
    private final Factors w;
    private final Factors gradient;

    NadirTwoLayer(NetworkInputs inputs) {
        int n = inputs.samples();
        int d = inputs.widths()[0];
        int r = inputs.widths()[1];
        int q = inputs.widths()[2];
        map =
                TwoLayerNetwork.relu(
                                DenseMatrix.wrap(n, d, inputs.inputs()),
                                DenseMatrix.wrap(n, q, inputs.targets()))
                        .bind(new SquaredLoss(), 1, null);
        w =
                Factors.wrap(
                        r,
                        PanelArrays.padded(d, r, inputs.weights()[0][0]),
                        Panels.transposed(PanelArrays.padded(r, q, inputs.weights()[1][0])));
        gradient = w.copy();
    }

    @Override
    public double evaluate() {
        return map.evaluate(w, gradient);
    }

    @Override
    public double[] gradient(int k, int i) {
        return k == 0
                ? gradient.toArray(0)
                : PanelArrays.toRowMajor(Panels.transposed(gradient.block(1)));
    }
}
