package io.nadir.network.deep.layer;

import java.util.Objects;

/**
 * Mean pooling: the mean of each window of size×size pixels, channel by channel, in an image
 * surrounded by zeros. Degree 1.
 */
public final class MeanPool extends Pool {
    /**
     * Creates the layer.
     *
     * @param size the number of pixels along a side of a window, at least 1
     * @param stride the distance between windows in pixels, at least 1
     * @param padding the number of pixels of zeros around the image, from 0 to size − 1
     * @throws IllegalArgumentException naming the number that is not allowed
     */
    public MeanPool(int size, int stride, int padding) {
        super("mean-pool", new Window(size, stride, padding));
    }

    /**
     * {@inheritDoc} The square of a mean of n numbers is at most 1/n of the sum of their squares.
     */
    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return Math.sqrt(window().overlap()) / window().size() * inputNorm;
    }

    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return LayerRounding.ofSums(inputError, (double) window().size() * window().size());
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Means(window());
    }

    private static final class Means extends PoolingPass {
        private final double share;

        Means(Window window) {
            super(window);
            this.share = 1 / ((double) window.size() * window.size());
        }

        @Override
        void pool(double[] in, double[] out, int at, int channels) {
            clear(out, at, channels);
            for (int p = 0; p < count(); p++) {
                for (int c = 0; c < channels; c++) {
                    out[at + c] += share * in[pixel(p) + c];
                }
            }
        }

        @Override
        void spread(double[] in, double[] gradient, int at, double[] into, int channels) {
            for (int p = 0; p < count(); p++) {
                for (int c = 0; c < channels; c++) {
                    into[pixel(p) + c] += share * gradient[at + c];
                }
            }
        }
    }
}
