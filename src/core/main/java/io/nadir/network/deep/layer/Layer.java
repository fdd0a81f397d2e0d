package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.network.deep.Subnetwork;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A layer of a subnetwork: a map of samples and of the layer's own weights, positively homogeneous
 * in the way that it states. A layer with weights has a block of the factors to itself.
 *
 * <p>Implementations are immutable and thread-safe. A new layer is one such class; {@link
 * Subnetwork} tests degree, bound and derivatives of each.
 */
public interface Layer {
    /**
     * Name in reports and files: with {@link #output} it says all that there is to know of the
     * layer. For a layer of the user's own, one word such as {@code cube:0.5}, from which a {@link
     * LayerReader} makes the same layer when a saved network is loaded.
     */
    String name();

    /**
     * What a sample becomes.
     *
     * @throws IllegalArgumentException if the layer does not go with such an input
     */
    LayerShape output(LayerShape input);

    /** Rows of the matrix of weights; 0 without weights. */
    default int weightRows(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return 0;
    }

    /** Columns of the matrix of weights; 0 without weights. */
    default int weightColumns(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return 0;
    }

    /**
     * The degree of the outputs.
     *
     * @param input degree of the inputs
     * @param block the block of this layer's weights; meaningless without weights
     * @throws IllegalArgumentException if inputs of that degree leave it without one
     */
    LayerDegree degree(LayerDegree input, int block);

    /**
     * A bound on ‖output‖₂ of a sample, increasing in both arguments.
     *
     * @param inputNorm bound on ‖input‖₂ of the sample
     * @param weightNorm bound on the Frobenius norm of the weights
     */
    double bound(LayerShape input, double inputNorm, double weightNorm);

    /**
     * A bound on the error of an output by rounding, relative to {@link #bound}.
     *
     * @param inputError the same of the inputs
     */
    double error(LayerShape input, double inputError);

    /** Working memory for batches of up to that many samples, with the passes that use it. */
    Pass pass(LayerShape input, int rows);

    /**
     * Both passes of one layer over a batch. Once warm, they allocate nothing. Not thread-safe; one
     * serves any number of subnetworks in turn.
     */
    interface Pass {
        /**
         * out ← the layer's output.
         *
         * @param weights padded; has no elements if there are no weights
         * @param rows samples in the batch
         */
        void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch);

        /**
         * The derivatives of any function of the output; at a kink, one of those nearby.
         *
         * @param in as given to {@link #forward}
         * @param out as it was left by {@link #forward}
         * @param outGradient derivatives with respect to the output, only read
         * @param inGradient ← derivatives with respect to the input; null if nobody wants them
         * @param weightGradient += derivatives with respect to the weights
         */
        void backward(
                Signal in,
                Panel weights,
                Signal out,
                Signal outGradient,
                @Nullable Signal inGradient,
                Panel weightGradient,
                int rows,
                Scratch scratch);
    }
}
