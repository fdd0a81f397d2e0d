package io.nadir.network.deep.polar;

import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Factors;
import io.nadir.network.deep.Subnetwork;

/** Subnetworks that have the outputs of single hidden units or of means of units. */
final class ChainStarts {
    private final Subnetwork network;
    private final FirstLayers layers;
    private final RectifierChain chain;

    ChainStarts(Subnetwork network, FirstLayers layers, RectifierChain chain) {
        this.network = network;
        this.layers = layers;
        this.chain = chain;
    }

    /** Appends a subnetwork of whose hidden units all but the first of each layer are 0. */
    void appendUnit(Factors into, SingularCandidate pair) {
        int first = layers.blocks();
        if (!layers.isOfWholeSamples() && into.order() > first + 1) {
            return; // Weights of several cells need several hidden units.
        }
        int column = append(into);
        layers.set(into, column, 0, pair.u(), 1);
        for (int k = first; k < into.order() - 1; k++) {
            into.block(k).set(0, column, 1);
        }
        setOutputs(into, column, pair.v());
    }

    /**
     * Appends a subnetwork whose last hidden unit has the mean of the members for an argument: one
     * unit for each in all layers before, as far as there are any.
     */
    void appendMean(Factors into, DirectionSearch direction) {
        Mean mean = direction.best();
        int first = layers.blocks();
        if (mean == null || into.order() - first != chain.depth()) {
            return;
        }
        int column = append(into);
        int last = into.order() - 2;
        int width = network.weightColumns(0);
        for (int k = first; k < last; k++) {
            width = Math.min(width, network.weightColumns(k));
        }
        int unit = 0;
        for (Mean.Term term : mean.largest(width)) {
            double root = Math.sqrt(term.share());
            layers.set(into, column, unit, term.cut().point(), root);
            for (int k = first; k <= last; k++) {
                double sign = (term.cut().leaf() >> (k - first) & 1) == 0 ? 1 : -1;
                int to = k == last ? 0 : unit;
                double size = k == last ? root : 1;
                into.block(k).set(unit * network.weightColumns(k) + to, column, sign * size);
            }
            unit++;
        }
        setOutputs(into, column, direction.direction());
    }

    private static int append(Factors into) {
        int column = into.rank();
        into.setRank(column + 1);
        return column;
    }

    /** The weights of the first unit of the last hidden layer, for each cell of its own. */
    private void setOutputs(Factors into, int column, double[] weights) {
        int k = into.order() - 1;
        int outputs = network.weightColumns(k);
        int channels = k == layers.blocks() ? network.weightColumns(0) : weights.length / outputs;
        for (int i = 0; i < weights.length; i++) {
            int row = i / outputs * channels;
            into.block(k).set(row * outputs + i % outputs, column, weights[i]);
        }
    }
}
