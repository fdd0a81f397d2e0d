package io.nadir.network.deep.layer;

import java.util.Objects;

/**
 * Max pooling: the largest number of each window of size×size pixels, channel by channel. A window
 * at the edge has only the pixels that lie within the image. Degree 1; if several numbers are
 * largest, the first one has the derivative.
 */
public final class MaxPool extends Pool {
    /**
     * Creates the layer.
     *
     * @param size the number of pixels along a side of a window, at least 1
     * @param stride the distance between windows in pixels, at least 1
     * @param padding the number of pixels by which windows may extend over the edge, from 0 to size
     *     − 1
     * @throws IllegalArgumentException naming the number that is not allowed
     */
    public MaxPool(int size, int stride, int padding) {
        super("max-pool", new Window(size, stride, padding));
    }

    /** {@inheritDoc} Each number may be the largest in every window that contains it. */
    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return Math.sqrt(window().overlap()) * inputNorm;
    }

    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return inputError;
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Largest(window());
    }

    private static final class Largest extends PoolingPass {
        Largest(Window window) {
            super(window);
        }

        @Override
        void pool(double[] in, double[] out, int at, int channels) {
            for (int c = 0; c < channels; c++) {
                out[at + c] = in[largest(in, c)];
            }
        }

        @Override
        void spread(double[] in, double[] gradient, int at, double[] into, int channels) {
            for (int c = 0; c < channels; c++) {
                into[largest(in, c)] += gradient[at + c];
            }
        }

        private int largest(double[] in, int channel) {
            int best = pixel(0) + channel;
            for (int p = 1; p < count(); p++) {
                int other = pixel(p) + channel;
                best = in[other] > in[best] ? other : best;
            }
            return best;
        }
    }
}
