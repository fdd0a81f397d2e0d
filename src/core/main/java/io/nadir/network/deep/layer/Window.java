package io.nadir.network.deep.layer;

import io.nadir.check.Checks;

/**
 * Windows of size×size pixels, {@code stride} pixels apart, over an image with {@code padding}
 * pixels of zeros around it.
 *
 * @param size at least 1
 * @param stride at least 1
 * @param padding 0 to size − 1, so that no window sees zeros alone
 */
record Window(int size, int stride, int padding) {
    Window {
        Checks.positive("size", size);
        Checks.positive("stride", stride);
        if (padding < 0 || padding >= size) {
            throw new IllegalArgumentException(
                    "padding = " + padding + ", allowed are 0 to the size less 1, " + (size - 1));
        }
    }

    /**
     * Number of windows along each side, of pixels with that many channels.
     *
     * @throws IllegalArgumentException if a side is shorter than a window
     */
    LayerShape output(LayerShape input, int channels) {
        return new LayerShape(along(input.height()), along(input.width()), channels);
    }

    private int along(int length) {
        long padded = length + 2L * padding;
        if (padded < size) {
            throw new IllegalArgumentException(
                    "window of "
                            + size
                            + " pixels, allowed for a side of "
                            + length
                            + " with padding "
                            + padding
                            + " are 1 to "
                            + padded);
        }
        return (int) ((padded - size) / stride) + 1;
    }

    /** Windows that a pixel is in, at most. */
    int overlap() {
        int once = Math.ceilDiv(size, stride);
        return once * once;
    }

    /** First row or column of a window that lies in the image. */
    int from(int index) {
        return Math.max(0, index * stride - padding);
    }

    /** The row or column after the last one of a window in an image of that length. */
    int to(int index, int length) {
        return Math.min(length, index * stride - padding + size);
    }

    /** Where the row or column lies in a window. */
    int within(int index, int position) {
        return position - (index * stride - padding);
    }

    @Override
    public String toString() {
        return size + "/" + stride + (padding == 0 ? "" : "+" + padding);
    }
}
