package io.nadir.matrix;

import io.nadir.kernel.Fingerprint;

/** What has to be known of the entries of a source. Found in one pass. */
final class EntrySurvey {
    private final EntrySource source;
    private final Fingerprint hash = new Fingerprint();
    private double max;
    private double squares;
    private long weighing;
    private double largestWeight;
    private double smallestWeight = Double.POSITIVE_INFINITY;

    /**
     * Goes over all entries.
     *
     * @throws IllegalStateException if columns do not ascend, or are out of range
     * @throws IllegalArgumentException if a value or a weight is not allowed
     */
    EntrySurvey(EntrySource source) {
        this.source = source;
        hash.add(source.rows()).add(source.columns());
        EntrySlice slice = new EntrySlice();
        for (int row = 0; row < source.rows(); ) {
            row = slice.read(source, row, source.rows());
            slice.requireAllowed(source);
            add(slice);
        }
    }

    private void add(EntrySlice slice) {
        double sum = 0;
        for (int e = 0; e < slice.entries(); e++) {
            double value = slice.values()[e];
            max = Math.max(max, Math.abs(value));
            sum += value * value;
            hash.add(slice.places().indices()[e]);
        }
        squares += sum;
        hash.add(slice.count()).add(slice.values(), slice.entries());
        double[] weights = slice.weights();
        if (weights == null) {
            weighing += slice.entries();
            return;
        }
        for (int e = 0; e < slice.entries(); e++) {
            if (weights[e] > 0) {
                weighing++;
                largestWeight = Math.max(largestWeight, weights[e]);
                smallestWeight = Math.min(smallestWeight, weights[e]);
            }
        }
        hash.add(weights, slice.entries());
    }

    EntrySource source() {
        return source;
    }

    /** The largest magnitude of a value. */
    double maxAbs() {
        return max;
    }

    /** The root of the sum of the squares of all values. */
    double frobenius() {
        return Math.sqrt(squares);
    }

    /** The number of entries of positive weight. */
    long weighing() {
        return weighing;
    }

    /** The largest weight, 0 if there is no entry of positive weight; 1 if there are no weights. */
    double largestWeight() {
        return source.hasWeights() ? largestWeight : 1;
    }

    /** The smallest positive weight; infinity if there is none; 1 if there are no weights. */
    double smallestWeight() {
        return source.hasWeights() ? smallestWeight : 1;
    }

    /** A hash of all entries and weights. */
    long fingerprint() {
        return hash.value();
    }
}
