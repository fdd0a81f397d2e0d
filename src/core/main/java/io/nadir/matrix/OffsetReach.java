package io.nadir.matrix;

import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

/** How far from the offsets found a lower bound includes others. */
final class OffsetReach {
    /** That distance, relative to the largest residual at X = 0. */
    private static final double FACTOR = 256;

    private OffsetReach() {}

    /**
     * Returns a number of times max |y − o| over the entries.
     *
     * @param map of the data without offsets
     * @param zero factors whose outputs are the offsets o at X = 0
     */
    static double of(MatrixMap map, Factors zero) {
        double[] largest = {0};
        map.visitEntries(
                zero,
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        double residual = Math.abs(row.datum(k) - row.output(k));
                        largest[0] = Math.max(largest[0], row.weight(k) > 0 ? residual : 0);
                    }
                });
        return FACTOR * largest[0];
    }
}
