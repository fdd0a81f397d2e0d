package io.nadir.regularizer;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;

import java.util.Objects;

/**
 * A regularizer that is a sum of equal functions of the Euclidean norms of the blocks, each of
 * which may be constrained to be at least 0.
 */
abstract class NormRegularizer implements Regularizer {
    private static final Gauge NON_NEGATIVE = new NonNegative(EuclideanPlusL1.EUCLIDEAN);

    /** Returns whether block k is constrained to be at least 0. */
    abstract boolean isNonNegative(int k);

    /** Returns the term of a block whose norm is {@code size}. */
    abstract double term(double size);

    @Override
    public final double value(Factors w, int column) {
        Objects.requireNonNull(w, "w");

        double sum = 0;
        for (int k = 0; k < w.order(); k++) {
            sum += term(size(w.block(k), k, column));
        }
        return sum;
    }

    /** Returns the gauge of a column of block k. */
    final double size(Panel block, int k, int column) {
        return gauge(k).value(block.data(), column, block.stride(), block.rows());
    }

    @Override
    public final double price(Factors w, int k, int column) {
        Objects.requireNonNull(w, "w");

        return 1;
    }

    @Override
    public final boolean isSumOfPowers() {
        return true;
    }

    @Override
    public final Gauge gauge(int k) {
        return isNonNegative(k) ? NON_NEGATIVE : EuclideanPlusL1.EUCLIDEAN;
    }

    @Override
    public final String toString() {
        return name();
    }
}
