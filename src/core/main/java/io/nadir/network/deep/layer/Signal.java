package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.check.Checks;

import java.util.Objects;

/**
 * The numbers between two layers for a batch of samples, as two matrices over the same array. Not
 * thread-safe.
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

    /** Creates zeros for the given number of samples. */
    public static Signal zeros(LayerShape shape, int rows) {
        Objects.requireNonNull(shape, "shape");

        int length = Checks.arrayLength("rows * size", rows, shape.size());
        return new Signal(shape, new double[length], rows);
    }

    /** Wraps samples, one per row without padding, without copying them. */
    public static Signal of(LayerShape shape, Panel rows) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(rows, "rows");

        Checks.equal("rows.stride()", rows.stride(), "shape.size()", shape.size());
        return new Signal(shape, rows.data(), rows.rows());
    }

    /** Returns the shape of a sample. */
    public LayerShape shape() {
        return shape;
    }

    /** Returns the matrix with one sample per row, without padding. */
    public Panel samples() {
        return samples;
    }

    /**
     * Returns the matrix with one pixel per row, without padding: the pixels of the first sample,
     * then those of the second, and so on.
     */
    public Panel pixels() {
        return pixels;
    }

    /** Returns the array behind both matrices. */
    public double[] data() {
        return samples.data();
    }
}
