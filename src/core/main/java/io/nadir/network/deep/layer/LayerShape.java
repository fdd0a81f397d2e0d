package io.nadir.network.deep.layer;

import io.nadir.check.Checks;

/**
 * The shape of a sample between two layers: {@code height}×{@code width} pixels of {@code channels}
 * numbers each, with channel c of pixel (y, x) at index (y·width + x)·channels + c. A vector is a
 * single pixel. An immutable value.
 *
 * @param height the number of rows of pixels, at least 1
 * @param width the number of columns of pixels, at least 1
 * @param channels the number of numbers per pixel, at least 1
 */
public record LayerShape(int height, int width, int channels) {
    /**
     * Checks that a sample fits into one array.
     *
     * @throws IllegalArgumentException naming the dimension, its value and what is allowed
     */
    public LayerShape {
        Checks.positive("height", height);
        Checks.positive("width", width);
        Checks.positive("channels", channels);
        Checks.arrayLength(
                "height * width * channels",
                Checks.arrayLength("height * width", height, width),
                channels);
    }

    /** Returns the shape of a vector of the given length. */
    public static LayerShape vector(int length) {
        return new LayerShape(1, 1, length);
    }

    /** Returns the number of numbers of a sample. */
    public int size() {
        return height * width * channels;
    }

    /** Returns the number of pixels of a sample. */
    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return pixels() == 1 ? "" + channels : height + "x" + width + "x" + channels;
    }
}
