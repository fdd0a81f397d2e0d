package io.nadir.network.deep.layer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The degree of positive homogeneity of what a subnetwork has computed so far, in all its weights
 * together and, where there is such a thing, in each block of weights while the others stay
 * (Haeffele &amp; Vidal 2017, sections 5 and 9). Immutable.
 *
 * @param total degree p in all weights: φ(αw) = α^p·φ(w)
 * @param blocks degree in each block; their sum is {@code total}. Null if it is homogeneous in all
 *     weights together only, as with a bias.
 */
public record LayerDegree(double total, @Nullable List<Double> blocks) {
    /** Copies the list. */
    public LayerDegree {
        blocks = blocks == null ? null : List.copyOf(blocks);
    }

    /** Degree 0 in each of that many blocks, that of the inputs. */
    public static LayerDegree ofInputs(int blocks) {
        return new LayerDegree(0, Collections.nCopies(blocks, 0.0));
    }

    /** The degree of what is multiplied by a linear function of block {@code block}. */
    public LayerDegree timesWeights(int block) {
        if (blocks == null) {
            return new LayerDegree(total + 1, null);
        }
        List<Double> next = new ArrayList<>(blocks);
        next.set(block, next.get(block) + 1);
        return new LayerDegree(total + 1, next);
    }

    /** The degree of a power, or of anything else that multiplies degrees. */
    public LayerDegree times(double factor) {
        return new LayerDegree(
                factor * total,
                blocks == null ? null : blocks.stream().map(p -> factor * p).toList());
    }

    /** The same total, of a sum of terms with unlike degrees in the blocks. */
    public LayerDegree jointOnly() {
        return new LayerDegree(total, null);
    }
}
