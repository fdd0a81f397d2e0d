package io.nadir.network.deep.layer;

import java.util.Objects;

/** A layer that makes one number of each window of pixels, channel by channel, of degree 1. */
abstract sealed class Pool implements Layer permits MaxPool, MeanPool {
    private final String kind;
    private final Window window;

    Pool(String kind, Window window) {
        this.kind = kind;
        this.window = window;
    }

    final Window window() {
        return window;
    }

    @Override
    public final String name() {
        return kind + ":" + window;
    }

    @Override
    public final LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return window.output(input, input.channels());
    }

    @Override
    public final LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        return input;
    }

    @Override
    public final String toString() {
        return name();
    }
}
