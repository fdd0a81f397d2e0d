package io.nadir.network.deep.layer;

import io.nadir.array.Checks;
import io.nadir.array.Panel;

import java.util.Objects;

/**
 * The numbers at one place of a subnetwork for a batch of samples, as two matrices over the same
 * array. Not thread-safe.
 */
public final class Signal {
    private final LayerShape shape;
    private final Panel samples;
    private final Panel pixels;

    private Signal(LayerShape shape, double[] data, int rows) {
        this.shape = shape;
        this.samples = Panel.wrap(data, rows, shape.size(), 0);
        int all = Checks.arrayLength("rows * pixels", rows, shape.pixels());
        this.pixels = Panel.wrap(data, all, shape.channels(), 0);
    }

    /** Zeros for that many samples. */
    public static Signal zeros(LayerShape shape, int rows) {
        Objects.requireNonNull(shape, "shape");

        int length = Checks.arrayLength("rows * size", rows, shape.size());
        return new Signal(shape, new double[length], rows);
    }

    /** Wraps rows of samples without padding, one a row, without copying them. */
    public static Signal of(LayerShape shape, Panel rows) {
        Checks.equal("rows.stride()", rows.stride(), "shape.size()", shape.size());
        return new Signal(shape, rows.data(), rows.rows());
    }

    /** What a sample is. */
    public LayerShape shape() {
        return shape;
    }

    /** A sample a row, without padding. */
    public Panel samples() {
        return samples;
    }

    /** A pixel a row, without padding: all pixels of a sample after those of the one before. */
    public Panel pixels() {
        return pixels;
    }

    /** The array behind both. */
    public double[] data() {
        return samples.data();
    }
}
