package io.nadir.network.deep.layer;

import io.nadir.network.deep.layer.Layer.WeightlessPass;

import java.util.Arrays;

/** The passes of a layer that makes one pixel of each window, channel by channel. */
abstract class PoolingPass extends WeightlessPass {
    private final Window window;

    /** Where the pixels of the current window begin. */
    private final int[] pixels;

    private int count;

    PoolingPass(Window window) {
        this.window = window;
        this.pixels = new int[window.size() * window.size()];
    }

    /** Pixels of the current window in the image. */
    final int count() {
        return count;
    }

    /** Returns the index at which pixel {@code p} begins. */
    final int pixel(int p) {
        return pixels[p];
    }

    /** A pixel of the output, from {@code at}. */
    abstract void pool(double[] in, double[] out, int at, int channels);

    /** Adds to the input's gradient what follows from the gradient of the output's pixel. */
    abstract void spread(double[] in, double[] gradient, int at, double[] into, int channels);

    @Override
    protected final void forward(Signal in, Signal out, int rows) {
        int c = in.shape().channels();
        int at = 0;
        for (int n = 0; n < rows; n++) {
            for (int y = 0; y < out.shape().height(); y++) {
                for (int x = 0; x < out.shape().width(); x++, at += c) {
                    select(in.shape(), n, y, x);
                    pool(in.data(), out.data(), at, c);
                }
            }
        }
    }

    @Override
    protected final void backward(
            Signal in, Signal out, Signal outGradient, Signal inGradient, int rows) {
        int c = in.shape().channels();
        int at = 0;
        Arrays.fill(inGradient.data(), 0, rows * in.shape().size(), 0);
        for (int n = 0; n < rows; n++) {
            for (int y = 0; y < out.shape().height(); y++) {
                for (int x = 0; x < out.shape().width(); x++, at += c) {
                    select(in.shape(), n, y, x);
                    spread(in.data(), outGradient.data(), at, inGradient.data(), c);
                }
            }
        }
    }

    static void clear(double[] out, int at, int channels) {
        Arrays.fill(out, at, at + channels, 0);
    }

    private void select(LayerShape shape, int n, int y, int x) {
        count = 0;
        for (int v = window.from(y); v < window.to(y, shape.height()); v++) {
            for (int u = window.from(x); u < window.to(x, shape.width()); u++) {
                int pixel = (n * shape.height() + v) * shape.width() + u;
                pixels[count++] = pixel * shape.channels();
            }
        }
    }
}
