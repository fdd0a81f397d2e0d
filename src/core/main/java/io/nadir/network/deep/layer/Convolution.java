package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * A two-dimensional convolution of all channels: multiplies every window of size×size pixels, in an
 * image surrounded by zeros, by the matrix W. Row (y·size + x)·inputChannels + c of W belongs to
 * channel c of pixel (y, x) of the window; each column belongs to an output channel.
 *
 * <p>Copies the windows of a batch into one matrix, which takes 8·rows·windows·size²·inputChannels
 * bytes of working memory, and twice that in the backward pass.
 */
public final class Convolution implements Layer {
    private final int channels;
    private final Window window;

    /**
     * Creates the layer.
     *
     * @param channels the number of output channels, at least 1
     * @param size the number of pixels along a side of a window, at least 1
     * @param stride the distance between windows in pixels, at least 1
     * @param padding the number of pixels of zeros around the image, from 0 to size − 1
     * @throws IllegalArgumentException naming the number that is not allowed
     */
    public Convolution(int channels, int size, int stride, int padding) {
        this.channels = Checks.positive("channels", channels);
        this.window = new Window(size, stride, padding);
    }

    @Override
    public String name() {
        return "convolution:" + channels + "," + window;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return window.output(input, channels);
    }

    @Override
    public int weightRows(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return Checks.arrayLength(
                "size * size * channels",
                Checks.arrayLength("size * size", window.size(), window.size()),
                input.channels());
    }

    @Override
    public int weightColumns(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return channels;
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        return input.timesWeights(block);
    }

    /**
     * {@inheritDoc} Each pixel is in a limited number of windows, and ‖Wᵀx‖ ≤ ‖W‖_F·‖x‖ in each.
     */
    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return Math.sqrt(window.overlap()) * inputNorm * weightNorm;
    }

    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return LayerRounding.ofSums(inputError, weightRows(input));
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Products(window, input, output(input), rows);
    }

    private static final class Products implements Pass {
        private final DenseKernels kernels = Kernels.get();
        private final Window window;
        private final LayerShape input;
        private final LayerShape output;

        /** One window per row, in the order of the output's pixels. */
        private final Panel windows;

        private final Panel windowGradients;

        Products(Window window, LayerShape input, LayerShape output, int rows) {
            this.window = window;
            this.input = input;
            this.output = output;
            int count = Checks.arrayLength("rows * windows", rows, output.pixels());
            int width = window.size() * window.size() * input.channels();
            this.windows = Panel.wrap(array(count, width), count, width, 0);
            this.windowGradients = Panel.wrap(array(count, width), count, width, 0);
        }

        private static double[] array(int count, int width) {
            return new double[Checks.arrayLength("rows * windows * size", count, width)];
        }

        @Override
        public void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
            copyWindows(in, rows);
            int count = rows * output.pixels();
            Arrays.fill(out.data(), 0, count * output.channels(), 0);
            kernels.multiplyAdd(windows, 0, count, weights, out.pixels(), scratch);
        }

        @Override
        public void backward(
                Signal in,
                Panel weights,
                Signal out,
                Signal outGradient,
                @Nullable Signal inGradient,
                Panel weightGradient,
                int rows,
                Scratch scratch) {
            copyWindows(in, rows);
            int count = rows * output.pixels();
            Panel gradient = outGradient.pixels();
            kernels.transposeMultiplyAdd(windows, 0, count, gradient, weightGradient, scratch);
            if (inGradient != null) {
                kernels.product(gradient, weights, 0, count, windowGradients, scratch);
                addWindows(inGradient, rows);
            }
        }

        private void copyWindows(Signal in, int rows) {
            if (window.padding() > 0) {
                int length = rows * output.pixels() * windows.columns();
                Arrays.fill(windows.data(), 0, length, 0);
            }
            move(in, rows, true);
        }

        private void addWindows(Signal inGradient, int rows) {
            Arrays.fill(inGradient.data(), 0, rows * input.size(), 0);
            move(inGradient, rows, false);
        }

        /** Copies runs of pixels into windows, or adds those of windows to the image. */
        private void move(Signal image, int rows, boolean intoWindows) {
            int at = 0;
            for (int n = 0; n < rows; n++) {
                for (int y = 0; y < output.height(); y++) {
                    for (int x = 0; x < output.width(); x++, at += windows.columns()) {
                        moveWindow(image, n, y, x, at, intoWindows);
                    }
                }
            }
        }

        private void moveWindow(Signal image, int n, int y, int x, int at, boolean intoWindows) {
            int c = input.channels();
            int left = window.from(x);
            int run = (window.to(x, input.width()) - left) * c;
            for (int v = window.from(y); v < window.to(y, input.height()); v++) {
                int pixel = (n * input.height() + v) * input.width() + left;
                int place = at + (window.within(y, v) * window.size() + window.within(x, left)) * c;
                if (intoWindows) {
                    System.arraycopy(image.data(), pixel * c, windows.data(), place, run);
                } else {
                    add(windowGradients.data(), place, image.data(), pixel * c, run);
                }
            }
        }

        private static void add(double[] from, int place, double[] to, int at, int length) {
            for (int i = 0; i < length; i++) {
                to[at + i] += from[place + i];
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
