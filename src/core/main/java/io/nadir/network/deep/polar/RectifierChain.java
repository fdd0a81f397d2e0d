package io.nadir.network.deep.polar;

import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Rectifier;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The rectifiers of a subnetwork of fully connected layers, of which the first and the last layer
 * are two. Rectifiers in a row count as one, whose slope is the product of theirs, and identities
 * do not count: the weights before and after one have a product of no larger norm than 1.
 *
 * @param slopes those of the rectifiers between linear layers, from the input on
 */
record RectifierChain(List<Double> slopes) {
    RectifierChain {
        slopes = List.copyOf(slopes);
    }

    /** The chain of a subnetwork; null if it has other layers, or only one with weights. */
    static @Nullable RectifierChain of(Subnetwork network) {
        List<Layer> layers = network.layers();
        if (network.blocks() < 2
                || !(layers.getFirst() instanceof FullyConnected)
                || !(layers.getLast() instanceof FullyConnected)) {
            return null;
        }
        List<Double> slopes = new ArrayList<>();
        double slope = 1;
        for (Layer layer : layers) {
            if (layer instanceof Rectifier rectifier) {
                slope *= rectifier.slope();
            } else if (layer instanceof FullyConnected) {
                if (slope != 1) {
                    slopes.add(slope);
                }
                slope = 1;
            } else {
                return null;
            }
        }
        return new RectifierChain(slopes);
    }

    /** The number of rectifiers. */
    int depth() {
        return slopes.size();
    }
}
