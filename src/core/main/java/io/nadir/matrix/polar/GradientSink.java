package io.nadir.matrix.polar;

import io.nadir.kernel.EntryRow;

/** Receives the rows of a gradient as {@link EntrySums} goes over the entries. */
@FunctionalInterface
public interface GradientSink {
    /**
     * Takes a row; it may not keep the array.
     *
     * @param row the entries
     * @param gradient of entry k at index k
     */
    void accept(EntryRow row, double[] gradient);
}
