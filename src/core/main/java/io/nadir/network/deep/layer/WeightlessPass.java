package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.jspecify.annotations.Nullable;

/**
 * The passes of a layer without weights or working memory: the easiest way to write a layer of
 * one's own.
 */
public abstract class WeightlessPass implements Layer.Pass {
    /** For subclasses. */
    protected WeightlessPass() {}

    @Override
    public final void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
        forward(in, out, rows);
    }

    @Override
    public final void backward(
            Signal in,
            Panel weights,
            Signal out,
            Signal outGradient,
            @Nullable Signal inGradient,
            Panel weightGradient,
            int rows,
            Scratch scratch) {
        if (inGradient != null) {
            backward(in, out, outGradient, inGradient, rows);
        }
    }

    /**
     * Writes the outputs of some samples.
     *
     * @param in the inputs, not changed
     * @param out gets the outputs
     * @param rows how many samples
     */
    protected abstract void forward(Signal in, Signal out, int rows);

    /**
     * Writes the gradient with respect to the inputs.
     *
     * @param in the inputs
     * @param out the outputs that {@link #forward(Signal, Signal, int)} wrote
     * @param outGradient with respect to the outputs
     * @param inGradient gets that with respect to the inputs
     * @param rows how many samples
     */
    protected abstract void backward(
            Signal in, Signal out, Signal outGradient, Signal inGradient, int rows);
}
