package io.nadir.cli.command;

import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel;

/** Entries of a model at positions, of which it may not have the row or the column. */
final class PredictedEntries {
    private PredictedEntries() {}

    /** Entries of the model; where the row or the column is unknown, what the offsets say. */
    static double[] of(TrainedModel model, int[][] positions) {
        Offsets offsets = model.offsets();
        if (offsets == null) {
            return model.entries(positions);
        }
        double[] rows = offsets.rows();
        double[] columns = offsets.columns();
        double[] values = new double[positions[0].length];
        for (int k = 0; k < values.length; k++) {
            int i = positions[0][k];
            int j = positions[1][k];
            boolean hasRow = i < rows.length;
            boolean hasColumn = j < columns.length;
            values[k] =
                    hasRow && hasColumn
                            ? model.entries(new int[] {i}, new int[] {j})[0]
                            : offsets.mean()
                                    + (hasRow ? rows[i] : 0)
                                    + (hasColumn ? columns[j] : 0);
        }
        return values;
    }
}
