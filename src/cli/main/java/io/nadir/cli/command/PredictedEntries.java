package io.nadir.cli.command;

import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel;

import java.util.Arrays;

/** Entries of a model at positions, of which it may not have the row or the column. */
final class PredictedEntries {
    private PredictedEntries() {}

    /** Whether the model has all rows and columns, so that their ids can be written. */
    static boolean areKnown(int[][] positions) {
        return Arrays.stream(positions).flatMapToInt(Arrays::stream).allMatch(place -> place >= 0);
    }

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
            values[k] =
                    i >= 0 && j >= 0
                            ? model.entries(new int[] {i}, new int[] {j})[0]
                            : offsets.mean() + (i < 0 ? 0 : rows[i]) + (j < 0 ? 0 : columns[j]);
        }
        return values;
    }
}
