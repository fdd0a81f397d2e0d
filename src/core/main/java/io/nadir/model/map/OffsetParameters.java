package io.nadir.model.map;

import io.nadir.model.Centering;
import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** Offsets as parameters of a saved model. */
final class OffsetParameters {
    private static final String CENTERING = "center";
    private static final String MEAN = "mean";
    private static final String REACH = "offsetReach";
    private static final String PENALTY = "offsetPenalty";
    private static final String ROWS = "rowOffsets";
    private static final String COLUMNS = "columnOffsets";
    private static final String UNSEEN_ROWS = "rowsWithoutData";
    private static final String UNSEEN_COLUMNS = "columnsWithoutData";

    private OffsetParameters() {}

    /** Returns the parameters from which {@link #of} restores offsets. */
    static Parameters parameters(Offsets offsets) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(CENTERING, offsets.centering().label());
        values.put(MEAN, offsets.mean());
        values.put(REACH, offsets.reach());
        if (offsets.penalty() > 0) {
            values.put(PENALTY, offsets.penalty());
        }
        values.put(ROWS, offsets.rows());
        values.put(COLUMNS, offsets.columns());
        values.put(UNSEEN_ROWS, numbers(offsets.rows().length, offsets::isRowWithoutData));
        values.put(UNSEEN_COLUMNS, numbers(offsets.columns().length, offsets::isColumnWithoutData));
        return Parameters.copyOf(values);
    }

    /**
     * Restores offsets from saved parameters.
     *
     * @throws IllegalArgumentException if a parameter is missing, or is none of offsets
     */
    static Offsets of(Parameters parameters) {
        return new Offsets(
                centering(parameters.text(CENTERING)),
                parameters.number(MEAN),
                parameters.numbers(ROWS),
                parameters.numbers(COLUMNS),
                flags(parameters.numbers(UNSEEN_ROWS)),
                flags(parameters.numbers(UNSEEN_COLUMNS)),
                parameters.number(REACH),
                parameters.asMap().containsKey(PENALTY) ? parameters.number(PENALTY) : 0);
    }

    private static Centering centering(String label) {
        for (Centering centering : Centering.values()) {
            if (centering.label().equals(label)) {
                return centering;
            }
        }
        throw new IllegalArgumentException(
                CENTERING + " = " + label + ", allowed are none, global, rows, columns and both");
    }

    private static double[] numbers(int length, IntPredicate flags) {
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = flags.test(i) ? 1 : 0;
        }
        return numbers;
    }

    private static boolean[] flags(double[] numbers) {
        boolean[] flags = new boolean[numbers.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = numbers[i] != 0;
        }
        return flags;
    }
}
