package io.nadir.cli.report;

import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Tells how many positions are predicted without an offset of their own. */
public final class OffsetFallbacks {
    private OffsetFallbacks() {}

    /**
     * Returns a sentence about new rows or columns without data, or an empty text.
     *
     * @param offsets those of the new rows or columns; null if the model has none
     * @param areColumns whether columns are new
     */
    public static String ofNew(@Nullable Offsets offsets, boolean areColumns) {
        if (offsets == null) {
            return "";
        }
        int without = 0;
        int count = areColumns ? offsets.columns().length : offsets.rows().length;
        for (int k = 0; k < count; k++) {
            boolean unseen =
                    areColumns ? offsets.isColumnWithoutData(k) : offsets.isRowWithoutData(k);
            without += unseen ? 1 : 0;
        }
        if (without == 0) {
            return "";
        }
        return String.format(
                "%d %s have no data: the mean and the other offset predict them",
                without, areColumns ? "columns" : "rows");
    }

    /**
     * Returns a sentence, or an empty text if every position has its offsets.
     *
     * @param offsets the offsets of the model; null if it has none
     * @param positions the rows and the columns of the positions, which the model need not have
     */
    public static String of(@Nullable Offsets offsets, int[][] positions) {
        if (offsets == null) {
            return "";
        }
        int rows = 0;
        int columns = 0;
        int unknown = 0;
        int m = offsets.rows().length;
        int n = offsets.columns().length;
        for (int k = 0; k < positions[0].length; k++) {
            int i = positions[0][k];
            int j = positions[1][k];
            boolean hasRow = i < m;
            boolean hasColumn = j < n;
            unknown += hasRow && hasColumn ? 0 : 1;
            rows += hasRow && offsets.isRowWithoutData(i) ? 1 : 0;
            columns += hasColumn && offsets.isColumnWithoutData(j) ? 1 : 0;
        }
        List<String> parts = new ArrayList<>();
        if (rows > 0 || columns > 0) {
            parts.add(
                    String.format(
                            "%d positions are in rows and %d in columns without data",
                            rows, columns));
        }
        if (unknown > 0) {
            parts.add(
                    String.format(
                            unknown == 1
                                    ? "%d position is in a row or column that the model does not"
                                            + " have"
                                    : "%d positions are in rows or columns that the model does not"
                                            + " have",
                            unknown));
        }
        return parts.isEmpty()
                ? ""
                : String.join("; ", parts) + ": the mean and the other offset predict them";
    }
}
