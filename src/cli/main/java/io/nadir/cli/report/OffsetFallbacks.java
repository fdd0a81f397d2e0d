package io.nadir.cli.report;

import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

/** Tells how many positions are predicted without an offset of their own. */
public final class OffsetFallbacks {
    private OffsetFallbacks() {}

    /**
     * Returns a sentence, or an empty text if every position has its offsets.
     *
     * @param offsets the offsets of the model; null if it has none
     * @param positions the rows and the columns of the positions
     */
    public static String of(@Nullable Offsets offsets, int[][] positions) {
        if (offsets == null) {
            return "";
        }
        int rows = 0;
        int columns = 0;
        for (int k = 0; k < positions[0].length; k++) {
            rows += offsets.isRowWithoutData(positions[0][k]) ? 1 : 0;
            columns += offsets.isColumnWithoutData(positions[1][k]) ? 1 : 0;
        }
        if (rows == 0 && columns == 0) {
            return "";
        }
        return String.format(
                "%d positions are in rows and %d in columns without data: the mean and the other"
                        + " offset predict them",
                rows, columns);
    }
}
