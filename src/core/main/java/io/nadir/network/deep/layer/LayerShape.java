package io.nadir.network.deep.layer;

import io.nadir.array.Checks;

/**
 * What one sample is at one place of a subnetwork: {@code height}×{@code width} pixels of {@code
 * channels} numbers each, channel (y, x, c) at index (y·width + x)·channels + c. A plain vector is
 * one pixel.
 *
 * @param height rows of pixels, at least 1
 * @param width columns of pixels, at least 1
 * @param channels numbers in a pixel, at least 1
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

    /** A vector of that length. */
    public static LayerShape vector(int length) {
        return new LayerShape(1, 1, length);
    }

    /** Numbers in a sample. */
    public int size() {
        return height * width * channels;
    }

    /** Pixels of a sample. */
    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return pixels() == 1 ? "" + channels : height + "x" + width + "x" + channels;
    }
}
