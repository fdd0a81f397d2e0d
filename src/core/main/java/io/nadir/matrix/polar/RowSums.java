package io.nadir.matrix.polar;

import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LossKernels;
import io.nadir.loss.Loss;

import java.util.Arrays;

/**
 * Sums over rows of entries, and the gradient of the last one, by the scalar functions of the loss.
 * The squared loss needs none: its derivative is a difference. Not thread-safe.
 */
final class RowSums {
    private static final LossKernels KERNELS = Kernels.loss();

    private final Loss loss;
    private final double[] gradient;

    /** Σd², Σd·y, Σ|d·y| and max|d| of a row under the squared loss. */
    private final double[] plain = new double[4];

    double value;
    double squares;
    double inner;
    double magnitude;
    double gradientSquares;
    double weights;
    double largest;
    long count;

    /** Entries whose loss is not known to be exactly 0. */
    long positive;

    /**
     * Starts at zero.
     *
     * @param longest the largest number of entries in a row
     */
    RowSums(Loss loss, int longest) {
        this.loss = loss;
        this.gradient = new double[longest];
    }

    /** Of entry k of the last row at index k; valid until the next. */
    double[] gradient() {
        return gradient;
    }

    /** Adds the sums over other rows. */
    void add(RowSums other) {
        value += other.value;
        squares += other.squares;
        inner += other.inner;
        magnitude += other.magnitude;
        gradientSquares += other.gradientSquares;
        weights += other.weights;
        largest = Math.max(largest, other.largest);
        count += other.count;
        positive += other.positive;
    }

    /** Adds a row. */
    void add(EntryRow row) {
        if (loss.isSquared() && row.weights() == null) {
            addPlain(row);
        } else {
            addEntries(row);
        }
    }

    private void addPlain(EntryRow row) {
        Arrays.fill(plain, 0);
        KERNELS.squaredSums(
                row.data(),
                row.first(),
                row.outputs(),
                row.firstOutput(),
                gradient,
                row.count(),
                plain);
        value += 0.5 * plain[0];
        squares += plain[0];
        gradientSquares += plain[0];
        inner -= plain[1];
        magnitude += plain[2];
        largest = Math.max(largest, plain[3]);
        weights += row.count();
        count += row.count();
        positive += plain[3] == 0 ? 0 : row.count();
    }

    private void addEntries(EntryRow row) {
        double rowValue = 0;
        double rowSquares = 0;
        double rowInner = 0;
        double rowMagnitude = 0;
        double rowGradientSquares = 0;
        double rowWeights = 0;
        double rowLargest = 0;
        int rowCount = 0;
        int rowPositive = 0;
        for (int k = 0; k < row.count(); k++) {
            double weight = row.weight(k);
            if (weight == 0) {
                gradient[k] = 0;
                continue;
            }
            double y = row.datum(k);
            double x = row.output(k);
            double d = loss.derivative(y, x);
            double a = weight * d;
            gradient[k] = a;
            rowValue += weight * loss.value(y, x);
            rowSquares += a * d;
            rowInner -= a * y;
            rowMagnitude += Math.abs(a * y);
            rowGradientSquares += a * a;
            rowWeights += weight;
            rowLargest = Math.max(rowLargest, Math.abs(d));
            rowPositive += loss.isExactlyZero(y, x) ? 0 : 1;
            rowCount++;
        }
        value += rowValue;
        squares += rowSquares;
        inner += rowInner;
        magnitude += rowMagnitude;
        gradientSquares += rowGradientSquares;
        weights += rowWeights;
        largest = Math.max(largest, rowLargest);
        count += rowCount;
        positive += rowPositive;
    }
}
