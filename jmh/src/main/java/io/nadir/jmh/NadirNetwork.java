package io.nadir.jmh;

import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;

import java.util.Arrays;

/** The map of Nadir's deep networks, on one thread. */
final class NadirNetwork implements NetworkGradient {
    private final NetworkInputs inputs;
    private final DeepMap map;
    private final Factors w;
    private final Factors gradient;

    NadirNetwork(NetworkInputs inputs) {
        int[] widths = inputs.widths();
        int n = inputs.samples();
        Subnetwork network =
                Subnetwork.relu(widths[0], Arrays.copyOfRange(widths, 1, widths.length));
        this.inputs = inputs;
        this.map =
                new DeepNetwork(
                                DenseMatrix.wrap(n, widths[0], inputs.inputs()),
                                DenseMatrix.wrap(n, widths[inputs.layers()], inputs.targets()),
                                network)
                        .bind(new SquaredLoss(), 1, null);
        this.w = Factors.empty(network.dimensions());
        this.gradient = w.copy();
        w.setRank(inputs.rank());
        for (int k = 0; k < inputs.layers(); k++) {
            for (int i = 0; i < inputs.rank(); i++) {
                for (int j = 0; j < w.block(k).rows(); j++) {
                    w.block(k).set(j, i, inputs.weights()[k][i][j]);
                }
            }
        }
    }

    @Override
    public double evaluate() {
        return map.evaluate(w, gradient);
    }

    @Override
    public double[] gradient(int k, int i) {
        double[] out = new double[inputs.weights()[k][i].length];
        for (int j = 0; j < out.length; j++) {
            out[j] = gradient.block(k).get(j, i);
        }
        return out;
    }
}
