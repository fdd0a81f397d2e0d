package io.nadir.network.deep;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Signal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a thread keeps to take a batch of samples through subnetworks: the numbers at all places of
 * each subnetwork, and their derivatives once for all.
 */
final class DeepWorkspace {
    private final Subnetwork network;
    private final int rows;
    private final Layer.Pass[] passes;
    private final int[] blocks;
    private final List<Signal[]> signals = new ArrayList<>();
    private final Signal[] gradients;
    private final Signal outputs;

    /** Memory for batches of up to that many rows. */
    DeepWorkspace(Subnetwork network, int rows) {
        this.network = network;
        this.rows = rows;
        int depth = network.layers().size();
        this.passes = new Layer.Pass[depth];
        this.blocks = new int[depth];
        this.gradients = new Signal[depth];
        for (int l = 0, block = 0; l < depth; l++) {
            passes[l] = network.layers().get(l).pass(network.before(l), rows);
            blocks[l] = network.hasWeights(l) ? block++ : -1;
            // That of the inputs is never asked for.
            gradients[l] = Signal.zeros(network.before(l), l == 0 ? 0 : rows);
        }
        this.outputs = Signal.zeros(network.output(), rows);
    }

    /** A batch of outputs, and where derivatives with respect to them are to be put. */
    Signal outputs() {
        return outputs;
    }

    /**
     * The outputs of a subnetwork.
     *
     * @param place where its numbers are kept; those at other places stay
     * @param i the subnetwork
     */
    Signal forward(Signal inputs, SubnetworkWeights weights, int place, int i, Scratch scratch) {
        Signal[] kept = signals(place);
        Signal in = inputs;
        for (int l = 0; l < passes.length; l++) {
            Panel w = weights.get(blocks[l], i);
            passes[l].forward(in, w, kept[l], inputs.samples().rows(), scratch);
            in = kept[l];
        }
        return in;
    }

    /** Adds to {@code sums} the gradient in a subnetwork's weights, after {@link #forward}. */
    void backward(
            Signal inputs,
            SubnetworkWeights weights,
            int place,
            int i,
            Signal outputGradient,
            SubnetworkWeights sums,
            Scratch scratch) {
        Signal[] kept = signals(place);
        Signal gradient = outputGradient;
        for (int l = passes.length - 1; l >= 0; l--) {
            passes[l].backward(
                    l == 0 ? inputs : kept[l - 1],
                    weights.get(blocks[l], i),
                    kept[l],
                    gradient,
                    l == 0 ? null : gradients[l],
                    sums.get(blocks[l], i),
                    inputs.samples().rows(),
                    scratch);
            gradient = gradients[l];
        }
    }

    private Signal[] signals(int place) {
        while (signals.size() <= place) {
            Signal[] made = new Signal[passes.length];
            for (int l = 0; l < made.length; l++) {
                made[l] = Signal.zeros(network.before(l + 1), rows);
            }
            signals.add(made);
        }
        return signals.get(place);
    }
}
