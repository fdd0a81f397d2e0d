package io.nadir.matrix.polar;

import io.nadir.kernel.EntryRow;
import io.nadir.loss.Loss;

import org.jspecify.annotations.Nullable;

/** Σ weight·(−ℓ*(y, s·ℓ'(y, x))) over entries, and what its rounding errors are relative to. */
final class DualSum {
    private final Loss loss;
    private final double s;
    private final @Nullable OffsetBalance balance;
    private double total;
    private double magnitude;

    /**
     * Begins a sum.
     *
     * @param balance receives weight·s·ℓ'(y, x) of each entry; null if there are no offsets
     */
    DualSum(Loss loss, double s, @Nullable OffsetBalance balance) {
        this.loss = loss;
        this.s = s;
        this.balance = balance;
    }

    void add(EntryRow row) {
        double rowTotal = 0;
        double rowMagnitude = 0;
        for (int k = 0; k < row.count(); k++) {
            double weight = row.weight(k);
            if (weight == 0) {
                continue;
            }
            double y = row.datum(k);
            double g = s * loss.derivative(y, row.output(k));
            double dual = loss.dualValue(y, g);
            if (balance != null) {
                balance.add(row.index(), row.column(k), weight * g);
            }
            rowTotal += weight * dual;
            rowMagnitude += weight * (Math.abs(dual) + 2 * Math.abs(g * y));
        }
        total += rowTotal;
        magnitude += rowMagnitude;
    }

    double total() {
        return total;
    }

    /** Σ weight·(|ℓ*| + 2·|g·y|). */
    double magnitude() {
        return magnitude;
    }
}
