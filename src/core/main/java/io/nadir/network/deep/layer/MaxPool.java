package io.nadir.network.deep.layer;

import java.util.Objects;

/**
 * The largest number in each window of size×size pixels, channel by channel; a window at the edge
 * has as many pixels as lie in the image. Degree 1; of equal ones the first has the derivative.
 */
public final class MaxPool extends Pool {
    /**
     * Makes the layer.
     *
     * @param size pixels along a side of a window, at least 1
     * @param stride pixels from window to window, at least 1
     * @param padding pixels by which windows may reach over the edge, 0 to size − 1
     * @throws IllegalArgumentException naming the number that is not allowed
     */
    public MaxPool(int size, int stride, int padding) {
        super("max-pool", new Window(size, stride, padding));
    }

    /** Each number may be the largest of all windows that it is in. */
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
