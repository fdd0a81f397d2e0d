package io.nadir.model;

import io.nadir.kernel.Panel;
import io.nadir.kernel.Scratch;

import org.jspecify.annotations.Nullable;

/** The passes of a layer without weights or working memory. */
abstract class WeightlessPass implements Layer.Pass {
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

    abstract void forward(Signal in, Signal out, int rows);

    abstract void backward(Signal in, Signal out, Signal outGradient, Signal inGradient, int rows);
}
