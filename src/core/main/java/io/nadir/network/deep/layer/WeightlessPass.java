package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The passes of a layer without weights and without working memory: the simplest way to write a
 * layer of your own.
 */
public abstract class WeightlessPass implements Layer.Pass {
    /** For subclasses. */
    protected WeightlessPass() {}

    @Override
    public final void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(scratch, "scratch");

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
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(outGradient, "outGradient");
        Objects.requireNonNull(weightGradient, "weightGradient");
        Objects.requireNonNull(scratch, "scratch");

        if (inGradient != null) {
            backward(in, out, outGradient, inGradient, rows);
        }
    }

    /**
     * Computes the outputs of some samples.
     *
     * @param in the inputs; not modified
     * @param out receives the outputs
     * @param rows the number of samples
     */
    protected abstract void forward(Signal in, Signal out, int rows);

    /**
     * Computes the derivatives with respect to the inputs.
     *
     * @param in the inputs
     * @param out the outputs that {@link #forward(Signal, Signal, int)} computed
     * @param outGradient the derivatives with respect to the outputs; not modified
     * @param inGradient receives the derivatives with respect to the inputs
     * @param rows the number of samples
     */
    protected abstract void backward(
            Signal in, Signal out, Signal outGradient, Signal inGradient, int rows);
}
