package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Signal;

import java.util.List;

/** Passes signals through single layers of a subnetwork. */
record LayerSteps(Subnetwork network) {
    /** For layers without weights. */
    static final Panel NO_WEIGHTS = Panel.zeros(0, 0);

    /**
     * Returns the signal of the samples.
     *
     * @param samples S, N×d
     */
    Signal inputs(Panel samples) {
        return Signal.of(network.input(), packed(samples));
    }

    private static Panel packed(Panel a) {
        Panel out = Panel.wrap(new double[a.rows() * a.columns()], a.rows(), a.columns(), 0);
        for (int i = 0; i < a.rows(); i++) {
            System.arraycopy(a.data(), i * a.stride(), out.data(), i * a.columns(), a.columns());
        }
        return out;
    }

    /** Returns what layer l makes of the signals of n samples. */
    Signal forward(int l, Signal in, Panel weights, int n) {
        Signal out = Signal.zeros(network.before(l + 1), n);
        network.layers()
                .get(l)
                .pass(network.before(l), n)
                .forward(in, weights, out, n, new Scratch());
        return out;
    }

    /**
     * Returns A, cells×pixels: what pools make of images with a single pixel that is 1.
     *
     * @param first the layer that gets the images
     * @param pools layers without weights that follow one another, from {@code first} on but for
     *     layers that keep the shape
     */
    Panel means(int first, List<Integer> pools) {
        LayerShape shape = network.before(first);
        int pixels = shape.pixels();
        Signal signal = Signal.zeros(shape, pixels);
        for (int p = 0; p < pixels; p++) {
            signal.data()[p * shape.size() + p * shape.channels()] = 1;
        }
        LayerShape cells = shape;
        for (int l : pools) {
            signal = forward(l, signal, NO_WEIGHTS, pixels);
            cells = network.before(l + 1);
        }
        Panel means = Panel.zeros(cells.pixels(), pixels);
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < cells.pixels(); c++) {
                means.set(c, p, signal.data()[p * cells.size() + c * cells.channels()]);
            }
        }
        return means;
    }
}
