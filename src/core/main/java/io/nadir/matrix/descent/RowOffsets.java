package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The offsets beside rows that are fitted to a given V: those of the columns are given, and a row
 * may have one of its own. That one is the coefficient of another column of V, which is all ones.
 *
 * @param columns what is added to U·Vᵀ in each column
 * @param rows where the iteration begins, for each row; null if rows have no offset of their own
 * @param penalty κ of (κ/2)·a²
 * @param reach how far from the result a lower bound includes offsets without a penalty
 */
record RowOffsets(double[] columns, double @Nullable [] rows, double penalty, double reach) {
    /** A free number. */
    private static final BlockPenalty FREE = new BlockPenalty(0, 0, 0, false);

    private static final BlockPenalty SQUARE = new BlockPenalty(1, 0, 0, false);

    /**
     * Returns the offsets of a map; null if it has none.
     *
     * @throws IllegalArgumentException if offsets of the columns are to be fitted
     */
    static @Nullable RowOffsets of(MatrixMap map) {
        OffsetPenalty penalty = map.offsetPenalty();
        if (penalty == null) {
            return null;
        }
        if (penalty.centering() != Centering.ROWS && penalty.centering() != Centering.NONE) {
            throw new IllegalArgumentException(
                    "center = "
                            + penalty.centering().label()
                            + ", allowed for new rows without a model are rows and none: the model"
                            + " has the offsets of the columns");
        }
        Factors zero = Factors.empty(map.rows(), map.columns());
        return new RowOffsets(
                map.columnOffsets(zero),
                penalty.centering().hasRows() ? map.rowOffsets(zero) : null,
                penalty.weight(),
                map.reach());
    }

    /** Returns V, with a column of ones if rows have offsets. */
    Panel withOnes(Panel v) {
        if (rows == null) {
            return v;
        }
        Panel wider = Panel.zeros(v.rows(), v.columns() + 1);
        for (int j = 0; j < v.rows(); j++) {
            for (int c = 0; c < v.columns(); c++) {
                wider.set(j, c, v.get(j, c));
            }
            wider.set(j, v.columns(), 1);
        }
        return wider;
    }

    /** Returns the weights of the columns with that of the penalty. */
    double[] withPenalty(double[] weights) {
        if (rows == null) {
            return weights;
        }
        double[] longer = Arrays.copyOf(weights, weights.length + 1);
        longer[weights.length] = penalty;
        return longer;
    }

    /** What the penalty of the offset is, but for its weight. */
    BlockPenalty form() {
        return penalty > 0 ? SQUARE : FREE;
    }
}
