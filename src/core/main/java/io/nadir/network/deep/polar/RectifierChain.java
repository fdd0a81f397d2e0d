package io.nadir.network.deep.polar;

import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Rectifier;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The rectifiers of a subnetwork of {@link FirstLayers} and fully connected layers, of which the
 * last layer is one. Rectifiers in a row count as one, whose slope is the product of theirs, and
 * identities do not count: the weights before and after one have a product of no larger norm than
 * 1.
 *
 * @param slopes those of the rectifiers between linear layers, from the input on
 */
record RectifierChain(List<Double> slopes) {
    RectifierChain {
        slopes = List.copyOf(slopes);
    }

    /**
     * The chain of a subnetwork; null if it has other layers, or only one with weights. Behind
     * first layers of windows of a sample there must not be a second rectifier.
     */
    static @Nullable RectifierChain of(FirstLayers first) {
        List<Layer> others = first.others();
        if (others.isEmpty()
                || !(others.getFirst() instanceof FullyConnected)
                || !(others.getLast() instanceof FullyConnected)) {
            return null;
        }
        List<Double> slopes = new ArrayList<>();
        double slope = first.slope();
        for (Layer layer : others) {
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
        boolean isShared = !first.isOfWholeSamples();
        boolean isSingle = slopes.size() == (first.slope() == 1 ? 0 : 1);
        return isShared && !isSingle ? null : new RectifierChain(slopes);
    }

    /** The number of rectifiers. */
    int depth() {
        return slopes.size();
    }
}
