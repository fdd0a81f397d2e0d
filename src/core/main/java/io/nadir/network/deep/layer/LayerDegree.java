package io.nadir.network.deep.layer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The degree of positive homogeneity of what the first layers of a subnetwork compute: in all its
 * weights together and, if it exists, in each block of weights while the others are fixed (Haeffele
 * &amp; Vidal 2017, sections 5 and 9). An immutable value.
 *
 * @param total the degree p in all weights, φ(αw) = α^p·φ(w)
 * @param blocks the degree in each block, with sum {@code total}; null if the function is
 *     homogeneous only in all weights together, as after a bias
 */
public record LayerDegree(double total, @Nullable List<Double> blocks) {
    /** Copies the list. */
    public LayerDegree {
        blocks = blocks == null ? null : List.copyOf(blocks);
    }

    /**
     * Returns the degree of the inputs: 0 in each block.
     *
     * @param blocks the number of blocks
     */
    public static LayerDegree ofInputs(int blocks) {
        return new LayerDegree(0, Collections.nCopies(blocks, 0.0));
    }

    /** Returns the degree after multiplication by a linear function of block {@code block}. */
    public LayerDegree timesWeights(int block) {
        if (blocks == null) {
            return new LayerDegree(total + 1, null);
        }
        List<Double> next = new ArrayList<>(blocks);
        next.set(block, next.get(block) + 1);
        return new LayerDegree(total + 1, next);
    }

    /** Returns the degree multiplied by a factor, as for a power. */
    public LayerDegree times(double factor) {
        return new LayerDegree(
                factor * total,
                blocks == null ? null : blocks.stream().map(p -> factor * p).toList());
    }

    /**
     * Returns the same total without degrees in the blocks, as for a sum of terms whose degrees in
     * the blocks differ.
     */
    public LayerDegree jointOnly() {
        return new LayerDegree(total, null);
    }
}
